#include "core/engine/training/position.h"
#include "core/support/error.h"
#include "tests/engine/training/sample_run.h"

#include <QTest>
#include <algorithm>
#include <cstring>
#include <limits>

using namespace overfit;

namespace {

const NamedArray& array(const std::vector<NamedArray>& arrays, const std::string& name) {
    for (const NamedArray& candidate : arrays) {
        if (candidate.name == name) return candidate;
    }
    throw std::out_of_range(name);
}

}   // namespace

class TestCheckpoint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aResumedRunEqualsAnUninterruptedOne_data() {
        QTest::addColumn<int>("stop_at_step");
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("optimizer");
        QTest::addColumn<double>("momentum");   // of sgd
        const auto row = [](int step, const char* model, OptimizerKind optimizer, const char* name, double momentum) {
            QTest::addRow("%s, %s, step %d", model, name, step)
                << step << QString(model) << static_cast<int>(optimizer) << momentum;
        };
        for (const char* model : {"mlp", "wide-resnet"}) {
            // Steps 3, 6, 9, 12 end an epoch, whose evaluation is then left to the resumed run; odd ones lie between two
            // step lines; 0 is before the first step.
            for (const int step : {0, 2, 4, 5, 6, 12}) row(step, model, OptimizerKind::Sgd, "momentum", 0.9);
        }
        for (const int step : {0, 5, 6}) {
            row(step, "mlp", OptimizerKind::Sgd, "plain", 0.0);
            row(step, "mlp", OptimizerKind::Adam, "adam", 0.9);
            row(step, "wide-resnet", OptimizerKind::AdamW, "adamw", 0.9);
        }
        row(5, "large mlp", OptimizerKind::Sgd, "momentum", 0.9);
    }
    void aResumedRunEqualsAnUninterruptedOne() {
        QFETCH(int, stop_at_step);
        QFETCH(QString, model);
        QFETCH(int, optimizer);
        QFETCH(double, momentum);
        ExperimentConfig config = sample_config(0.5);
        config.training.optimizer = static_cast<OptimizerKind>(optimizer);
        config.training.momentum = momentum;
        config.training.nesterov = momentum > 0.0;
        config.training.warmup_epochs = 2;
        if (model == "large mlp") {
            use_several_threads(config);
        } else {
            config.model.name = model.toStdString();
        }
        config.model.depth = 10;
        config.model.dropout = 0.2;
        config.training.epochs = 4;
        config.checkpoint.every_minutes = 1e-9;   // after each step
        config.training.weight_decay = 0.001;
        config.training.schedule.kind = ScheduleKind::Exponential;
        const PreparedExperiment experiment = sample_experiment(config);

        RunDiary whole;
        const RunSummary expected = train_sample(experiment, whole);

        RunDiary before, after;
        std::stop_source stop;
        if (stop_at_step == 0) stop.request_stop();
        before.at_checkpoint = [&](const Checkpoint& checkpoint) {
            if (checkpoint.step == stop_at_step) stop.request_stop();
        };
        const RunSummary stopped = train_sample(experiment, before, stop.get_token());
        QCOMPARE(stopped.reason, StopReason::Cancelled);
        QCOMPARE(before.checkpoints.back().step, stop_at_step);
        const RunSummary resumed = train_sample(experiment, after, {}, &before.checkpoints.back());

        QCOMPARE(resumed.reason, expected.reason);
        std::vector<EpochMetrics> lines = before.lines;
        lines.insert(lines.end(), after.lines.begin(), after.lines.end());
        QCOMPARE(timeless(lines), timeless(whole.lines));
        for (std::size_t line = 0; line < after.steps.size(); ++line) {
            const StepReport& again = after.steps[line];
            const StepReport& once = whole.steps[whole.steps.size() - after.steps.size() + line];
            QCOMPARE(again.step, once.step);
            QCOMPARE(again.running_loss, once.running_loss);
            QCOMPARE(again.running_accuracy, once.running_accuracy);
        }
        QVERIFY(same_arrays(after.checkpoints.back().weights, whole.checkpoints.back().weights));
        QVERIFY(same_arrays(after.checkpoints.back().state, whole.checkpoints.back().state));
        QCOMPARE(timeless(resumed.final_metrics), timeless(expected.final_metrics));
        QCOMPARE(resumed.best->epoch, expected.best->epoch);
        QCOMPARE(after.headers.front().first_step, stop_at_step);
        QVERIFY(resumed.final_metrics.time_s > stopped.final_metrics.time_s);   // active time continues
    }

    void aResumedRunWithRegularisersEqualsAnUninterruptedOne_data() {
        QTest::addColumn<int>("stop_at_step");
        QTest::addColumn<bool>("mixup");
        for (const int step : {0, 4, 5, 6}) {
            QTest::addRow("mixup, step %d", step) << step << true;
            QTest::addRow("early learning, step %d", step) << step << false;
        }
    }
    void aResumedRunWithRegularisersEqualsAnUninterruptedOne() {
        QFETCH(int, stop_at_step);
        QFETCH(bool, mixup);
        ExperimentConfig config = sample_config(0.5);
        config.augmentation = {.random_crop = true,
                               .pad = 2,
                               .horizontal_flip = true,
                               .rotation_degrees = 20.0,
                               .cutout = 3,
                               .mixup = mixup ? 0.5 : 0.0};
        config.training.label_smoothing = 0.1;
        if (!mixup) config.training.early_learning.weight = 2.0;
        config.checkpoint.every_minutes = 1e-9;   // after each step
        const PreparedExperiment experiment = sample_experiment(config);
        RunDiary whole, before, after;
        train_sample(experiment, whole);
        std::stop_source stop;
        if (stop_at_step == 0) stop.request_stop();
        before.at_checkpoint = [&](const Checkpoint& checkpoint) {
            if (checkpoint.step == stop_at_step) stop.request_stop();
        };
        train_sample(experiment, before, stop.get_token());
        QCOMPARE(before.checkpoints.back().step, stop_at_step);
        train_sample(experiment, after, {}, &before.checkpoints.back());
        std::vector<EpochMetrics> lines = before.lines;
        lines.insert(lines.end(), after.lines.begin(), after.lines.end());
        QCOMPARE(timeless(lines), timeless(whole.lines));
        QVERIFY(same_arrays(after.checkpoints.back().weights, whole.checkpoints.back().weights));
        QVERIFY(same_arrays(after.checkpoints.back().state, whole.checkpoints.back().state));
        const std::vector<NamedArray>& state = whole.checkpoints.back().state;
        QCOMPARE(array(state, "generator.augmentation").dtype, "U8");
        if (!mixup) QCOMPARE(array(state, "early_learning.mean_predictions").shape, (std::vector<std::int64_t>{64, 10}));
    }

    void aRunAtItsEndResumesToItsEnd() {
        const PreparedExperiment experiment = sample_experiment(sample_config());
        RunDiary diary, again;
        const RunSummary first = train_sample(experiment, diary);
        const RunSummary second = train_sample(experiment, again, {}, &diary.checkpoints.back());
        QCOMPARE(second.reason, first.reason);
        QVERIFY(again.lines.empty());
        QCOMPARE(second.final_metrics, first.final_metrics);
    }

    void aCheckpointOfAnotherExperimentIsRefused() {
        RunDiary diary, other;
        train_sample(sample_experiment(sample_config()), diary);
        ExperimentConfig config = sample_config();
        config.model.hidden = {33};
        const PreparedExperiment wider = sample_experiment(config);
        QVERIFY_THROWS_EXCEPTION(Error, train_sample(wider, other, {}, &diary.checkpoints.back()));
        config = sample_config();
        config.seeds.labels = 77;   // other labels: what was memorised so far would be another data set
        const PreparedExperiment relabelled = sample_experiment(config);
        QVERIFY_THROWS_EXCEPTION(Error, train_sample(relabelled, other, {}, &diary.checkpoints.back()));
        config = sample_config();
        config.training.optimizer = OptimizerKind::Adam;   // remembers other things
        const PreparedExperiment with_adam = sample_experiment(config);
        QVERIFY_THROWS_EXCEPTION(Error, train_sample(with_adam, other, {}, &diary.checkpoints.back()));
    }

    /// What was chosen by validation so far was chosen by other data; a checkpoint of an older version tells nothing of it.
    void otherValidationDataIsRefused() {
        const SampleSizes sizes{.validation = 24};
        const PreparedExperiment experiment = sample_experiment(sample_config(), sizes);
        PreparedExperiment relabelled = experiment;
        std::ranges::rotate(relabelled.validation.given_labels, relabelled.validation.given_labels.begin() + 1);
        RunDiary diary, other;
        train_sample(experiment, diary);
        Checkpoint checkpoint = diary.checkpoints.back();
        QVERIFY_THROWS_EXCEPTION(Error, train_sample(relabelled, other, {}, &checkpoint));
        std::erase_if(checkpoint.position, [](const auto& entry) {
            return entry.first.ends_with("_sha256") && entry.first != "labels_sha256" && entry.first != "images_sha256";
        });
        train_sample(relabelled, other, {}, &checkpoint);
        QCOMPARE(other.headers.size(), std::size_t{1});
    }

    void aCheckpointHasPythonsNamesAndShapes() {
        ExperimentConfig config = sample_config();
        config.model.name = "wide-resnet";
        config.model.depth = 10;
        RunDiary diary;
        train_sample(sample_experiment(config), diary);
        const Checkpoint& checkpoint = diary.checkpoints.back();
        QCOMPARE(array(checkpoint.weights, "conv1.weight").shape, (std::vector<std::int64_t>{16, 1, 3, 3}));
        QCOMPARE(array(checkpoint.weights, "block2.layer.0.convShortcut.weight").shape,
                 (std::vector<std::int64_t>{32, 16, 1, 1}));
        QCOMPARE(array(checkpoint.weights, "bn1.running_var").dtype, "F32");
        const NamedArray& count = array(checkpoint.weights, "bn1.num_batches_tracked");
        QCOMPARE(count.dtype, "I64");
        QCOMPARE(static_cast<int>(count.bytes[0]), 9);   // 3 epochs of 3 steps
        QCOMPARE(array(checkpoint.state, "momentum.fc.bias").shape, std::vector<std::int64_t>{10});
        QCOMPARE(array(checkpoint.state, "generator.dropout").dtype, "U8");
    }

    void adamsStateHasPythonsNames() {
        ExperimentConfig config = sample_config();
        config.training.optimizer = OptimizerKind::Adam;
        RunDiary diary;
        train_sample(sample_experiment(config), diary);
        const std::vector<NamedArray>& state = diary.checkpoints.back().state;
        QCOMPARE(array(state, "exp_avg.fc1.weight").shape, (std::vector<std::int64_t>{32, 64}));
        QCOMPARE(array(state, "exp_avg_sq.fc.bias").shape, std::vector<std::int64_t>{10});
        float step = 0;
        std::memcpy(&step, array(state, "step").bytes.data(), sizeof step);
        QCOMPARE(step, 9.0F);   // 3 epochs of 3 steps
    }

    void positionsReadBackToTheSameNumbers() {
        TrainingState state;
        state.epoch = 7;
        state.batch = 3;
        state.step = 45;
        state.time_s = 0.1;
        state.epoch_sums = {.loss = 1.0 / 3.0, .hits = 5, .images = 24};
        state.best = BestEpoch{.metric = "test_accuracy", .value = 2.0 / 3.0, .epoch = 4, .selected_on_test = true};
        state.last_line.train_loss = std::numeric_limits<double>::infinity();
        const auto position = to_position(state);
        const TrainingState again = from_position(position);
        QCOMPARE(to_position(again), position);
        QCOMPARE(again.epoch_sums, state.epoch_sums);
        QVERIFY(again.best->selected_on_test && !again.fitted);
        auto cut = position;
        cut.erase("batch");
        QVERIFY_THROWS_EXCEPTION(Error, from_position(cut));
        cut = position;
        cut["step"] = "4x";
        QVERIFY_THROWS_EXCEPTION(Error, from_position(cut));
    }

    void checkpointsComeAsOftenAsAsked() {
        ExperimentConfig config = sample_config();
        config.training.epochs = 5;
        config.checkpoint.every_epochs = 2;
        RunDiary diary;
        train_sample(sample_experiment(config), diary);
        std::vector<std::int64_t> steps;
        for (const Checkpoint& checkpoint : diary.checkpoints) steps.push_back(checkpoint.step);
        QCOMPARE(steps, (std::vector<std::int64_t>{6, 12, 15}));

        config.checkpoint = {.every_epochs = 0, .every_minutes = 1e-9, .keep = 2};
        RunDiary often;
        train_sample(sample_experiment(config), often);
        QVERIFY(often.checkpoints.size() >= 15);   // after each step, too
        QCOMPARE(timeless(often.lines), timeless(diary.lines));
    }
};

QTEST_APPLESS_MAIN(TestCheckpoint)
#include "test_checkpoint.moc"

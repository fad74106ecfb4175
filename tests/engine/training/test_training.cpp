#include "core/engine/training/processor.h"
#include "core/engine/training/schedule.h"
#include "core/support/error.h"
#include "tests/engine/golden_file.h"
#include "tests/engine/training/sample_run.h"

#include <QTest>
#include <cmath>

using namespace overfit;

namespace {

double share_of_equal(const std::vector<std::uint16_t>& left, const std::vector<std::uint16_t>& right) {
    std::size_t equal = 0;
    for (std::size_t place = 0; place < left.size(); ++place) equal += left[place] == right[place];
    return static_cast<double>(equal) / static_cast<double>(left.size());
}

}   // namespace

class TestTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fitsRandomLabels() {
        ExperimentConfig config = sample_config();
        config.training.epochs = 300;
        config.model.hidden = {128};
        RunDiary diary;
        const RunSummary summary = train_sample(sample_experiment(config), diary);
        QCOMPARE(summary.reason, StopReason::Fitted);
        QCOMPARE(*summary.final_metrics.train_accuracy, 1.0);
        QCOMPARE(*summary.final_metrics.corrupted_accuracy, 1.0);
        QCOMPARE(summary.fitted->epoch, summary.final_metrics.epoch);
        QCOMPARE(summary.explanation,
                 "all 64 given labels are reproduced after epoch " + std::to_string(summary.fitted->epoch));
        QVERIFY(!summary.audit.has_error());
    }

    void everyOptimizerFitsRandomLabels_data() {
        QTest::addColumn<int>("optimizer");
        QTest::newRow("adam") << static_cast<int>(OptimizerKind::Adam);
        QTest::newRow("adamw") << static_cast<int>(OptimizerKind::AdamW);
    }
    void everyOptimizerFitsRandomLabels() {
        QFETCH(int, optimizer);
        ExperimentConfig config = sample_config();
        config.training.optimizer = static_cast<OptimizerKind>(optimizer);
        config.training.learning_rate = 0.003;
        config.training.epochs = 300;
        RunDiary diary;
        QCOMPARE(train_sample(sample_experiment(config), diary).reason, StopReason::Fitted);
    }

    void goesOnAfterFittingWhereAsked() {
        ExperimentConfig config = sample_config();
        config.training.epochs = 120;
        config.training.stop_when_fitted = false;
        config.training.fitted_accuracy = 0.5;
        RunDiary diary;
        const RunSummary summary = train_sample(sample_experiment(config), diary);
        QCOMPARE(summary.reason, StopReason::Completed);
        QVERIFY(summary.fitted && summary.fitted->epoch > 0 && summary.fitted->epoch < 120);
        QCOMPARE(diary.lines.size(), 121);
    }

    void theHeaderSaysWhatIsRun() {
        const PreparedExperiment experiment = sample_experiment(sample_config());
        RunDiary diary;
        train_sample(experiment, diary);
        QCOMPARE(diary.headers.size(), 1);
        const RunHeader& header = diary.headers.front();
        QCOMPARE(header.device, "cpu");
        QCOMPARE(header.precision, Precision::Fp32);
        QCOMPARE(header.threads, 1);
        QCOMPARE(header.model.parameters, 64 * 32 + 32 + 32 * 10 + 10);
        QCOMPARE(header.steps_per_epoch, 3);   // 24 + 24 + 16: the last, smaller batch counts
        QCOMPARE(header.total_steps, 9);
        QCOMPARE(header.labels->train.given_labels, experiment.train.given_labels);
        QCOMPARE(header.labels->train.true_labels, experiment.train.images.labels);
        QCOMPARE(header.labels->test.given_labels, experiment.test.given_labels);
        QCOMPARE(header.versions.at("libtorch"), "2.11.0");
        QCOMPARE(header.audit.labels_sha256.size(), 64);
    }

    void everyEpochHasALineAndTheFirstAndLastAreEvaluated() {
        ExperimentConfig config = sample_config();
        config.training.epochs = 5;
        config.evaluation.every_epochs = 3;
        RunDiary diary;
        train_sample(sample_experiment(config), diary);
        QCOMPARE(diary.lines.size(), 6);
        for (const EpochMetrics& line : diary.lines) {
            const bool evaluated = line.epoch == 0 || line.epoch == 3 || line.epoch == 5;
            QCOMPARE(line.train_accuracy.has_value(), evaluated);
            QCOMPARE(line.test_corrupted_loss.has_value(), evaluated);
            QCOMPARE(line.running_loss.has_value(), line.epoch > 0);   // means over steps: none before the first
            QCOMPARE(line.learning_rate.has_value(), line.epoch > 0);
            QCOMPARE(line.step, line.epoch * 3);
            QVERIFY(!line.validation_accuracy);
        }
        QVERIFY(*diary.lines[3].running_loss != *diary.lines[3].train_loss);   // the running mean lags
    }

    void stepLinesAreMeansSinceTheLastOne() {
        ExperimentConfig config = sample_config();
        config.training.learning_rate = 0.0;   // fixed weights: every mean can be known
        config.training.epochs = 4;
        RunDiary diary;
        train_sample(sample_experiment(config), diary);
        QCOMPARE(diary.steps.size(), 6);
        for (std::size_t line = 0; line < diary.steps.size(); ++line) {
            QCOMPARE(diary.steps[line].step, static_cast<std::int64_t>(2 * line + 2));
            QCOMPARE(diary.steps[line].epoch, static_cast<double>(2 * line + 2) / 3.0);
            QVERIFY(diary.steps[line].images_per_second > 0.0);
        }
        for (std::size_t epoch = 1; epoch <= 4; ++epoch) {
            QVERIFY(std::abs(*diary.lines[epoch].running_loss - *diary.lines[0].train_loss) < 1e-6);
            QCOMPARE(*diary.lines[epoch].running_accuracy, *diary.lines[0].train_accuracy);
        }
    }

    void metricsFollowFromPredictionsAndLabels() {
        const PreparedExperiment experiment =
            sample_experiment(sample_config(0.5), {.train = 200, .validation = 40, .test = 100});
        RunDiary diary;
        train_sample(experiment, diary);
        for (std::size_t epoch = 0; epoch < diary.lines.size(); ++epoch) {
            const EpochMetrics& line = diary.lines[epoch];
            const Predictions& predicted = *diary.predictions[epoch];
            const auto& given = experiment.train.given_labels;
            const auto& truth = experiment.train.images.labels;
            QCOMPARE(*line.train_accuracy, share_of_equal(predicted.train, given));
            QCOMPARE(*line.test_accuracy, share_of_equal(predicted.test, experiment.test.images.labels));
            QCOMPARE(*line.test_corrupted_accuracy, share_of_equal(predicted.test, experiment.test.given_labels));
            QCOMPARE(*line.validation_accuracy, share_of_equal(predicted.validation, experiment.validation.given_labels));
            double clean = 0, clean_hits = 0, corrupted = 0, corrupted_hits = 0, as_true = 0;
            for (std::size_t place = 0; place < given.size(); ++place) {
                (given[place] == truth[place] ? clean : corrupted) += 1;
                if (predicted.train[place] == given[place])
                    (given[place] == truth[place] ? clean_hits : corrupted_hits) += 1;
                as_true += given[place] != truth[place] && predicted.train[place] == truth[place] ? 1 : 0;
            }
            QCOMPARE(*line.clean_accuracy, clean_hits / clean);
            QCOMPARE(*line.corrupted_accuracy, corrupted_hits / corrupted);
            QCOMPARE(*line.corrupted_as_true, as_true / corrupted);
        }
    }

    void whatDoesNotApplyIsEmpty() {
        RunDiary diary;
        train_sample(sample_experiment(sample_config(0.0)), diary);
        QVERIFY(!diary.lines[1].corrupted_accuracy && !diary.lines[1].corrupted_as_true);
        QVERIFY(!diary.lines[1].test_corrupted_accuracy);
        QCOMPARE(*diary.lines[1].clean_accuracy, *diary.lines[1].train_accuracy);
    }

    void theSameSeedGivesTheSameNumbersBitForBit() {
        ExperimentConfig config = sample_config();
        config.model.dropout = 0.3;
        RunDiary first, second, other;
        train_sample(sample_experiment(config), first);
        train_sample(sample_experiment(config), second);
        QCOMPARE(timeless(first.lines), timeless(second.lines));
        QVERIFY(same_arrays(first.checkpoints.back().weights, second.checkpoints.back().weights));
        config.seeds.order = 12;   // the same data and weights in another order
        train_sample(sample_experiment(config), other);
        QCOMPARE(timeless(first.lines[0]), timeless(other.lines[0]));
        QVERIFY(*first.lines[1].train_loss != *other.lines[1].train_loss);
    }

    void deterministicAlgorithmsTrainBothFamilies() {
        ExperimentConfig config = sample_config(0.5);
        config.deterministic = true;
        config.model.dropout = 0.2;
        for (const char* model : {"mlp", "wide-resnet"}) {
            config.model.name = model;
            config.model.depth = 10;
            RunDiary diary;
            QCOMPARE(train_sample(sample_experiment(config), diary).reason, StopReason::Completed);
        }
    }

    void cancelledBeforeTheFirstStepStillSaysWhatItWas() {
        std::stop_source stop;
        stop.request_stop();
        RunDiary diary;
        const RunSummary summary = train_sample(sample_experiment(sample_config()), diary, stop.get_token());
        QCOMPARE(summary.reason, StopReason::Cancelled);
        QCOMPARE(summary.explanation, "stopped in epoch 0, after step 0");
        QCOMPARE(diary.headers.size(), 1);
        QVERIFY(diary.lines.empty());
        QCOMPARE(diary.checkpoints.size(), 1);
    }

    void divergenceEndsWithItsReasonAndStep_data() {
        QTest::addColumn<int>("layers");
        QTest::addColumn<double>("rate");
        QTest::newRow("one layer") << 1 << 1e18;
        QTest::newRow("eight layers, through which NaN has to come") << 8 << 1000.0;
    }
    void divergenceEndsWithItsReasonAndStep() {
        QFETCH(int, layers);
        QFETCH(double, rate);
        ExperimentConfig config = sample_config();
        config.model.hidden.assign(static_cast<std::size_t>(layers), 32);
        config.training.learning_rate = rate;
        config.training.epochs = 50;
        RunDiary diary;
        const RunSummary summary = train_sample(sample_experiment(config), diary);
        QCOMPARE(summary.reason, StopReason::Diverged);
        QVERIFY2(summary.explanation.find("in step ") != std::string::npos, summary.explanation.c_str());
        QVERIFY(summary.final_metrics.epoch < 10);
        QVERIFY(!std::isfinite(*summary.final_metrics.train_loss));
        QVERIFY(diary.checkpoints.empty());   // such weights are worth nothing
    }

    void earlyStoppingLooksAtTheValidationSplitOnly() {
        ExperimentConfig config = sample_config();
        config.training.epochs = 400;
        config.training.early_stopping.patience = 4;
        config.training.stop_when_fitted = false;
        RunDiary diary;
        const RunSummary summary = train_sample(sample_experiment(config, {.validation = 200}), diary);
        QCOMPARE(summary.reason, StopReason::EarlyStopped);
        QCOMPARE(summary.best->metric, "validation_accuracy");
        QVERIFY(!summary.best->selected_on_test);
        QCOMPARE(summary.final_metrics.epoch, summary.best->epoch + 4);
        double highest = -1.0;
        std::int64_t epoch = -1;
        for (const EpochMetrics& line : diary.lines) {
            if (*line.validation_accuracy > highest) {
                highest = *line.validation_accuracy;
                epoch = line.epoch;
            }
        }
        QCOMPARE(epoch, summary.best->epoch);

        RunDiary without;   // nothing to look at: it runs on
        config.training.epochs = 20;
        QCOMPARE(train_sample(sample_experiment(config), without).reason, StopReason::Completed);
    }

    void ratesFollowTheSchedule_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("warmup_epochs");
        QTest::newRow("constant") << static_cast<int>(ScheduleKind::Constant) << 0;
        QTest::newRow("step") << static_cast<int>(ScheduleKind::Step) << 0;
        QTest::newRow("exponential") << static_cast<int>(ScheduleKind::Exponential) << 0;
        QTest::newRow("cosine") << static_cast<int>(ScheduleKind::Cosine) << 0;
        QTest::newRow("warm-up") << static_cast<int>(ScheduleKind::Constant) << 4;
        QTest::newRow("warm-up, exponential") << static_cast<int>(ScheduleKind::Exponential) << 4;
    }
    void ratesFollowTheSchedule() {
        QFETCH(int, kind);
        QFETCH(int, warmup_epochs);
        TrainingConfig training;
        training.epochs = 12;
        training.learning_rate = 0.1;
        training.warmup_epochs = warmup_epochs;
        training.schedule.kind = static_cast<ScheduleKind>(kind);
        training.schedule.factor = training.schedule.kind == ScheduleKind::Step ? 0.1 : 0.95;
        training.schedule.at = {3, 8};
        const torch::Tensor golden = GoldenFile("schedules.safetensors")[QTest::currentDataTag()];
        for (std::int64_t epoch = 1; epoch <= 12; ++epoch) {
            // Python multiplies step by step, so the last digits differ.
            QVERIFY(std::abs(learning_rate(training, epoch) / golden[epoch - 1].item<double>() - 1.0) < 1e-12);
        }
    }

    void warmUpRisesToTheRate() {
        TrainingConfig training;
        training.learning_rate = 0.3;
        training.warmup_epochs = 2;
        QVERIFY(std::abs(learning_rate(training, 1) - 0.1) < 1e-12);
        QVERIFY(std::abs(learning_rate(training, 2) - 0.2) < 1e-12);
        QCOMPARE(learning_rate(training, 3), 0.3);
    }

    void linesCarryTheRateOfTheirSteps() {
        ExperimentConfig config = sample_config();
        config.training.schedule = {.kind = ScheduleKind::Step, .factor = 0.5, .at = {1}};
        RunDiary diary;
        train_sample(sample_experiment(config), diary);
        QCOMPARE(*diary.lines[1].learning_rate, 0.05);
        QCOMPARE(*diary.lines[2].learning_rate, 0.025);
        QCOMPARE(diary.steps[0].learning_rate, 0.05);
        QCOMPARE(diary.steps[1].learning_rate, 0.025);   // step 4 is in epoch 2
    }

    void bfloat16KeepsFloat32Weights() {
        ExperimentConfig config = sample_config();
        config.precision = Precision::Bf16;
        RunDiary diary, exact;
        train_sample(sample_experiment(config), diary);
        config.precision = Precision::Fp32;
        train_sample(sample_experiment(config), exact);
        QCOMPARE(diary.headers.front().precision, Precision::Bf16);
        QCOMPARE(diary.checkpoints.back().weights.front().dtype, "F32");
        const double difference = *diary.lines.back().train_loss - *exact.lines.back().train_loss;
        QVERIFY(difference != 0.0 && std::abs(difference) < 0.1);
    }

    void devicesAndPrecisionsThatAreNotThereAreRefused() {
        ExperimentConfig config = sample_config();
        QCOMPARE(choose_compute(config, "").device_text, "cpu");
        config.device = "tpu";
        QVERIFY_THROWS_EXCEPTION(UsageError, choose_compute(config, ""));
        config.device = "cpu";
        config.precision = Precision::Tf32;
        QVERIFY_THROWS_EXCEPTION(UsageError, choose_compute(config, ""));
        config.precision = Precision::Fp16;
        QVERIFY_THROWS_EXCEPTION(UsageError, choose_compute(config, ""));
        config.precision = Precision::Auto;
        config.threads.reset();
        QCOMPARE(choose_compute(config, "").threads, physical_cores());
        QCOMPARE(choose_compute(config, "").note, std::string());
        config.threads = 9999;
        QVERIFY(choose_compute(config, "").note.starts_with("9999 threads share"));
        if (torch::cuda::is_available()) QSKIP("this machine has a GPU");
        config.device = "cuda";
        try {
            choose_compute(config, "there is no NVIDIA driver");
            QFAIL("a GPU was found where there is none");
        } catch (const Error& error) {
            QVERIFY(std::string(error.what()).find("there is no NVIDIA driver") != std::string::npos);
        }
    }
};

QTEST_APPLESS_MAIN(TestTraining)
#include "test_training.moc"

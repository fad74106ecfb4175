#include "core/engine/models/initialization.h"
#include "core/engine/models/model_table.h"
#include "core/engine/training/replayed_step.h"
#include "tests/engine/training/operation_recorder.h"
#include "tests/engine/training/sample_run.h"

#include <QTest>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

using namespace overfit;

namespace {

using Change = std::function<void(ExperimentConfig&)>;

struct Case {
    const char* name;
    Change change;
    bool past_the_dispatcher = false;   // batch normalisation on a CPU: see OperationRecorder
};

const Case cases[] = {
    {"sgd", [](ExperimentConfig& config) { config.training.momentum = 0.0; }},
    {"nesterov, decay, warm-up, a rate for each epoch",
     [](ExperimentConfig& config) {
         config.training.nesterov = true;
         config.training.weight_decay = 0.01;
         config.training.warmup_epochs = 2;
         config.training.schedule.kind = ScheduleKind::Exponential;
     }},
    {"adam", [](ExperimentConfig& config) { config.training.optimizer = OptimizerKind::Adam; }},
    {"adamw",
     [](ExperimentConfig& config) {
         config.training.optimizer = OptimizerKind::AdamW;
         config.training.schedule.kind = ScheduleKind::Cosine;
     }},
    {"dropout", [](ExperimentConfig& config) { config.model.dropout = 0.3; }},
    {"augmentation and mixup",
     [](ExperimentConfig& config) {
         config.model.dropout = 0.2;
         config.augmentation = {
             .random_crop = true, .pad = 2, .horizontal_flip = true, .rotation_degrees = 20.0, .cutout = 3, .mixup = 0.5};
     }},
    {"early learning, label smoothing",
     [](ExperimentConfig& config) {
         config.training.early_learning.weight = 2.0;
         config.training.label_smoothing = 0.1;
     }},
    {"one size of batch", [](ExperimentConfig& config) { config.training.batch_size = 32; }},
    {"fewer examples than a batch", [](ExperimentConfig& config) { config.training.batch_size = 100; }},
    {"convolutions", [](ExperimentConfig& config) { config.model.name = "small-alexnet"; }},
    {"convolutions in bf16",
     [](ExperimentConfig& config) {
         config.model.name = "small-alexnet";
         config.precision = Precision::Bf16;
     }},
    {"batch normalisation",
     [](ExperimentConfig& config) {
         config.model.name = "wide-resnet";
         config.model.depth = 10;
         config.model.dropout = 0.2;
     },
     true},
};

PreparedExperiment changed_experiment(const Change& change) {
    ExperimentConfig config = sample_config(0.5);
    config.checkpoint.every_minutes = 1e-9;   // after each step
    change(config);
    return sample_experiment(config);
}

RunSummary train_with(WorkRecorder* recorder, const PreparedExperiment& experiment, RunDiary& diary,
                      const Checkpoint* resume = nullptr) {
    const Compute compute = choose_compute(experiment.config, "");
    const ProcessSettings settings(compute, experiment.config.deterministic);
    return train_on(experiment, make_training_data(experiment, compute), compute, diary, {}, resume, recorder);
}

const std::string& note_of(const RunDiary& diary) { return diary.headers.front().device_note; }

/// Without its clocks and the losses of its evaluation.
EpochMetrics without_losses(EpochMetrics line) {
    line.train_loss = line.validation_loss = line.test_loss = line.test_corrupted_loss = {};
    return timeless(line);
}

/// A recorded evaluation has batches of one size, and products of another number of rows may be summed in another order: a
/// few roundings of a float32.
bool nearly_equal(const std::optional<double>& loss, const std::optional<double>& expected) {
    if (!loss || !expected) return loss == expected;
    return std::abs(*loss / *expected - 1.0) < 2e-6;
}

void compare_lines(const EpochMetrics& line, const EpochMetrics& expected) {
    QCOMPARE(without_losses(line), without_losses(expected));
    QVERIFY(nearly_equal(line.train_loss, expected.train_loss));
    QVERIFY(nearly_equal(line.validation_loss, expected.validation_loss));
    QVERIFY(nearly_equal(line.test_loss, expected.test_loss));
    QVERIFY(nearly_equal(line.test_corrupted_loss, expected.test_corrupted_loss));
}

/// Every number of every step, epoch and checkpoint.
void compare_runs(const RunDiary& run, const RunDiary& expected) {
    QCOMPARE(run.lines.size(), expected.lines.size());
    for (std::size_t line = 0; line < run.lines.size(); ++line) compare_lines(run.lines[line], expected.lines[line]);
    QCOMPARE(run.steps.size(), expected.steps.size());
    for (std::size_t line = 0; line < run.steps.size(); ++line) {
        QCOMPARE(run.steps[line].running_loss, expected.steps[line].running_loss);
        QCOMPARE(run.steps[line].running_accuracy, expected.steps[line].running_accuracy);
        QCOMPARE(run.steps[line].learning_rate, expected.steps[line].learning_rate);
    }
    QCOMPARE(run.checkpoints.size(), expected.checkpoints.size());
    for (std::size_t place = 0; place < run.checkpoints.size(); ++place) {
        QVERIFY(same_arrays(run.checkpoints[place].weights, expected.checkpoints[place].weights));
        QVERIFY(same_arrays(run.checkpoints[place].state, expected.checkpoints[place].state));
    }
}

/// Batches that a run has evaluated: one of train and one of test examples a line.
int evaluated_batches(const RunDiary& run) { return 2 * static_cast<int>(run.lines.size()); }

constexpr int of_evaluation = 1;   // recordings

std::unique_ptr<CountingRecorder> make_recorder(bool notes_operations) {
    if (notes_operations) return std::make_unique<OperationRecorder>();
    return std::make_unique<CallingRecorder>();
}

[[noreturn]] void run_out_of_memory() {
    TORCH_CHECK_WITH(OutOfMemoryError, false, "no memory");
    std::abort();
}

[[noreturn]] void refuse() {
    TORCH_CHECK(false, "operation not permitted when stream is capturing\nmore of it");
    std::abort();
}

}   // namespace

class TestReplayedStep : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aReplayedRunEqualsAnEagerOne_data() {
        QTest::addColumn<int>("place");
        QTest::addColumn<bool>("notes_operations");
        for (int place = 0; const Case& row : cases) {
            QTest::addRow("%s, called", row.name) << place << false;
            if (!row.past_the_dispatcher) QTest::addRow("%s, operations", row.name) << place << true;
            ++place;
        }
    }
    void aReplayedRunEqualsAnEagerOne() {
        QFETCH(int, place);
        QFETCH(bool, notes_operations);
        const PreparedExperiment experiment = changed_experiment(cases[place].change);
        const auto recorder = make_recorder(notes_operations);
        RunDiary eager, replayed;
        train_with(nullptr, experiment, eager);
        train_with(recorder.get(), experiment, replayed);
        compare_runs(replayed, eager);
        const std::int64_t examples = 64, batch = experiment.config.training.batch_size;
        QCOMPARE(recorder->recordings, (examples > batch && examples % batch != 0 ? 2 : 1) + of_evaluation);
        QCOMPARE(recorder->replays, static_cast<int>(replayed.lines.back().step) + evaluated_batches(replayed));
        QVERIFY(note_of(replayed).ends_with("steps are replayed as CUDA graphs"));
        QVERIFY(note_of(eager).find("replayed") == std::string::npos);
    }

    /// 10 full batches and one of 4 images: 8 together where no line is due within them, then one by one.
    void aSmallNetworkTakesSeveralStepsAReplay_data() {
        QTest::addColumn<int>("interval");
        QTest::addColumn<int>("recordings");   // a full batch, eight of them where no line forbids it, the last one
        QTest::addColumn<int>("calls");        // of three epochs
        QTest::newRow("a line at the end") << 33 << 3 << 3 * (1 + 3);
        QTest::newRow("a line each epoch") << 11 << 3 << 3 * (1 + 3);
        QTest::newRow("a line every eight") << 8 << 3 << (1 + 3) + 11 + (2 + 1 + 1);
        QTest::newRow("lines that cut the eight") << 7 << 2 << 3 * 11;
        QTest::newRow("lines out of step with epochs") << 9 << 3 << (1 + 3) + 11 + 11;
    }
    void aSmallNetworkTakesSeveralStepsAReplay() {
        QFETCH(int, interval);
        QFETCH(int, recordings);
        QFETCH(int, calls);
        const PreparedExperiment experiment = changed_experiment([&](ExperimentConfig& config) {
            config.model.dropout = 0.3;
            config.training.batch_size = 6;
            config.training.schedule.kind = ScheduleKind::Exponential;
            config.evaluation.step_interval = interval;
            config.checkpoint.every_minutes = 0.0;
        });
        OperationRecorder recorder;
        RunDiary eager, replayed;
        train_with(nullptr, experiment, eager);
        train_with(&recorder, experiment, replayed);
        compare_runs(replayed, eager);
        QCOMPARE(recorder.recordings, recordings + of_evaluation);
        QCOMPARE(recorder.replays, calls + evaluated_batches(replayed));
    }

    void aLargeNetworkTakesOneStepAReplay() {
        const PreparedExperiment experiment = changed_experiment([](ExperimentConfig& config) {
            config.model.hidden = std::vector<std::int64_t>(9, 8);   // 20 parameter tensors
            config.training.batch_size = 4;
            config.evaluation.step_interval = 50;
        });
        CallingRecorder recorder;
        RunDiary replayed;
        train_with(&recorder, experiment, replayed);
        QCOMPARE(recorder.recordings, 1 + of_evaluation);
        QCOMPARE(recorder.replays, 3 * 16 + evaluated_batches(replayed));
    }

    /// Evaluation of more examples than a batch holds, the last batch a part of the recorded one.
    void anEvaluationOfSeveralBatchesIsReplayed() {
        ExperimentConfig config = sample_config(0.5);
        config.training.epochs = 1;
        config.evaluation.step_interval = 1000;
        const PreparedExperiment experiment = sample_experiment(config, {.train = 2100, .validation = 30, .test = 1030});
        OperationRecorder recorder;
        RunDiary eager, replayed;
        train_with(nullptr, experiment, eager);
        train_with(&recorder, experiment, replayed);
        QCOMPARE(replayed.lines.size(), eager.lines.size());
        for (std::size_t line = 0; line < eager.lines.size(); ++line) {
            compare_lines(replayed.lines[line], eager.lines[line]);
            QCOMPARE(replayed.predictions[line]->train, eager.predictions[line]->train);
            QCOMPARE(replayed.predictions[line]->validation, eager.predictions[line]->validation);
            QCOMPARE(replayed.predictions[line]->test, eager.predictions[line]->test);
        }
        const int full = 2100 / 24 / 8, single = 2100 / 24 % 8 + 1;
        QCOMPARE(recorder.replays, full + single + 2 * (3 + 1 + 2));   // of train, validation, test
    }

    void anEvaluationThatCannotBeRecordedIsEager() {
        const PreparedExperiment experiment = changed_experiment([](ExperimentConfig&) {});
        CallingRecorder recorder;
        recorder.fails_at = 3;
        recorder.fail = refuse;
        RunDiary eager, replayed;
        train_with(nullptr, experiment, eager);
        train_with(&recorder, experiment, replayed);
        compare_runs(replayed, eager);
        QCOMPARE(recorder.replays, static_cast<int>(replayed.lines.back().step));
        QCOMPARE(recorder.releases, 1);
        QCOMPARE(note_of(replayed),
                 std::string("steps are replayed as CUDA graphs; evaluation is not replayed as CUDA graphs: LibTorch could "
                             "not record one (operation not permitted when stream is capturing)"));
    }

    void aResumedReplayedRunEqualsAnUninterruptedEagerOne() {
        const PreparedExperiment experiment = changed_experiment([](ExperimentConfig& config) {
            config.model.dropout = 0.2;
            config.training.schedule.kind = ScheduleKind::Exponential;
        });
        RunDiary eager;
        train_with(nullptr, experiment, eager);
        for (const std::size_t begin : {0U, 2U, 4U, 7U}) {   // the first step, a full batch, the last of an epoch, late
            OperationRecorder recorder;
            RunDiary resumed;
            train_with(&recorder, experiment, resumed, &eager.checkpoints[begin]);
            compare_lines(resumed.lines.back(), eager.lines.back());
            QVERIFY(same_arrays(resumed.checkpoints.back().weights, eager.checkpoints.back().weights));
            QVERIFY(same_arrays(resumed.checkpoints.back().state, eager.checkpoints.back().state));
        }
    }

    /// On a CPU precision fp16 is refused, so the step is taken without a run around it.
    void lossScalingIsReplayedToo() {
        const PreparedExperiment experiment = changed_experiment([](ExperimentConfig&) {});
        const Compute compute = choose_compute(experiment.config, "");
        const TrainingData data = make_training_data(experiment, compute);
        const auto train = [&](WorkRecorder* recorder) {
            const auto network = make_network(experiment.config.model, {1, 8, 8}, experiment.classes());
            draw_weights(*network, Initialization::Default, make_generator(torch::kCPU, 1));
            const auto optimizer = make_optimizer(*network, experiment.config.training);
            Objective objective(experiment.config.training, data.train.size(), experiment.classes(), compute.device);
            LossScale scale(compute.device);
            TrainingState state;
            TrainingParts parts{.network = *network,
                                .optimizer = *optimizer,
                                .objective = objective,
                                .loss_scale = &scale,
                                .dropout = make_generator(torch::kCPU, 2),
                                .augmentation = {},
                                .state = state,
                                .hashes = {}};
            const ChosenStep chosen = choose_step(data, compute, parts, {.batch_size = 24}, recorder);
            optimizer->set_learning_rate(0.1);
            const auto places = torch::arange(24);
            const auto pass = data.train.images->shuffled(places.repeat({3}));
            std::vector<torch::Tensor> results;
            for (int step = 0; step < 3; ++step) {
                const torch::Tensor entry = torch::zeros({1, 2}, torch::kFloat64);
                if (step == 1) scale.state().front().second.fill_(std::numeric_limits<float>::infinity());
                if (step == 2) scale.state().front().second.fill_(8.0F);
                chosen.step->take(*pass, places, entry);
                results.push_back(entry);
            }
            for (const auto& [name, tensor] : weights(parts)) results.push_back(tensor);
            for (const auto& [name, tensor] : remembered(parts)) results.push_back(tensor);
            return results;
        };
        OperationRecorder recorder;
        const auto replayed = train(&recorder), eager = train(nullptr);
        QCOMPARE(recorder.replays, 3);
        QVERIFY(!replayed[0].equal(replayed[1]));   // the first step trained, the second overflowed and was left out
        QVERIFY(replayed[1].equal(replayed[2]));
        QCOMPARE(replayed.size(), eager.size());
        for (std::size_t place = 0; place < eager.size(); ++place) QVERIFY(replayed[place].equal(eager[place]));
    }

    void onlyGeneratorsThatAreDrawnFromAreRecorded() {
        const auto seen = [](const Change& change) {
            CallingRecorder recorder;
            RunDiary diary;
            train_with(&recorder, changed_experiment(change), diary);
            return recorder.generators_seen;
        };
        QCOMPARE(seen([](ExperimentConfig&) {}), std::size_t{0});
        QCOMPARE(seen([](ExperimentConfig& config) { config.model.dropout = 0.5; }), std::size_t{1});
        QCOMPARE(seen([](ExperimentConfig& config) {
                     config.model.dropout = 0.5;
                     config.augmentation.horizontal_flip = true;
                 }),
                 std::size_t{2});
    }

    void aRunThatCannotBeRecordedTrainsEagerly_data() {
        QTest::addColumn<int>("fails_at");
        QTest::addColumn<bool>("memory");
        for (const int place : {1, 2}) {
            QTest::addRow("refused, recording %d", place) << place << false;
            QTest::addRow("out of memory, recording %d", place) << place << true;
        }
    }
    void aRunThatCannotBeRecordedTrainsEagerly() {
        QFETCH(int, fails_at);
        QFETCH(bool, memory);
        const PreparedExperiment experiment = changed_experiment([](ExperimentConfig& config) {
            config.model.name = "wide-resnet";
            config.model.depth = 10;
            config.model.dropout = 0.2;
        });
        CallingRecorder recorder;
        recorder.fails_at = fails_at;
        recorder.fail = memory ? run_out_of_memory : refuse;
        RunDiary eager, fallen_back;
        train_with(nullptr, experiment, eager);
        train_with(&recorder, experiment, fallen_back);
        compare_runs(fallen_back, eager);
        QCOMPARE(recorder.replays, evaluated_batches(fallen_back));
        QCOMPARE(recorder.releases, 1);
        QCOMPARE(note_of(fallen_back),
                 memory ? std::string("steps are not replayed as CUDA graphs: there is not enough memory for a recording")
                        : std::string("steps are not replayed as CUDA graphs: LibTorch could not record one (operation "
                                      "not permitted when stream is capturing)"));
    }

    void imagesThatAreReadAheadAreTrainedOnEagerly() {
        const PreparedExperiment memory = changed_experiment([](ExperimentConfig&) {});
        PreparedExperiment stored = memory;
        stored.train.stored = std::make_shared<const ImagesInMemory>(memory.train.images);
        RunDiary eager, read_ahead;
        CallingRecorder recorder;
        train_with(nullptr, memory, eager);
        train_with(&recorder, stored, read_ahead);
        compare_runs(read_ahead, eager);
        QCOMPARE(recorder.recordings, of_evaluation);
        QVERIFY(note_of(read_ahead).starts_with("steps are not replayed as CUDA graphs: the images are read ahead"));
    }

    /// The recorder of these tests would find what a CUDA graph does not forgive.
    void theOperationRecorderFreezesTheHost() {
        OperationRecorder recorder;
        const torch::Tensor input = torch::ones({2}), output = torch::zeros({2});
        double factor = 3.0;
        const auto work = recorder.record([&] { output.copy_((input + 1.0).mul_(factor).view({1, 2}).sum(0)); }, {});
        factor = 5.0;
        input.fill_(2.0);
        work->replay();
        QCOMPARE(output[0].item<double>(), 9.0);
        QVERIFY_THROWS_EXCEPTION(c10::Error, recorder.record([&] { factor = input.sum().item<double>(); }, {}));
    }
};

QTEST_APPLESS_MAIN(TestReplayedStep)
#include "test_replayed_step.moc"

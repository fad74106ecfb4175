#include "core/experiment/with_engine.h"
#include "core/runs/checkpoint_files.h"
#include "core/runs/lock_file.h"
#include "core/runs/predictions_file.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"
#include "tests/core/runs/run_samples.h"
#include "tests/fakes/fake_engine.h"

#include <QtTest>
#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace overfit;
using fakes::FakeEngine;
using fakes::FakeEngineOptions;

namespace {

ExperimentConfig small_config() {
    ExperimentConfig config;
    config.name = "Small, random labels";
    config.data.dataset = "synthetic";
    config.data.train_examples = 100;
    config.data.test_examples = 40;
    config.corruption.labels.fraction = 1.0;
    config.training.batch_size = 10;
    config.training.epochs = 10;
    config.training.stop_when_fitted = false;
    config.evaluation.step_interval = 5;
    return config;
}

/// Hears what the caller's observer hears, and can stop the run.
struct Listener : TrainingObserver {
    std::vector<std::string> phases;
    int starts = 0, steps = 0, epochs = 0, checkpoints = 0;
    std::stop_source stop;
    int stop_after_epochs = -1;

    void on_phase(std::string_view phase) override { phases.emplace_back(phase); }
    void on_start(const RunHeader&) override { ++starts; }
    void on_step(const StepReport&) override { ++steps; }
    void on_epoch(const EpochReport&) override {
        if (++epochs == stop_after_epochs) stop.request_stop();
    }
    void on_checkpoint(const Checkpoint&) override { ++checkpoints; }
};

std::string metrics_text(const std::filesystem::path& folder) { return samples::content_of(folder / "metrics.jsonl"); }

std::string without_resumes(std::string text) {
    std::string kept;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.find("\"resume\"") == std::string::npos) kept += line + '\n';
    }
    return kept;
}

}   // namespace

class TestRecordExperiment : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path root_;

    RecordedRun record(const ExperimentConfig& config, FakeEngineOptions options = {}, Listener* listener = nullptr) {
        FakeEngine engine(std::move(options));
        Listener own;
        Listener& heard = listener != nullptr ? *listener : own;
        return record_experiment_with([&]() -> Engine& { return engine; }, config, root_, heard, heard.stop.get_token());
    }

    RecordedRun resume(const std::filesystem::path& folder, FakeEngineOptions options = {}) {
        FakeEngine engine(std::move(options));
        Listener listener;
        return resume_experiment_with([&]() -> Engine& { return engine; }, folder, listener);
    }

    std::filesystem::path only_run() {
        const auto runs = list_runs(root_);
        return runs.size() == 1 ? runs.front().folder : std::filesystem::path();
    }

    template <typename Action>
    std::string error_of(Action&& action) {
        try {
            action();
        } catch (const std::exception& error) {
            return error.what();
        }
        return "";
    }

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        root_ = folder_->path().toStdString();
        root_ /= "runs";
    }

    void leavesACompleteFolder() {
        Listener listener;
        const ExperimentConfig config = small_config();
        const RecordedRun run = record(config, {}, &listener);
        QVERIFY(run.summary.reason == StopReason::Completed);
        for (const char* file : {"config.yaml", "run.json", "metrics.jsonl", "labels.bin", "labels.json", "predictions.bin",
                                 "log.txt", "checkpoints/latest.json", "checkpoints/last.safetensors",
                                 "checkpoints/step-100.safetensors", "checkpoints/step-100.state.safetensors"}) {
            QVERIFY2(std::filesystem::exists(run.folder / file), file);
        }
        QVERIFY(!std::filesystem::exists(run.folder / "lock"));
        const std::string id = run.folder.filename().string();
        QVERIFY2(QRegularExpression("^\\d{8}T\\d{6}Z-small-random-labels-[0-9a-f]{4}$")
                     .match(QString::fromStdString(id))
                     .hasMatch(),
                 id.c_str());

        const RunListing listing = read_run(run.folder);
        QVERIFY2(listing.record.has_value(), listing.problem.c_str());
        QVERIFY(listing.record->status == RunStatus::Completed);
        QCOMPARE(listing.record->id, id);
        QCOMPARE(listing.record->data->train_examples, std::int64_t{100});
        QCOMPARE(listing.record->total_steps, std::int64_t{100});
        QCOMPARE(listing.record->final_metrics->epoch, std::int64_t{10});
        QCOMPARE(listing.record->best->metric, std::string("test_accuracy"));
        QVERIFY(listing.record->best->selected_on_test);
        QVERIFY(listing.record->fitted.has_value());
        QVERIFY(!listing.record->finished.empty());
        QVERIFY(read_run_config(run.folder) == config);

        const RunMetrics metrics = read_metrics(run.folder);
        QCOMPARE(metrics.problem, std::string());
        QCOMPARE(metrics.epochs.size(), std::size_t{11});
        QCOMPARE(metrics.steps.size(), std::size_t{20});
        QCOMPARE(read_predictions(run.folder).size(), std::size_t{11});
        QCOMPARE(read_labels(run.folder).train.given_labels.size(), std::size_t{100});
        QCOMPARE(read_newest_checkpoint(run.folder)->step, std::int64_t{100});

        QCOMPARE(listener.starts, 1);
        QCOMPARE(listener.steps, 20);
        QCOMPARE(listener.epochs, 11);
        QCOMPARE(listener.phases, (std::vector<std::string>{"reading data", "opening the engine", "auditing", "training"}));
    }

    void tellsTheFolderBeforeTheData() {
        FakeEngine engine;
        Listener listener;
        std::filesystem::path told;
        record_experiment_with([&]() -> Engine& { return engine; }, small_config(), root_, listener, {}, {},
                               [&](const std::filesystem::path& folder) {
                                   told = folder;
                                   QVERIFY(listener.phases.empty());
                                   QVERIFY(read_run(folder).record->status == RunStatus::Running);
                               });
        QCOMPARE(told, only_run());
    }

    void runningItAgainFromItsOwnFileGivesTheRunAgain() {
        const RecordedRun first = record(small_config());
        const RecordedRun second = record(read_run_config(first.folder));
        QVERIFY(first.folder != second.folder);
        QCOMPARE(metrics_text(first.folder), metrics_text(second.folder));
        QCOMPARE(samples::content_of(first.folder / "labels.bin"), samples::content_of(second.folder / "labels.bin"));
        QCOMPARE(samples::content_of(first.folder / "config.yaml"), samples::content_of(second.folder / "config.yaml"));
    }

    void aFailureIsRecordedAndThrown() {
        const std::string error = error_of([&] { record(small_config(), {.fail_at_step = 33}); });
        QVERIFY2(error.find("failed at step 33") != std::string::npos, error.c_str());
        const RunListing run = read_run(only_run());
        QVERIFY(run.record->status == RunStatus::Failed);
        QCOMPARE(run.record->error, error);
        QCOMPARE(read_metrics(run.folder).epochs.size(), std::size_t{4});
        QVERIFY(samples::content_of(run.folder / "log.txt").find("failed at step 33") != std::string::npos);
    }

    void aMissingEngineIsRecorded() {
        Listener listener;
        const OpenEngine none = []() -> Engine& {
            throw Error({.where = "LibTorch", .problem = "is missing", .remedy = "get it"});
        };
        const std::string error = error_of([&] { record_experiment_with(none, small_config(), root_, listener); });
        QCOMPARE(error, std::string("LibTorch: is missing; get it"));
        QCOMPARE(read_run(only_run()).record->error, error);
    }

    void anObserverThatThrowsEndsTheRunWell() {
        struct Thrower : Listener {
            void on_epoch(const EpochReport& report) override {
                if (report.metrics.epoch == 2) throw Error({.where = "the observer", .problem = "broke", .remedy = ""});
            }
        } thrower;
        QVERIFY(!error_of([&] { record(small_config(), {}, &thrower); }).empty());
        QVERIFY(read_run(only_run()).record->status == RunStatus::Failed);
    }

    void stoppingIsAResult() {
        Listener listener;
        listener.stop_after_epochs = 4;
        const RecordedRun run = record(small_config(), {}, &listener);
        QVERIFY(run.summary.reason == StopReason::Cancelled);
        const RunListing listing = read_run(run.folder);
        QVERIFY(listing.record->status == RunStatus::Cancelled);
        QCOMPARE(listing.record->final_metrics->epoch, std::int64_t{3});
        QVERIFY(listing.record->error.empty());
    }

    void stoppingBeforeTheFirstStepLeavesACompleteFolder() {
        Listener listener;
        listener.stop.request_stop();
        const RecordedRun run = record(small_config(), {}, &listener);
        QVERIFY(read_run(run.folder).record->status == RunStatus::Cancelled);
        QCOMPARE(read_metrics(run.folder).problem, std::string());
        QVERIFY(resume(run.folder).summary.reason == StopReason::Completed);
    }

    void aDivergedRunTellsItsReason() {
        const RecordedRun run = record(small_config(), {.diverge_at_step = 25});
        const RunListing listing = read_run(run.folder);
        QVERIFY(listing.record->status == RunStatus::Diverged);
        QVERIFY(std::isnan(listing.record->final_metrics->train_loss.value()));
        QCOMPARE(listing.record->error, std::string("the loss became NaN in step 25"));
    }

    void aWrongConfigurationLeavesNoFolder() {
        ExperimentConfig config = small_config();
        config.training.epochs = 0;
        QVERIFY_EXCEPTION_THROWN(record(config), UsageError);
        QVERIFY(!std::filesystem::exists(root_));
    }

    void aMissingDataSetLeavesNoFolder() {
        ExperimentConfig config = small_config();
        config.data.dataset = "cifar10";
        const QTemporaryDir empty;
        const std::vector<std::filesystem::path> roots{empty.path().toStdString()};
        FakeEngine engine;
        Listener listener;
        const std::string error = error_of(
            [&] { record_experiment_with([&]() -> Engine& { return engine; }, config, root_, listener, {}, roots); });
        QVERIFY2(error.find("cifar") != std::string::npos, error.c_str());
        QVERIFY(!std::filesystem::exists(root_));
    }

    void anUnwritableRunsFolderIsToldBeforeAnyDataIsRead() {
        samples::put(root_.parent_path() / "a file", "");
        root_ = root_.parent_path() / "a file" / "runs";
        Listener listener;
        const std::string error = error_of([&] { record(small_config(), {}, &listener); });
        QVERIFY2(error.find("no run folder can be made here: Not a directory") != std::string::npos, error.c_str());
        QVERIFY2(error.find("--runs-dir") != std::string::npos, error.c_str());
        QVERIFY(listener.phases.empty());
    }

    void aReadOnlyRunsFolderIsTold() {
        if (::geteuid() == 0) QSKIP("root may write everywhere");
        std::filesystem::create_directories(root_);
        std::filesystem::permissions(root_, std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
        QVERIFY_EXCEPTION_THROWN(record(small_config()), UsageError);
    }

    void aResumedRunEqualsAnUninterruptedOne() {
        const RecordedRun whole = record(small_config());
        Listener listener;
        listener.stop_after_epochs = 5;
        const RecordedRun stopped = record(small_config(), {}, &listener);
        const std::string before = metrics_text(stopped.folder);
        const RecordedRun resumed = resume(stopped.folder);
        QCOMPARE(resumed.folder, stopped.folder);
        QVERIFY(resumed.summary.reason == StopReason::Completed);
        const std::string after = metrics_text(resumed.folder);
        QVERIFY2(after.starts_with(before), "a resume only appends");
        QVERIFY(after.find("{\"kind\":\"resume\",\"step\":40}") != std::string::npos);
        QCOMPARE(without_resumes(after), metrics_text(whole.folder));
        const RunRecord record_of_whole = *read_run(whole.folder).record,
                        record_of_resumed = *read_run(resumed.folder).record;
        QVERIFY(record_of_resumed.status == RunStatus::Completed);
        QVERIFY(record_of_resumed.final_metrics == record_of_whole.final_metrics);
        QCOMPARE(record_of_resumed.best->epoch, record_of_whole.best->epoch);
        QCOMPARE(read_predictions(resumed.folder).size(), std::size_t{11});
    }

    void aFailedRunGoesOnFromItsCheckpoint() {
        ExperimentConfig config = small_config();
        config.checkpoint.every_epochs = 2;
        QVERIFY(!error_of([&] { record(config, {.fail_at_step = 57}); }).empty());
        const RecordedRun run = resume(only_run());
        const RunMetrics metrics = read_metrics(run.folder);
        QCOMPARE(metrics.problem, std::string());
        QCOMPARE(metrics.epochs.size(), std::size_t{11});
        for (std::size_t i = 1; i < metrics.steps.size(); ++i) QVERIFY(metrics.steps[i].step > metrics.steps[i - 1].step);
        QVERIFY(read_run(run.folder).record->error.empty());
    }

    void aRunThatFailedBeforeItsFirstCheckpointBeginsAgain() {
        QVERIFY(!error_of([&] { record(small_config(), {.fail_at_step = 12}); }).empty());
        const RecordedRun run = resume(only_run());
        QCOMPARE(read_metrics(run.folder).epochs.size(), std::size_t{11});
        QCOMPARE(read_metrics(run.folder).steps.size(), std::size_t{20});
    }

    void aFinishedRunIsNotResumed() {
        const RecordedRun run = record(small_config());
        const auto before = samples::fingerprint(root_);
        const std::string error = error_of([&] { resume(run.folder); });
        QVERIFY2(error.find("completed: there is nothing to resume") != std::string::npos, error.c_str());
        QVERIFY(samples::fingerprint(root_) == before);
    }

    void aRunThatIsBeingWrittenIsNotResumed() {
        Listener listener;
        listener.stop_after_epochs = 2;
        const RecordedRun run = record(small_config(), {}, &listener);
        const RunLock elsewhere(run.folder);
        const auto before = samples::fingerprint(run.folder);
        const std::string error = error_of([&] { resume(run.folder); });
        QVERIFY2(error.find("is being written by process") != std::string::npos, error.c_str());
        QVERIFY(samples::fingerprint(run.folder) == before);
    }

    void aResumeWithOtherLabelsIsRefused() {
        Listener listener;
        listener.stop_after_epochs = 2;
        const RecordedRun run = record(small_config(), {}, &listener);
        std::string yaml = samples::content_of(run.folder / "config.yaml");
        const std::size_t place = yaml.find("\nseed: 1");
        QVERIFY(place != std::string::npos);
        samples::put(run.folder / "config.yaml", yaml.replace(place, 8, "\nseed: 2"));
        const std::string error = error_of([&] { resume(run.folder); });
        QVERIFY2(error.find("expected the labels that the run began with") != std::string::npos, error.c_str());
    }

    void aKilledRunIsInterruptedAndResumable() {
#if defined(__SANITIZE_THREAD__)
        QSKIP("a child of a process with threads may not start any under ThreadSanitizer");
#endif
        ExperimentConfig config = small_config();
        config.checkpoint.every_epochs = 1;
        config.training.epochs = 300;
        const pid_t child = ::fork();
        if (child == 0) {
            try {
                record(config, {.per_step = std::chrono::milliseconds(2)});
            } catch (...) {
            }
            ::_exit(0);
        }
        QElapsedTimer timer;
        timer.start();
        const auto epochs = [&]() -> std::size_t {
            const auto folder = only_run();
            return std::filesystem::exists(folder / "metrics.jsonl") ? read_metrics(folder).epochs.size() : 0;
        };
        while (epochs() < 5 && timer.elapsed() < 30000) QTest::qSleep(20);
        const auto folder = only_run();
        QVERIFY(read_run(folder).record->status == RunStatus::Running);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        QVERIFY(read_run(folder).record->status == RunStatus::Interrupted);
        QCOMPARE(read_metrics(folder).problem, std::string());
        const auto kept = read_metrics(folder).epochs.size();
        QVERIFY(kept >= 5);
        const auto checkpoint = read_newest_checkpoint(folder);
        QVERIFY(checkpoint.has_value());
        QVERIFY(checkpoint->step <= read_metrics(folder).epochs.back().step);
        // As if the last write had been cut in its middle.
        std::ofstream(folder / "metrics.jsonl", std::ios::app) << "{\"kind\":\"step\",\"st";
        std::ofstream(folder / "predictions.bin", std::ios::app) << "torn";
        const RecordedRun resumed = resume(folder);
        QVERIFY(resumed.summary.reason == StopReason::Completed);
        const RunMetrics metrics = read_metrics(folder);
        QCOMPARE(metrics.problem, std::string());
        QCOMPARE(metrics.epochs.size(), std::size_t{301});
        QCOMPARE(read_predictions(folder).size(), std::size_t{301});
    }

    void aFullDiskEndsTheRunWithItsReasonAndSparesEarlierFiles() {
#if defined(__SANITIZE_THREAD__)
        QSKIP("a child of a process with threads may not start any under ThreadSanitizer");
#endif
        // A limit on the size of a file stands in for a full disk: write() fails in the same place.
        ExperimentConfig config = small_config();
        config.training.epochs = 100000;
        config.evaluation.step_interval = 1;
        const auto report = root_.parent_path() / "report";
        const pid_t child = ::fork();
        if (child == 0) {
            const rlimit limit{.rlim_cur = 32768, .rlim_max = 32768};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            ::signal(SIGXFSZ, SIG_IGN);
            samples::put(report, error_of([&] { record(config); }));
            ::_exit(0);
        }
        ::waitpid(child, nullptr, 0);
        const std::string error = samples::content_of(report);
        QVERIFY2(error.find("cannot write: File too large") != std::string::npos, error.c_str());
        const RunListing run = read_run(only_run());
        QVERIFY(run.record->status == RunStatus::Failed);
        QCOMPARE(run.record->error, error);
        QCOMPARE(read_metrics(run.folder).problem, std::string());   // no torn line
        QVERIFY(!read_labels(run.folder).train.given_labels.empty());
    }

    void aRunFolderReadsTheSameElsewhere() {
        const RecordedRun run = record(small_config());
        const QTemporaryDir other;
        const std::filesystem::path copy = std::filesystem::path(other.path().toStdString()) / "copy";
        std::filesystem::copy(run.folder, copy, std::filesystem::copy_options::recursive);
        QCOMPARE(metrics_text(copy), metrics_text(run.folder));
        QCOMPARE(read_run(copy).record->id, read_run(run.folder).record->id);
        QCOMPARE(read_labels(copy).train.given_labels, read_labels(run.folder).train.given_labels);
        QCOMPARE(read_newest_checkpoint(copy)->step, read_newest_checkpoint(run.folder)->step);
    }

    void openingARunChangesNothing() {
        const RecordedRun run = record(small_config());
        const auto before = samples::fingerprint(root_);
        list_runs(root_);
        read_run(run.folder);
        read_metrics(run.folder);
        read_labels(run.folder);
        read_predictions(run.folder);
        read_newest_checkpoint(run.folder);
        read_run_config(run.folder);
        QVERIFY(samples::fingerprint(root_) == before);
    }
};

QTEST_APPLESS_MAIN(TestRecordExperiment)
#include "test_record_experiment.moc"

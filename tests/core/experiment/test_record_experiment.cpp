#include "core/runs/checkpoint_files.h"
#include "core/runs/predictions_file.h"
#include "core/support/error.h"
#include "tests/core/experiment/recording_desk.h"

#include <QtTest>
#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace overfit;

class TestRecordExperiment : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void leavesACompleteFolder() {
        RecordingDesk desk;
        Listener listener;
        const ExperimentConfig config = small_config();
        const RecordedRun run = desk.record(config, {}, &listener);
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
        QCOMPARE(run.summary.duration_s, listing.record->duration_s);   // told from either, it is the same time
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
        RecordingDesk desk;
        fakes::FakeEngine engine;
        Listener listener;
        std::filesystem::path told;
        record_experiment_with([&]() -> Engine& { return engine; }, small_config(), desk.root, listener, {}, {},
                               [&](const std::filesystem::path& folder) {
                                   told = folder;
                                   QVERIFY(listener.phases.empty());
                                   QVERIFY(read_run(folder).record->status == RunStatus::Running);
                               });
        QCOMPARE(told, desk.only_run());
    }

    void runningItAgainFromItsOwnFileGivesTheRunAgain() {
        RecordingDesk desk;
        const RecordedRun first = desk.record(small_config());
        const RecordedRun second = desk.record(read_run_config(first.folder));
        QVERIFY(first.folder != second.folder);
        QCOMPARE(metrics_text(first.folder), metrics_text(second.folder));
        QCOMPARE(samples::content_of(first.folder / "labels.bin"), samples::content_of(second.folder / "labels.bin"));
        QCOMPARE(samples::content_of(first.folder / "config.yaml"), samples::content_of(second.folder / "config.yaml"));
    }

    void aFailureIsRecordedAndThrown() {
        RecordingDesk desk;
        const std::string error = error_of([&] { desk.record(small_config(), {.fail_at_step = 33}); });
        QVERIFY2(error.find("failed at step 33") != std::string::npos, error.c_str());
        const RunListing run = read_run(desk.only_run());
        QVERIFY(run.record->status == RunStatus::Failed);
        QCOMPARE(run.record->error, error);
        QCOMPARE(read_metrics(run.folder).epochs.size(), std::size_t{4});
        QVERIFY(samples::content_of(run.folder / "log.txt").find("failed at step 33") != std::string::npos);
    }

    void aMissingEngineIsRecorded() {
        RecordingDesk desk;
        Listener listener;
        const OpenEngine none = []() -> Engine& {
            throw Error({.where = "LibTorch", .problem = "is missing", .remedy = "get it"});
        };
        const std::string error = error_of([&] { record_experiment_with(none, small_config(), desk.root, listener); });
        QCOMPARE(error, std::string("LibTorch: is missing; get it"));
        QCOMPARE(read_run(desk.only_run()).record->error, error);
    }

    void anObserverThatThrowsEndsTheRunWell() {
        RecordingDesk desk;
        struct Thrower : Listener {
            void on_epoch(const EpochReport& report) override {
                if (report.metrics.epoch == 2) throw Error({.where = "the observer", .problem = "broke", .remedy = ""});
            }
        } thrower;
        QVERIFY(!error_of([&] { desk.record(small_config(), {}, &thrower); }).empty());
        QVERIFY(read_run(desk.only_run()).record->status == RunStatus::Failed);
    }

    void stoppingIsAResult() {
        RecordingDesk desk;
        Listener listener;
        listener.stop_after_epochs = 4;
        const RecordedRun run = desk.record(small_config(), {}, &listener);
        QVERIFY(run.summary.reason == StopReason::Cancelled);
        const RunListing listing = read_run(run.folder);
        QVERIFY(listing.record->status == RunStatus::Cancelled);
        QCOMPARE(listing.record->final_metrics->epoch, std::int64_t{3});
        QVERIFY(listing.record->error.empty());
    }

    void stoppingBeforeTheFirstStepLeavesACompleteFolder() {
        RecordingDesk desk;
        Listener listener;
        listener.stop.request_stop();
        const RecordedRun run = desk.record(small_config(), {}, &listener);
        QVERIFY(read_run(run.folder).record->status == RunStatus::Cancelled);
        QCOMPARE(read_metrics(run.folder).problem, std::string());
        QVERIFY(desk.resume(run.folder).summary.reason == StopReason::Completed);
    }

    void aDivergedRunTellsItsReason() {
        RecordingDesk desk;
        const RecordedRun run = desk.record(small_config(), {.diverge_at_step = 25});
        const RunListing listing = read_run(run.folder);
        QVERIFY(listing.record->status == RunStatus::Diverged);
        QVERIFY(std::isnan(listing.record->final_metrics->train_loss.value()));
        QCOMPARE(listing.record->error, std::string("the loss became NaN in step 25"));
    }

    void aWrongConfigurationLeavesNoFolder() {
        RecordingDesk desk;
        ExperimentConfig config = small_config();
        config.training.epochs = 0;
        QVERIFY_EXCEPTION_THROWN(desk.record(config), UsageError);
        QVERIFY(!std::filesystem::exists(desk.root));
    }

    void aMissingDataSetLeavesNoFolder() {
        RecordingDesk desk;
        ExperimentConfig config = small_config();
        config.data.dataset = "cifar10";
        const QTemporaryDir empty;
        const std::vector<std::filesystem::path> roots{empty.path().toStdString()};
        fakes::FakeEngine engine;
        Listener listener;
        const std::string error = error_of(
            [&] { record_experiment_with([&]() -> Engine& { return engine; }, config, desk.root, listener, {}, roots); });
        QVERIFY2(error.find("cifar") != std::string::npos, error.c_str());
        QVERIFY(!std::filesystem::exists(desk.root));
    }

    void aMissingDeviceLeavesNoFolder() {
        RecordingDesk desk;
        ExperimentConfig config = small_config();
        config.device = "cuda:1";
        QVERIFY_EXCEPTION_THROWN(desk.record(config), UsageError);
        QVERIFY(!std::filesystem::exists(desk.root));
    }

    void anUnwritableRunsFolderIsToldBeforeAnyDataIsRead() {
        RecordingDesk desk;
        samples::put(desk.root.parent_path() / "a file", "");
        desk.root = desk.root.parent_path() / "a file" / "runs";
        Listener listener;
        const std::string error = error_of([&] { desk.record(small_config(), {}, &listener); });
        QVERIFY2(error.find("no run folder can be made here: Not a directory") != std::string::npos, error.c_str());
        QVERIFY2(error.find("--runs-dir") != std::string::npos, error.c_str());
        QVERIFY(listener.phases.empty());
    }

    void aReadOnlyRunsFolderIsTold() {
        RecordingDesk desk;
        if (::geteuid() == 0) QSKIP("root may write everywhere");
        std::filesystem::create_directories(desk.root);
        std::filesystem::permissions(desk.root, std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
        QVERIFY_EXCEPTION_THROWN(desk.record(small_config()), UsageError);
    }

    void aFullDiskEndsTheRunWithItsReasonAndSparesEarlierFiles() {
        RecordingDesk desk;
#if defined(__SANITIZE_THREAD__)
        QSKIP("a child of a process with threads may not start any under ThreadSanitizer");
#endif
        // A limit on the size of a file stands in for a full disk: write() fails in the same place.
        ExperimentConfig config = small_config();
        config.training.epochs = 100000;
        config.evaluation.step_interval = 1;
        const auto report = desk.root.parent_path() / "report";
        const pid_t child = ::fork();
        if (child == 0) {
            const rlimit limit{.rlim_cur = 32768, .rlim_max = 32768};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            ::signal(SIGXFSZ, SIG_IGN);
            samples::put(report, error_of([&] { desk.record(config); }));
            ::_exit(0);
        }
        ::waitpid(child, nullptr, 0);
        const std::string error = samples::content_of(report);
        QVERIFY2(error.find("cannot write: File too large") != std::string::npos, error.c_str());
        const RunListing run = read_run(desk.only_run());
        QVERIFY(run.record->status == RunStatus::Failed);
        QCOMPARE(run.record->error, error);
        QCOMPARE(read_metrics(run.folder).problem, std::string());   // no torn line
        QVERIFY(!read_labels(run.folder).train.given_labels.empty());
    }

    void aRunFolderReadsTheSameElsewhere() {
        RecordingDesk desk;
        const RecordedRun run = desk.record(small_config());
        const QTemporaryDir other;
        const std::filesystem::path copy = std::filesystem::path(other.path().toStdString()) / "copy";
        std::filesystem::copy(run.folder, copy, std::filesystem::copy_options::recursive);
        QCOMPARE(metrics_text(copy), metrics_text(run.folder));
        QCOMPARE(read_run(copy).record->id, read_run(run.folder).record->id);
        QCOMPARE(read_labels(copy).train.given_labels, read_labels(run.folder).train.given_labels);
        QCOMPARE(read_newest_checkpoint(copy)->step, read_newest_checkpoint(run.folder)->step);
    }

    void openingARunChangesNothing() {
        RecordingDesk desk;
        const RecordedRun run = desk.record(small_config());
        const auto before = samples::fingerprint(desk.root);
        list_runs(desk.root);
        read_run(run.folder);
        read_metrics(run.folder);
        read_labels(run.folder);
        read_predictions(run.folder);
        read_newest_checkpoint(run.folder);
        read_run_config(run.folder);
        QVERIFY(samples::fingerprint(desk.root) == before);
    }
};

QTEST_APPLESS_MAIN(TestRecordExperiment)
#include "test_record_experiment.moc"

#include "core/runs/checkpoint_files.h"
#include "core/runs/lock_file.h"
#include "core/runs/predictions_file.h"
#include "core/support/atomic_file.h"
#include "tests/core/experiment/recording_desk.h"

#include <QtTest>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace overfit;

namespace {

std::string without_resumes(std::string text) {
    std::string kept;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.find("\"resume\"") == std::string::npos) kept += line + '\n';
    }
    return kept;
}

}   // namespace

class TestResumeExperiment : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aResumedRunEqualsAnUninterruptedOne() {
        RecordingDesk desk;
        const RecordedRun whole = desk.record(small_config());
        Listener listener;
        listener.stop_after_epochs = 5;
        const RecordedRun stopped = desk.record(small_config(), {}, &listener);
        const std::string before = metrics_text(stopped.folder);
        const RecordedRun resumed = desk.resume(stopped.folder);
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
        RecordingDesk desk;
        ExperimentConfig config = small_config();
        config.checkpoint.every_epochs = 2;
        QVERIFY(!error_of([&] { desk.record(config, {.fail_at_step = 57}); }).empty());
        RunRecord failed = *read_run(desk.only_run()).record;
        failed.duration_s = 1000.0;   // as if the first part had taken long
        atomic_write(desk.only_run() / "run.json", run_record_to_json(failed));
        const RecordedRun run = desk.resume(desk.only_run());
        QVERIFY(run.summary.duration_s >= 1000.0);
        QCOMPARE(read_run(run.folder).record->duration_s, run.summary.duration_s);
        const RunMetrics metrics = read_metrics(run.folder);
        QCOMPARE(metrics.problem, std::string());
        QCOMPARE(metrics.epochs.size(), std::size_t{11});
        for (std::size_t i = 1; i < metrics.steps.size(); ++i) QVERIFY(metrics.steps[i].step > metrics.steps[i - 1].step);
        QVERIFY(read_run(run.folder).record->error.empty());
    }

    void aRunThatFailedBeforeItsFirstCheckpointBeginsAgain() {
        RecordingDesk desk;
        QVERIFY(!error_of([&] { desk.record(small_config(), {.fail_at_step = 12}); }).empty());
        const RecordedRun run = desk.resume(desk.only_run());
        QCOMPARE(read_metrics(run.folder).epochs.size(), std::size_t{11});
        QCOMPARE(read_metrics(run.folder).steps.size(), std::size_t{20});
    }

    void aFinishedRunIsNotResumed() {
        RecordingDesk desk;
        const RecordedRun run = desk.record(small_config());
        const auto before = samples::fingerprint(desk.root);
        const std::string error = error_of([&] { desk.resume(run.folder); });
        QVERIFY2(error.find("completed: there is nothing to resume") != std::string::npos, error.c_str());
        QVERIFY(samples::fingerprint(desk.root) == before);
    }

    void aRunThatIsBeingWrittenIsNotResumed() {
        RecordingDesk desk;
        Listener listener;
        listener.stop_after_epochs = 2;
        const RecordedRun run = desk.record(small_config(), {}, &listener);
        const RunLock elsewhere(run.folder);
        const auto before = samples::fingerprint(run.folder);
        const std::string error = error_of([&] { desk.resume(run.folder); });
        QVERIFY2(error.find("is being written by process") != std::string::npos, error.c_str());
        QVERIFY(samples::fingerprint(run.folder) == before);
    }

    void aResumeWithOtherLabelsIsRefused() {
        RecordingDesk desk;
        Listener listener;
        listener.stop_after_epochs = 2;
        const RecordedRun run = desk.record(small_config(), {}, &listener);
        std::string yaml = samples::content_of(run.folder / "config.yaml");
        const std::size_t place = yaml.find("\nseed: 1");
        QVERIFY(place != std::string::npos);
        samples::put(run.folder / "config.yaml", yaml.replace(place, 8, "\nseed: 2"));
        const std::string error = error_of([&] { desk.resume(run.folder); });
        QVERIFY2(error.find("expected the labels that the run began with") != std::string::npos, error.c_str());
    }

    void aKilledRunIsInterruptedAndResumable() {
        RecordingDesk desk;
#if defined(__SANITIZE_THREAD__)
        QSKIP("a child of a process with threads may not start any under ThreadSanitizer");
#endif
        ExperimentConfig config = small_config();
        config.checkpoint.every_epochs = 1;
        config.training.epochs = 300;
        const pid_t child = ::fork();
        if (child == 0) {
            try {
                desk.record(config, {.per_step = std::chrono::milliseconds(2)});
            } catch (...) {
            }
            ::_exit(0);
        }
        QElapsedTimer timer;
        timer.start();
        const auto epochs = [&]() -> std::size_t {
            const auto folder = desk.only_run();
            return std::filesystem::exists(folder / "metrics.jsonl") ? read_metrics(folder).epochs.size() : 0;
        };
        while (epochs() < 5 && timer.elapsed() < 30000) QTest::qSleep(20);
        const auto folder = desk.only_run();
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
        const RecordedRun resumed = desk.resume(folder);
        QVERIFY(resumed.summary.reason == StopReason::Completed);
        const RunMetrics metrics = read_metrics(folder);
        QCOMPARE(metrics.problem, std::string());
        QCOMPARE(metrics.epochs.size(), std::size_t{301});
        QCOMPARE(read_predictions(folder).size(), std::size_t{301});
    }
};

QTEST_APPLESS_MAIN(TestResumeExperiment)
#include "test_resume_experiment.moc"

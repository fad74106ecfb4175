#include "core/runs/lock_file.h"
#include "core/runs/run_recorder.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"
#include "tests/core/runs/array_samples.h"
#include "tests/core/runs/python_check.h"
#include "tests/core/runs/run_samples.h"

#include <QtTest>
#include <chrono>
#include <set>

using namespace overfit;

namespace {

ExperimentConfig a_config() {
    ExperimentConfig config;
    config.name = "MLP, p = 1";
    config.corruption.labels.fraction = 1.0;
    return config;
}

RunHeader a_header(const ExperimentConfig& config) {
    RunHeader header;
    header.config = config;
    header.seeds = resolve_seeds(config);
    header.device = "cpu";
    header.device_name = "a processor";
    header.precision = Precision::Fp32;
    header.threads = 2;
    header.versions = {{"libtorch", "2.11.0"}};
    header.data = {"fashion-mnist", 5, 2, 3, 10, std::string(64, 'd')};
    header.model = {"mlp", 407050};
    header.labels = std::make_shared<LabelRecord>(samples::label_record());
    header.total_steps = 100;
    return header;
}

EpochReport epoch_report(std::int64_t epoch, double test_accuracy, std::optional<double> validation_accuracy = {}) {
    EpochReport report;
    report.metrics.epoch = epoch;
    report.metrics.step = 10 * epoch;
    report.metrics.train_accuracy = 0.5;
    report.metrics.test_accuracy = test_accuracy;
    report.metrics.validation_accuracy = validation_accuracy;
    report.predictions = std::make_shared<Predictions>(Predictions{{0, 1, 2, 3, 4}, {5, 6}, {7, 8, 9}});
    return report;
}

StepReport step_report(std::int64_t step) { return {step, 0.1 * static_cast<double>(step), 1, 2, 0.5, 0.05, 1000}; }

const char* const read_in_python =
    "import sys\n"
    "from tensorboard.backend.event_processing.event_accumulator import EventAccumulator\n"
    "from tensorboard.plugins.hparams import plugin_data_pb2\n"
    "events = EventAccumulator(sys.argv[1])\n"
    "events.Reload()\n"
    "tags = sorted(events.Tags()['scalars'])\n"
    "assert tags == ['images_per_second', 'learning_rate', 'running_accuracy', 'running_loss', 'test_accuracy', "
    "'train_accuracy'], tags\n"
    "assert [(e.step, round(e.value, 3)) for e in events.Scalars('test_accuracy')] == [(0, 0.1), (10, 0.2)]\n"
    "assert [(e.step, e.value) for e in events.Scalars('running_loss')] == [(5, 2.0)]\n"
    "content = events._plugin_to_tag_to_content['hparams']['_hparams_/session_start_info']\n"
    "values = plugin_data_pb2.HParamsPluginData.FromString(content).session_start_info.hparams\n"
    "assert values['corruption.labels.fraction'].number_value == 1.0\n"
    "assert values['model.name'].string_value == 'mlp'\n"
    "assert values['model.hidden'].string_value == '[512]'\n"
    "assert values['model.bias'].bool_value is True\n";

}   // namespace

class TestRunRecorder : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path root_;

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        root_ = folder_->path().toStdString();
    }

    void aRunCanBeReadFromItsFirstMoment() {
        const RunRecorder recorder(a_config(), root_);
        const RunListing run = read_run(recorder.folder());
        QVERIFY(run.record->status == RunStatus::Running);
        QCOMPARE(run.record->name, std::string("MLP, p = 1"));
        QVERIFY(!run.record->versions.at("program").empty());
        QVERIFY(read_run_config(recorder.folder()) == a_config());
        QVERIFY(read_metrics(recorder.folder()).epochs.empty());
        QCOMPARE(lock_holder(recorder.folder())->pid, std::int64_t{::getpid()});
    }

    void twoRunsOfOneNameAndSecondGetTwoFolders() {
        std::set<std::string> folders;
        for (int i = 0; i < 20; ++i) folders.insert(RunRecorder(a_config(), root_).folder().string());
        QCOMPARE(folders.size(), std::size_t{20});
    }

    void curvesAreOnDiskWithinASecond() {
        RunRecorder recorder(a_config(), root_);
        recorder.on_start(a_header(a_config()));
        recorder.on_epoch(epoch_report(0, 0.1));
        recorder.on_step(step_report(5));
        QTest::qSleep(900);
        const RunMetrics metrics = read_metrics(recorder.folder());
        QCOMPARE(metrics.epochs.size(), std::size_t{1});
        QCOMPARE(metrics.steps.size(), std::size_t{1});
    }

    void theSummaryFollowsTheEvaluations() {
        RunRecorder recorder(a_config(), root_);
        recorder.on_start(a_header(a_config()));
        QCOMPARE(read_run(recorder.folder()).record->data->classes, 10);
        QVERIFY(!read_run(recorder.folder()).record->final_metrics);
        recorder.on_epoch(epoch_report(0, 0.1));
        recorder.on_epoch(epoch_report(1, 0.3));
        recorder.on_epoch(epoch_report(2, 0.2));
        QTRY_VERIFY_WITH_TIMEOUT(read_run(recorder.folder()).record->final_metrics.has_value(), 5000);
        const RunRecord record = *read_run(recorder.folder()).record;
        QCOMPARE(record.final_metrics->epoch, std::int64_t{2});
        QCOMPARE(record.best->epoch, std::int64_t{1});
        QVERIFY(record.best->selected_on_test);
        QVERIFY(record.status == RunStatus::Running);
    }

    void aValidationSplitChoosesTheBest() {
        RunRecorder recorder(a_config(), root_);
        recorder.on_start(a_header(a_config()));
        recorder.on_epoch(epoch_report(0, 0.9, 0.1));
        recorder.on_epoch(epoch_report(1, 0.1, 0.9));
        recorder.fail("enough");
        const RunRecord record = *read_run(recorder.folder()).record;
        QCOMPARE(record.best->metric, std::string("validation_accuracy"));
        QCOMPARE(record.best->epoch, std::int64_t{1});
        QVERIFY(!record.best->selected_on_test);
    }

    void anEndWithoutAResultIsAFailure() {
        std::filesystem::path folder;
        {
            RunRecorder recorder(a_config(), root_);
            folder = recorder.folder();
            recorder.on_step(step_report(5));
        }
        const RunRecord record = *read_run(folder).record;
        QVERIFY(record.status == RunStatus::Failed);
        QCOMPARE(record.error, std::string("ended without a result"));
        QCOMPARE(read_metrics(folder).steps.size(), std::size_t{1});
        QVERIFY(!std::filesystem::exists(folder / "lock"));
    }

    void predictionsAreLeftOutWhereNotWanted() {
        ExperimentConfig config = a_config();
        config.evaluation.save_predictions = false;
        RunRecorder recorder(config, root_);
        recorder.on_start(a_header(config));
        recorder.on_epoch(epoch_report(0, 0.1));
        recorder.fail("enough");
        QVERIFY(!std::filesystem::exists(recorder.folder() / "predictions.bin"));
    }

    void aCheckpointComesAfterTheLinesBeforeIt() {
        RunRecorder recorder(a_config(), root_);
        recorder.on_start(a_header(a_config()));
        recorder.on_step(step_report(5));
        recorder.on_checkpoint(samples::checkpoint_at(5));
        QCOMPARE(read_metrics(recorder.folder()).steps.size(), std::size_t{1});   // at once, not a quarter of a second later
    }

    void everyLineOfTheLogHasItsTime() {
        RunRecorder recorder(a_config(), root_);
        recorder.on_phase("reading data");
        RunHeader header = a_header(a_config());
        header.audit.findings = {{FindingLevel::Warning, "scaling", "expected mean 0, found 1"}};
        header.device_note = "this takes long here";
        recorder.on_start(header);
        recorder.fail("broke");
        const QString log = QString::fromStdString(samples::content_of(recorder.folder() / "log.txt"));
        const QRegularExpression line("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z .+$");
        const QStringList lines = log.split('\n', Qt::SkipEmptyParts);
        QVERIFY(lines.size() >= 5);
        for (const QString& text : lines) QVERIFY2(line.match(text).hasMatch(), qPrintable(text));
        QVERIFY(log.contains("reading data"));
        QVERIFY(log.contains("note: this takes long here"));
        QVERIFY(log.contains("audit: warning: scaling: expected mean 0, found 1"));
        QVERIFY(log.contains("failed: broke"));
    }

    void recordingAStepCostsNextToNothing() {
        RunRecorder recorder(a_config(), root_);
        recorder.on_start(a_header(a_config()));
        constexpr int steps = 20000;
        const auto start = std::chrono::steady_clock::now();
        for (int step = 1; step <= steps; ++step) recorder.on_step(step_report(step));
        const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
        recorder.fail("enough");
        qInfo("%.2f microseconds a step", took.count() / steps);
        QVERIFY2(took.count() / steps < 50.0, "a step line shall cost the training thread microseconds");
        QCOMPARE(read_metrics(recorder.folder()).steps.size(), std::size_t{steps});
    }

    void tensorBoardReadsTheRun() {
        const samples::PythonCheck python("tensorboard");
        if (!python.reason.isEmpty()) QSKIP(qPrintable(python.reason));
        RunRecorder recorder(a_config(), root_);
        recorder.on_start(a_header(a_config()));
        recorder.on_epoch(epoch_report(0, 0.1));
        recorder.on_step(step_report(5));
        recorder.on_epoch(epoch_report(1, 0.2));
        recorder.fail("enough");
        const QString problem = python.run(read_in_python, {QString::fromStdString(recorder.folder().string())});
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }
};

QTEST_APPLESS_MAIN(TestRunRecorder)
#include "test_run_recorder.moc"

#include "core/experiment/saved_run_audit.h"
#include "core/runs/labels_file.h"
#include "core/runs/predictions_file.h"
#include "tests/core/experiment/recording_desk.h"

#include <QtTest>
#include <algorithm>

using namespace overfit;

namespace {

bool has(const std::vector<Finding>& findings, const std::string& code) {
    return std::ranges::any_of(findings, [&](const Finding& finding) { return finding.code == code; });
}

ExperimentConfig with_thousand_labels() {
    ExperimentConfig config = small_config();
    config.data.train_examples = 1000;
    config.training.epochs = 2;
    return config;
}

}   // namespace

class TestSavedRunAudit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anHonestRunRaisesNoError() {
        RecordingDesk desk;
        const RecordedRun run = desk.record(with_thousand_labels());
        const SavedRunAudit audit = audit_run_folder(read_run(run.folder));
        QVERIFY(!audit.has_error());
        QVERIFY(audit.was_measured);
        QVERIFY(audit.judged.labels_changed > 850);
        QVERIFY(audit.labels.find("of 1,000 labels differ") != std::string::npos);
    }

    void labelsThatNeverReachedTheTrainingAreAnError() {
        RecordingDesk desk;
        const RecordedRun run = desk.record(with_thousand_labels());
        LabelRecord labels = read_labels(run.folder);
        labels.train.given_labels = labels.train.true_labels;
        write_labels(run.folder, labels);
        const SavedRunAudit audit = audit_run_folder(read_run(run.folder));
        QVERIFY(audit.has_error());
        QVERIFY(has(audit.judged.findings, "labels-not-corrupted"));
        QVERIFY(has(audit.judged.findings, "data-changed"));   // they are not those that the run recorded
        QCOMPARE(audit.judged.labels_changed, std::int64_t{0});
    }

    void whatTheRunFoundOnItsTensorsIsKept() {
        RecordingDesk desk;
        const RecordedRun run = desk.record(with_thousand_labels());
        RunListing listing = read_run(run.folder);
        listing.record->audit->findings.push_back({FindingLevel::Error, "scaling", "mean 0.001; expected 0"});
        const SavedRunAudit audit = audit_run_folder(listing);
        QVERIFY(has(audit.recorded, "scaling"));
        QVERIFY(!has(audit.judged.findings, "scaling"));
        QVERIFY(audit.has_error());
        QVERIFY(has(audit.together().findings, "scaling"));
    }

    void resultsThatDoNotAgreeAreAnError() {
        RecordingDesk desk;
        const RecordedRun run = desk.record(with_thousand_labels());
        const auto told = [&](const std::string& words) {
            return std::ranges::any_of(audit_run_folder(read_run(run.folder)).judged.findings, [&](const Finding& finding) {
                return finding.code == "results-disagree" && finding.message.find(words) != std::string::npos;
            });
        };
        QVERIFY(!told(""));
        const RunRecord honest = *read_run(run.folder).record;
        const auto put_record = [&](const RunRecord& record) {
            samples::put(run.folder / "run.json", run_record_to_json(record));
        };
        RunRecord changed = honest;
        changed.final_metrics->test_accuracy = 0.97;
        put_record(changed);
        QVERIFY(told("test_accuracy of epoch 2: run.json tells 0.97, metrics.jsonl "));
        QVERIFY(told("test_accuracy: run.json tells 0.97, but "));   // of the predictions
        changed.final_metrics->epoch = 7;
        put_record(changed);
        QVERIFY(told("run.json tells the results of epoch 7, of which metrics.jsonl has no line"));
        put_record(honest);
        QVERIFY(!told(""));

        const std::string predictions = samples::content_of(run.folder / "predictions.bin");
        samples::put(run.folder / "predictions.bin",
                     predictions + std::string(shape_of(read_labels(run.folder)).record_bytes(), '\0'));
        QVERIFY(!told(""));   // a torn record that a resumption filled up
        samples::put(run.folder / "predictions.bin", predictions.substr(0, 100));
        QVERIFY(told("predictions.bin is damaged"));
        samples::put(run.folder / "predictions.bin", predictions);
        samples::put(run.folder / "metrics.jsonl", samples::content_of(run.folder / "metrics.jsonl") + "garbage\n");
        QVERIFY(told("metrics.jsonl:"));
    }

    /// Nothing was measured after the resumption: what the run told before stands.
    void aResumedRunThatIsStoppedWhileItsDataAreReadKeepsItsResults() {
        RecordingDesk desk;
        Listener listener;
        listener.stop_after_epochs = 2;
        const RecordedRun run = desk.record(with_thousand_labels(), {}, &listener);
        const RunRecord before = *read_run(run.folder).record;
        QVERIFY(before.status == RunStatus::Cancelled && before.audit);
        fakes::FakeEngine engine;
        Listener stopped;
        stopped.stop.request_stop();
        resume_experiment_with([&]() -> Engine& { return engine; }, run.folder, stopped, stopped.stop.get_token());
        const RunListing listing = read_run(run.folder);
        QVERIFY(listing.record->final_metrics == before.final_metrics);
        QCOMPARE(listing.record->audit->labels_sha256, before.audit->labels_sha256);
        QVERIFY(!has(audit_run_folder(listing).judged.findings, "results-disagree"));
    }

    void aFolderWithoutLabelsTellsWhatIsMissing() {
        RecordingDesk desk;
        const RecordedRun run = desk.record(with_thousand_labels());
        std::filesystem::remove(run.folder / "labels.json");
        const std::string error = error_of([&] { audit_run_folder(read_run(run.folder)); });
        QVERIFY2(error.find("labels.json") != std::string::npos, error.c_str());
    }
};

QTEST_APPLESS_MAIN(TestSavedRunAudit)
#include "test_saved_run_audit.moc"

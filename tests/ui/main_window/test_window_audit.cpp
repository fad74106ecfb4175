// The audit and the key numbers of saved runs, in the live view and as marks in the list.

#include "core/runs/labels_file.h"
#include "core/support/atomic_file.h"
#include "tests/ui/main_window/desk.h"
#include "ui/library/run_columns.h"
#include "ui/library/run_table_model.h"
#include "ui/live/audit_strip.h"
#include "ui/live/live_view.h"
#include "ui/live/progress_line.h"

#include <QLabel>
#include <QPushButton>

using namespace overfit;
using namespace overfit::ui;

namespace {

QString wordsIn(const QWidget* widget) {
    QStringList words;
    for (const auto* label : widget->findChildren<QLabel*>()) words << label->text();
    return words.join(QLatin1Char('\n'));
}

struct AuditDesk : Desk {
    void train(const std::string& name) {
        form()->setConfig(good(name));
        press("Run");
        QTRY_VERIFY(idle());
    }
    QString strip() { return wordsIn(find<AuditStrip>()); }
    ProgressLine* savedLine() { return find<ProgressLine>("savedRun"); }
    std::filesystem::path folderOf(const std::string& name) {
        for (const RunListing& run : runs()) {
            if (run.record && run.record->name == name) return run.folder;
        }
        return {};
    }
    QModelIndex rowOf(const std::string& name) {
        RunTableModel* model = library()->model();
        return model->index(model->rowOf(QString::fromStdString(folderOf(name).string())), 0);
    }
};

/// As a program whose corruption never reached the training would have left its folder.
void restoreTrueLabels(const std::filesystem::path& folder, RunRecord record) {
    LabelRecord labels = read_labels(folder);
    LabelBlock many;
    for (std::uint16_t place = 0; place < 1000; ++place) {
        many.true_labels.push_back(place % 10);
        many.given_labels.push_back(place % 10);
        many.indices.push_back(place);
    }
    labels.train = many;
    write_labels(folder, labels);
    record.audit.reset();
    record.final_metrics->test_accuracy = 0.85;
    atomic_write(folder / "run.json", run_record_to_json(record));
}

}   // namespace

class TestWindowAudit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void afterARestartTheChosenRunShowsItsAuditAndNumbers() {
        AuditDesk desk;
        desk.open();
        desk.train("my run");
        QTRY_VERIFY(desk.strip().contains("of labels changed"));
        QVERIFY(!desk.savedLine()->isVisible());   // the window's own run is told once
        QVERIFY(desk.window->close());
        desk.restart();
        QTRY_VERIFY(desk.find<AuditStrip>()->isVisible());
        QTRY_VERIFY2(desk.strip().contains("100.0 % of labels changed (90.0 % expected)"), qPrintable(desk.strip()));
        QVERIFY(desk.strip().contains("labels in the run's folder"));
        QVERIFY(desk.strip().contains("test accuracy plausible"));
        QVERIFY(desk.savedLine()->isVisible());
        QVERIFY(wordsIn(desk.savedLine()).contains("my run"));
        QVERIFY2(wordsIn(desk.savedLine()).contains("fitted in epoch 5"), qPrintable(wordsIn(desk.savedLine())));
        QVERIFY(wordsIn(desk.savedLine()).contains("train 100.0 %"));
    }

    void labelsThatNeverReachedTheTrainingArePlainToSee() {
        AuditDesk desk;
        desk.open();
        desk.train("honest");
        desk.train("foreign");
        QVERIFY(desk.window->close());
        desk.window.reset();
        const auto folder = desk.folderOf("foreign");
        restoreTrueLabels(folder, *read_run(folder).record);
        desk.restart();
        QTRY_COMPARE(desk.rows(), 2);
        // In the list before anybody selects it, in words and in the table's column.
        QTRY_COMPARE(desk.rowOf("foreign").data(RunTableModel::FindingRole).toInt(), int(FindingLevel::Error));
        QVERIFY(desk.rowOf("foreign").data(RunTableModel::FindingTextRole).toString().contains("labels not corrupted"));
        QVERIFY(desk.rowOf("foreign").data(Qt::AccessibleTextRole).toString().contains("labels not corrupted"));
        QVERIFY(desk.rowOf("foreign").siblingAtColumn(auditColumn()).data().toString().contains("labels not corrupted"));
        QCOMPARE(desk.rowOf("honest").data(RunTableModel::FindingRole).toInt(), -1);
        QTRY_COMPARE(desk.rowOf("honest").siblingAtColumn(auditColumn()).data().toString(), QStringLiteral("passed"));
        desk.clickRun("foreign");
        QTRY_VERIFY(desk.strip().contains("labels not corrupted"));
        // Nobody measured its tensors, so nothing is said of them.
        QVERIFY2(!desk.strip().contains("scaling"), qPrintable(desk.strip()));
        desk.clickRun("honest");
        QTRY_VERIFY(desk.strip().contains("scaling"));
        QVERIFY(!desk.strip().contains("labels not corrupted"));
    }

    void aFolderWithoutLabelsSaysThatTheyCannotBeChecked() {
        AuditDesk desk;
        desk.open();
        desk.train("lost");
        QVERIFY(desk.window->close());
        desk.window.reset();
        std::filesystem::remove(desk.folderOf("lost") / "labels.bin");
        desk.restart();
        QTRY_VERIFY2(desk.strip().contains("labels unchecked"), qPrintable(desk.strip()));
        QVERIFY(desk.strip().contains("labels.bin"));
    }

    void aSavedRunIsLookedAtWhileAnotherTrains() {
        AuditDesk desk;
        desk.open();
        desk.train("saved");
        desk.training->epochs = 100000;
        desk.form()->setConfig(good("long"));
        desk.press("Run");
        QTRY_VERIFY(desk.library()->chosen().size() == 1 && desk.rows() == 2);
        QVERIFY(!desk.savedLine()->isVisible());
        desk.clickRun("saved");
        QTRY_VERIFY(desk.savedLine()->isVisible());
        QVERIFY(wordsIn(desk.savedLine()).contains("saved"));
        QVERIFY(desk.find<LiveView>()->findChild<QPushButton*>("stopTraining")->isVisible());   // of the one that trains
        desk.controller()->requestStop();
        QTRY_VERIFY(desk.idle());
    }
};

QTEST_MAIN(TestWindowAudit)
#include "test_window_audit.moc"

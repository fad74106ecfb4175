#include "core/runs/lock_file.h"
#include "core/runs/this_process.h"
#include "tests/ui/library/sample_library.h"
#include "ui/library/run_actions.h"
#include "ui/session/chosen_runs.h"
#include "ui/session/run_session.h"

#include <QDir>
#include <QLabel>
#include <QSignalSpy>

using namespace overfit;
using namespace overfit::ui;
using namespace overfit::ui::samples;

namespace {

/// The list with the charts' side of it, and a controller that trains nothing by itself.
struct Session : Library {
    explicit Session(const QString& runsDir, TrainFunction train = {}) : Library(runsDir), controller(std::move(train)) {}

    TrainingController controller;
    RunSession session{controller};
    ChosenRuns chosen{view, colours, session};

    std::size_t epochs(std::size_t run = 0) {
        const auto shown = chosen.shown();
        return run < shown.size() ? shown[run].metrics->epochs.size() : 0;
    }
};

/// Until the folders were looked at three times without news: the audit comes after the list.
bool settles(Session& desk) {
    QSignalSpy looked(&desk.view, &RunLibraryView::looked), listed(&desk.view, &RunLibraryView::listed);
    for (int look = 0, quiet = 0; look < 50; ++look) {
        looked.clear();
        listed.clear();
        desk.view.rescan();
        if (!looked.wait()) return false;
        quiet = listed.empty() ? quiet + 1 : 0;
        if (quiet == 3) return true;
    }
    return false;
}

}   // namespace

class TestChosenRuns : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLookThatFindsNothingRedrawsNothing() {
        const QTemporaryDir root;
        const QString a = writeRun(root, record("a", 1));
        Session desk(root.path());
        desk.view.choose({a});
        QTRY_COMPARE(desk.epochs(), std::size_t{2});
        QSignalSpy looked(&desk.view, &RunLibraryView::looked), listed(&desk.view, &RunLibraryView::listed);
        QSignalSpy changed(&desk.chosen, &ChosenRuns::changed);
        const auto look = [&] {
            looked.clear();
            listed.clear();
            changed.clear();
            desk.view.rescan();
            return looked.wait() && listed.empty() && changed.empty();
        };
        QTRY_VERIFY(look());   // once the audit, which comes later, is listed too
        for (int time = 0; time < 3; ++time) QVERIFY(look());
    }

    void curvesOfAnotherProgramsRunGrow() {
        const QTemporaryDir root;
        const QString a = writeRun(root, record("a", 1, RunStatus::Running));
        const RunLock lock(a.toStdString());
        Session desk(root.path());
        desk.view.choose({a});
        QTRY_COMPARE(desk.epochs(), std::size_t{2});
        QVERIFY(settles(desk));
        QSignalSpy looked(&desk.view, &RunLibraryView::looked), listed(&desk.view, &RunLibraryView::listed);
        std::ofstream((a + "/metrics.jsonl").toStdString(), std::ios::app) << epoch_line(fakeEpoch(2, 5)) << "\n";
        desk.view.rescan();
        QTRY_COMPARE(desk.epochs(), std::size_t{3});
        QVERIFY(!looked.isEmpty());
        QCOMPARE(listed.size(), 0);   // its summary is what it was
    }

    void whatTheSessionKnowsStaysUntilTheEndIsListed() {
        const QTemporaryDir root;
        RunRecord run = record("a", 1, RunStatus::Running);
        run.host = host_name();
        run.pid = process_id();
        const QString folder = writeRun(root, run);
        const RunLock lock(folder.toStdString());
        RunSummary summary;
        summary.audit.chance_accuracy = 0.1;
        Session desk(root.path(), [&](const ExperimentConfig&, TrainingObserver&, std::stop_token, const auto& onFolder) {
            onFolder(folder.toStdString());
            return RecordedRun{folder.toStdString(), summary};
        });
        desk.view.choose({folder});
        QTRY_COMPARE(desk.names().size(), 1);
        ExperimentConfig config;
        config.corruption.labels.fraction = 1.0;
        desk.controller.enqueue(config);
        QTRY_COMPARE(desk.controller.state(), TrainingController::State::Idle);
        QCOMPARE(desk.chosen.shown().front().chanceAccuracy, 0.1);
        QVERIFY(desk.chosen.shown().front().hasCorruption);
        QCOMPARE(desk.epochs(), std::size_t{0});   // this session saw none
        // Once it is listed so, the folder tells.
        run.status = RunStatus::Fitted;
        std::ofstream((folder + "/run.json").toStdString()) << run_record_to_json(run);
        desk.view.rescan();
        QTRY_COMPARE(desk.epochs(), std::size_t{2});
        QVERIFY(!desk.chosen.lookedAt());   // the strip still tells how it ended here
        // Also when another process goes on with the run: its curves grow here.
        run.status = RunStatus::Running;
        run.pid = process_id() + 1;
        std::ofstream((folder + "/run.json").toStdString()) << run_record_to_json(run);
        std::ofstream((folder + "/metrics.jsonl").toStdString(), std::ios::app) << epoch_line(fakeEpoch(2, 5)) << "\n";
        desk.view.rescan();
        QTRY_COMPARE(desk.epochs(), std::size_t{3});
        QVERIFY(desk.chosen.lookedAt().has_value());   // and the strip tells of that
    }

    void ofThousandsOfSelectedRunsTheFirstAreDrawn() {
        const QTemporaryDir root;
        for (int place = 0; place < 2000; ++place) writeRun(root, record("run " + std::to_string(place), place % 60));
        Session desk(root.path());
        QTRY_COMPARE_WITH_TIMEOUT(desk.names().size(), 2000, 60000);
        QTest::keyClick(desk.list(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(desk.view.chosen().size(), 2000);
        QCOMPARE(desk.chosen.shown().size(), std::size_t{RunLibraryView::mostCharted});
        const QString counts = desk.view.findChild<QLabel*>("runCounts")->text();
        QVERIFY2(counts.contains("2000 selected, of which the charts show the first 50"), qPrintable(counts));
        QVERIFY(desk.view.runActions().compare->text().contains("50"));
        QTRY_COMPARE(desk.epochs(49), std::size_t{2});
        desk.view.choose(desk.view.chosen().mid(0, 3));
        QVERIFY(!desk.view.findChild<QLabel*>("runCounts")->text().contains("selected"));
    }

    void runsOfOneNameAreToldApartInTheCharts() {
        const QTemporaryDir root;
        QStringList folders;
        for (const double p : {0.0, 0.5}) {
            RunRecord run = record(p > 0 ? "half" : "none", p > 0 ? 1 : 2);
            folders << writeRun(root, run);
            run.name = "preset";
            std::ofstream((folders.back() + "/run.json").toStdString()) << run_record_to_json(run);
            ExperimentConfig config;
            config.name = "preset";
            config.corruption.labels.fraction = p;
            writeConfig(folders.back(), config);
        }
        Session desk(root.path());
        desk.view.choose(folders);
        QTRY_COMPARE(desk.chosen.shown().size(), std::size_t{2});
        QTRY_COMPARE(desk.chosen.shown()[1].name, QStringLiteral("preset (p 0.5)"));
        QCOMPARE(desk.chosen.shown()[0].name, QStringLiteral("preset (p 0)"));
        RunTableModel* model = desk.view.model();
        const QModelIndex row = model->index(model->rowOf(folders[1]), 0);
        QCOMPARE(row.data(RunTableModel::SuffixRole).toString(), QStringLiteral("p 0.5"));
        QVERIFY(row.data(Qt::AccessibleTextRole).toString().contains("preset (p 0.5)"));
        QCOMPARE(row.data().toString(), QStringLiteral("preset"));   // what F2 edits
        // The name is its own again when the other is gone.
        QVERIFY(QDir(folders[0]).removeRecursively());
        desk.view.rescan();
        QTRY_VERIFY(model->index(model->rowOf(folders[1]), 0).data(RunTableModel::SuffixRole).toString().isEmpty());
    }
};

QTEST_MAIN(TestChosenRuns)
#include "test_chosen_runs.moc"

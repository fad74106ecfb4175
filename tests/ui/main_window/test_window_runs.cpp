#include "core/config/presets.h"
#include "tests/ui/main_window/desk.h"
#include "ui/live/live_view.h"
#include "ui/queue/queue_model.h"
#include "ui/queue/queue_view.h"
#include "ui/quick_start/quick_start_page.h"
#include "ui/quick_start/reading_help.h"
#include "ui/session/run_session.h"

#include <QLabel>
#include <QListView>
#include <fstream>

using namespace overfit;
using namespace overfit::ui;

namespace {

/// A run that lasts until it is stopped, with its first epochs behind it.
void runEndlessly(Desk& desk, const char* name) {
    desk.training->epochs = 100000;
    desk.open();
    desk.form()->setConfig(good(name));
    desk.press("Run");
    QTRY_VERIFY(desk.find<RunSession>()->metrics()->epochs.size() > 1);
}

}   // namespace

class TestWindowRuns : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runTrainsShowsTheCurvesAndKeepsTheFolder() {
        Desk desk;
        desk.open();
        desk.form()->setConfig(good("my run"));
        desk.press("Run");
        QVERIFY(!desk.action("Run")->isEnabled());
        QVERIFY(desk.action("Stop")->isEnabled());
        QTRY_VERIFY(desk.idle());
        QVERIFY(desk.action("Run")->isEnabled());
        QVERIFY(!desk.action("Stop")->isEnabled());
        QTRY_COMPARE(desk.rows(), 1);
        QCOMPARE(desk.shown().size(), std::size_t{1});
        QCOMPARE(desk.shown().front().name, QStringLiteral("my run"));
        QCOMPARE(desk.shown().front().metrics->epochs.size(), std::size_t{6});
        QCOMPARE(desk.shown().front().chanceAccuracy, 0.1);
        QVERIFY(desk.shown().front().hasCorruption);
        QCOMPARE(desk.runs().front().record->status, RunStatus::Fitted);
        QVERIFY(desk.status()->text().contains("fitted in epoch 5"));
    }

    void stopEndsTheRunAfterTheBatchAndKeepsIt() {
        Desk desk;
        desk.training->epochs = 100000;
        desk.open();
        desk.form()->setConfig(good("long"));
        QTest::keyClick(desk.window.get(), Qt::Key_R, Qt::ControlModifier);
        QTRY_VERIFY(desk.find<RunSession>()->metrics()->epochs.size() > 2);
        QVERIFY(desk.find<RunSession>()->progress().running);
        QTRY_VERIFY(desk.window->windowTitle().contains("long"));
        QTest::keyClick(desk.window.get(), Qt::Key_Period, Qt::ControlModifier);
        QTRY_VERIFY(desk.idle());
        QCOMPARE(desk.runs().front().record->status, RunStatus::Cancelled);
        const auto last = desk.find<RunSession>()->metrics()->epochs.back().epoch;
        const QString outcome = desk.find<RunSession>()->progress().outcome;
        QVERIFY2(outcome.startsWith(QStringLiteral("stopped in epoch %1").arg(last + 1)), qPrintable(outcome));
    }

    void aStoppedRunGoesOnFromTheListInItsOwnFolder() {
        Desk desk;
        desk.training->epochs = 100000;
        desk.open();
        desk.form()->setConfig(good("long"));
        desk.press("Run");
        QTRY_VERIFY(desk.find<RunSession>()->metrics()->epochs.size() > 2);
        QVERIFY(!desk.action("Resume training")->isEnabled());   // it runs
        desk.controller()->requestStop();
        QTRY_VERIFY(desk.idle());
        const auto before = static_cast<std::size_t>(desk.runs().front().record->final_metrics->epoch);
        QTRY_VERIFY(desk.action("Resume training")->isEnabled());
        desk.form()->setConfig(good("something else"));
        desk.training->epochs = static_cast<int>(before) + 4;
        desk.training->millisecondsPerEpoch = 200;   // the words are seen before those of the end take their place
        desk.action("Resume training")->trigger();
        QTRY_VERIFY(desk.status()->text().contains("long goes on"));
        QTRY_VERIFY(desk.idle());
        QCOMPARE(desk.runs().size(), std::size_t{1});
        QCOMPARE(desk.runs().front().record->status, RunStatus::Fitted);
        // The curves are whole: what was drawn before it stopped, and what came then.
        QCOMPARE(desk.find<RunSession>()->metrics()->epochs.size(), before + 5);
        QCOMPARE(desk.shown().size(), std::size_t{1});
        QCOMPARE(desk.shown().front().metrics->epochs.size(), before + 5);
        QTRY_VERIFY(!desk.action("Resume training")->isEnabled());   // there is nothing left to resume
    }

    void aRunWaitsItsTurnToBeResumedOnce() {
        Desk desk;
        runEndlessly(desk, "first");
        desk.controller()->requestStop();
        QTRY_VERIFY(desk.idle());
        QTRY_VERIFY(desk.action("Resume training")->isEnabled());
        const QString folder = desk.library()->chosen().value(0);
        desk.form()->setConfig(good("second"));
        desk.press("Run");
        desk.library()->choose({folder});
        QTRY_VERIFY(desk.action("Resume training")->isEnabled());
        for (int press = 0; press < 2; ++press) desk.action("Resume training")->trigger();
        QTRY_VERIFY2(desk.status()->text().contains("already"), qPrintable(desk.status()->text()));
        QCOMPARE(desk.controller()->queue().size(), std::size_t{1});

        auto* list = desk.find<QWidget>("queueView")->findChild<QListView*>();
        list->setFocus();
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            if (list->model()->index(row, 0).data(QueueModel::KindRole).toInt() == int(QueueModel::Kind::Waiting))
                list->setCurrentIndex(list->model()->index(row, 0));
        }
        QTest::keyClick(list, Qt::Key_Delete);
        QVERIFY(desk.controller()->queue().empty());
        desk.press("Undo");
        QCOMPARE(desk.controller()->queue().size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(desk.controller()->queue().front().resumed.string()), folder);
        desk.controller()->clearQueue();
        desk.controller()->requestStop();
        QTRY_VERIFY(desk.idle());
    }

    void theQueueRunsOneAfterTheOtherAndOverlaysThem() {
        Desk desk;
        desk.open();
        desk.form()->setConfig(good("first"));
        desk.press("Run");
        desk.form()->setConfig(good("second"));
        desk.press("Queue");
        QVERIFY(desk.find<QWidget>("queueView")->isVisible());
        QVERIFY(desk.action("Queue (1)"));
        QTRY_VERIFY(desk.idle());
        QCOMPARE(desk.training->trained(), (std::vector<std::string>{"first", "second"}));
        QTRY_COMPARE(desk.rows(), 2);
        QCOMPARE(desk.library()->chosen().size(), 2);
        QCOMPARE(desk.shown().size(), std::size_t{2});
        QVERIFY(desk.shown()[0].colour != desk.shown()[1].colour);
    }

    void aFailedRunIsToldInLineAndTheNextOneGoesOn() {
        Desk desk;
        desk.training->failure = "expected 60000 labels, found 59988";
        desk.open();
        desk.form()->setConfig(good("broken"));
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        QVERIFY(desk.message()->isVisible());
        QVERIFY(desk.message()->text().contains("59988"));
        QVERIFY(!QApplication::activeModalWidget());
        QTRY_COMPARE(desk.rows(), 1);
        desk.training->failure.clear();
        desk.press("Run");
        QVERIFY(!desk.message()->isVisible());
        QTRY_COMPARE(desk.rows(), 2);
    }

    /// Its folder goes with it, so it must not stay chosen either.
    void aRefusedRunLeavesWhatWasLookedAt() {
        Desk desk;
        desk.open();
        desk.form()->setConfig(good("fine"));
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        const QStringList chosen = desk.library()->chosen();
        QCOMPARE(chosen.size(), 1);
        desk.training->refusal = "labels.txt: expected 20 labels, found 19";
        desk.form()->setConfig(good("refused"));
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        QVERIFY(desk.message()->text().contains("found 19"));
        QCOMPARE(desk.library()->chosen(), chosen);
        QTRY_COMPARE(desk.rows(), 1);
        QTRY_COMPARE(desk.shown().size(), std::size_t{1});
        QCOMPARE(desk.shown()[0].name, QStringLiteral("fine"));
    }

    void aRefusalGoesWithWhatWasRefused() {
        Desk desk;
        desk.open();
        desk.training->refusal = "labels.txt: expected 20 labels, found 19";
        const auto refuse = [&desk](const char* name) {
            desk.form()->setConfig(good(name));
            desk.press("Run");
            QTRY_VERIFY(desk.idle());
            QTRY_VERIFY(desk.message()->isVisible());
        };
        refuse("refused");
        ExperimentConfig other = desk.form()->config();
        other.seed += 1;
        desk.form()->setConfig(other);
        QVERIFY(!desk.message()->isVisible());
        refuse("again");
        desk.training->refusal.clear();
        desk.controller()->enqueue(good("from the queue"));
        QVERIFY(!desk.message()->isVisible());
        QTRY_VERIFY(desk.idle());
    }

    /// Who comes back to a long queue finds it.
    void aRefusalStaysWhileTheQueueGoesOnByItself() {
        Desk desk;
        desk.open();
        desk.training->failure = "the disk is full";
        desk.training->failsOnly = "broken";
        desk.form()->setConfig(good("broken"));
        desk.press("Run");
        desk.controller()->enqueue(good("next"));
        QTRY_VERIFY(desk.idle());
        QVERIFY(desk.message()->isVisible());
        QVERIFY(desk.message()->text().contains("the disk is full"));
    }

    void closingInMidEpochAsksAndKeepTrainingGoesOn() {
        Desk desk;
        runEndlessly(desk, "precious");
        QVERIFY(!desk.window->close());
        QVERIFY(desk.window->isVisible());
        QVERIFY(desk.message()->text().contains("precious"));
        QVERIFY(!QApplication::activeModalWidget());
        desk.press("Keep training");
        QVERIFY(!desk.message()->isVisible());
        QCOMPARE(desk.controller()->state(), TrainingController::State::Running);
    }

    void theQuestionAtCloseOutlastsAProblem() {
        Desk desk;
        runEndlessly(desk, "precious");
        QVERIFY(!desk.window->close());
        Q_EMIT desk.library()->problemFound("notes.md could not be written");
        QVERIFY2(desk.message()->text().contains("precious"), qPrintable(desk.message()->text()));
        desk.press("Keep training");
        QVERIFY(desk.message()->isVisible());
        QCOMPARE(desk.message()->text(), QStringLiteral("notes.md could not be written"));   // told after the answer
        QVERIFY(!desk.window->close());
        QVERIFY(desk.message()->text().contains("precious"));
    }

    void stopAndCloseLeavesACompleteFolder() {
        Desk desk;
        desk.training->epochs = 100000;
        desk.open();
        desk.form()->setConfig(good("precious"));
        desk.press("Run");
        desk.press("Queue");
        QTRY_VERIFY(desk.find<RunSession>()->metrics()->epochs.size() > 1);
        QVERIFY(!desk.window->close());
        desk.press("Stop and close");
        QVERIFY(!desk.find<QueueView>()->isEnabled());   // its buttons could start another one
        QTRY_VERIFY(!desk.window->isVisible());
        const auto runs = desk.runs();
        QCOMPARE(runs.size(), std::size_t{1});   // the waiting one never began
        QCOMPARE(runs.front().record->status, RunStatus::Cancelled);
        QVERIFY(!runs.front().record->finished.empty());
        QVERIFY(read_metrics(runs.front().folder).problem.empty());
        QVERIFY(!std::filesystem::exists(runs.front().folder / "lock"));
    }

    void destroyingTheWindowWhileTrainingEndsTheRunCleanly() {
        Desk desk;
        runEndlessly(desk, "orphan");
        desk.window.reset();
        QCOMPARE(desk.runs().front().record->status, RunStatus::Cancelled);
    }

    void aBrokenFolderStandsInTheListBesideTheOthers() {
        Desk desk;
        std::filesystem::create_directories(desk.places->runsDir() / "20260101-000000-broken");
        std::ofstream(desk.places->runsDir() / "20260101-000000-broken" / "run.json") << "{";
        desk.open();
        desk.form()->setConfig(good("fine"));
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        QTRY_COMPARE(desk.rows(), 2);
        desk.clickRun("20260101-000000-broken");
        QTRY_VERIFY(desk.find<QLabel>("runProblem")->isVisible());
        QVERIFY(!desk.action("Use its experiment")->isEnabled());
        desk.clickRun("fine");
        QVERIFY(desk.action("Use its experiment")->isEnabled());
    }

    void selectingTwoRunsShowsBothInTheCharts() {
        Desk desk;
        desk.open();
        for (const char* name : {"one", "two", "three"}) {
            desk.form()->setConfig(good(name));
            desk.press("Run");
            QTRY_VERIFY(desk.idle());
        }
        QTRY_COMPARE(desk.rows(), 3);
        desk.clickRun("one");
        QCOMPARE(desk.shown().size(), std::size_t{1});
        desk.clickRun("three", Qt::ControlModifier);
        QCOMPARE(desk.shown().size(), std::size_t{2});
        QTRY_COMPARE(desk.shown()[0].metrics->epochs.size(), std::size_t{6});
        QTRY_COMPARE(desk.shown()[1].metrics->epochs.size(), std::size_t{6});
        QCOMPARE(desk.shown()[0].name, QStringLiteral("one"));
        QCOMPARE(desk.shown()[1].name, QStringLiteral("three"));
        const QColor one = desk.shown()[0].colour;
        desk.clickRun("three");
        desk.clickRun("one", Qt::ControlModifier);
        QCOMPARE(desk.shown()[1].colour, one);   // one colour per run
    }

    void aRunsExperimentFillsTheForm() {
        Desk desk;
        desk.open();
        desk.form()->setConfig(good("original"));
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        QTRY_COMPARE(desk.rows(), 1);
        desk.action("New from default")->trigger();
        QVERIFY(desk.form()->config() == ExperimentConfig{});
        desk.clickRun("original");
        desk.action("Use its experiment")->trigger();
        QTRY_VERIFY(desk.form()->config() == good("original"));
    }
};

QTEST_MAIN(TestWindowRuns)
#include "test_window_runs.moc"

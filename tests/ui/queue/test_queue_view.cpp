#include "tests/ui/main_window/desk.h"
#include "ui/queue/queue_model.h"
#include "ui/queue/queue_notice.h"
#include "ui/queue/queue_view.h"
#include "ui/queue/seeds_dialog.h"
#include "ui/session/run_session.h"

#include <QLabel>
#include <QSpinBox>
#include <QToolButton>
#include <fstream>

using namespace overfit;
using namespace overfit::ui;

namespace {

/// The window with a long run in it and experiments behind that.
class Queue : public Desk {
public:
    Queue() {
        training->epochs = 100000;
        open();
    }
    void fill(std::initializer_list<const char*> names) {
        for (const char* name : names) {
            form()->setConfig(good(name));
            QTest::keyClick(window.get(), Qt::Key_R, Qt::ControlModifier | (idle() ? Qt::NoModifier : Qt::ShiftModifier));
        }
    }
    QueueView* view() { return find<QueueView>(); }
    QListView* list() { return view()->findChild<QListView*>(); }
    QueueNotice* notice() { return find<QueueNotice>(); }
    QStringList rows() {
        QStringList all;
        for (int row = 0; row < list()->model()->rowCount(); ++row) all << list()->model()->index(row, 0).data().toString();
        return all;
    }
    QString current() { return list()->currentIndex().data().toString(); }
    void click(const QString& name) {
        const auto row = rows().indexOf(name);
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {},
                          list()->visualRect(list()->model()->index(static_cast<int>(row), 0)).center());
        list()->setFocus();
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(list(), key, modifiers); }
    QToolButton* rowButton(const QString& name) {
        for (auto* button : view()->findChildren<QToolButton*>()) {
            if (button->accessibleName() == name) return button;
        }
        return nullptr;
    }
};

}   // namespace

class TestQueueView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itComesWithTheFirstThatWaitsAndIsHiddenByHand() {
        Queue queue;
        queue.training->epochs = 3;
        queue.fill({"a"});
        QVERIFY(!queue.view()->isVisible());
        queue.fill({"b"});
        QVERIFY(queue.view()->isVisible());
        QTRY_VERIFY(queue.idle());
        QVERIFY(queue.view()->isVisible());   // what has ended, with its result
        QCOMPARE(queue.rows(), QStringList({"b", "a"}));
        queue.press("Hide");
        QVERIFY(!queue.view()->isVisible());
    }

    void altAndArrowsMoveTheCurrentOne() {
        Queue queue;
        queue.fill({"running", "a", "b", "c"});
        queue.click("c");
        queue.key(Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(queue.rows(), QStringList({"running", "a", "c", "b"}));
        queue.key(Qt::Key_Up, Qt::AltModifier);   // it stays the current one
        QCOMPARE(queue.rows(), QStringList({"running", "c", "a", "b"}));
        queue.key(Qt::Key_Up, Qt::AltModifier);   // no further
        QCOMPARE(queue.rows(), QStringList({"running", "c", "a", "b"}));
        queue.key(Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(queue.rows(), QStringList({"running", "a", "c", "b"}));
        QCOMPARE(queue.current(), QStringLiteral("c"));
        queue.click("running");
        QVERIFY(!queue.rowButton("Move up")->isEnabled());
        QVERIFY(!queue.rowButton("Move down")->isEnabled());
    }

    void aMoveIsUndoneAndDoneAgain() {
        Queue queue;
        queue.fill({"running", "a", "b", "c"});
        queue.click("c");
        queue.key(Qt::Key_Up, Qt::AltModifier);
        queue.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(queue.rows(), QStringList({"running", "a", "b", "c"}));
        queue.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(queue.rows(), QStringList({"running", "a", "c", "b"}));
        QVERIFY(queue.list()->model()->moveRows({}, 3, 1, {}, 1));   // as dragging does
        QCOMPARE(queue.rows(), QStringList({"running", "b", "a", "c"}));
        queue.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(queue.rows(), QStringList({"running", "a", "c", "b"}));
    }

    /// The queue has gone on: the place counts from whom it stood before, not from the beginning.
    void aMoveIsUndoneAfterTheQueueWentOn() {
        Queue queue;
        queue.fill({"running", "a", "b", "c", "d"});
        queue.click("c");
        queue.key(Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(queue.rows(), QStringList({"running", "a", "c", "b", "d"}));
        queue.controller()->requestStop();
        QTRY_COMPARE(queue.controller()->queue().size(), std::size_t{3});
        queue.list()->setFocus();
        queue.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(queue.controller()->queue()[0].config.name, std::string("b"));
        QCOMPARE(queue.controller()->queue()[1].config.name, std::string("c"));
        QCOMPARE(queue.controller()->queue()[2].config.name, std::string("d"));
    }

    void deleteRemovesOneAndUndoBringsItBack() {
        Queue queue;
        queue.fill({"running", "a", "b", "c"});
        queue.click("b");
        queue.key(Qt::Key_Delete);
        QCOMPARE(queue.rows(), QStringList({"running", "a", "c"}));
        QCOMPARE(queue.current(), QStringLiteral("c"));
        queue.press("Undo");
        QCOMPARE(queue.rows(), QStringList({"running", "a", "b", "c"}));
        QCOMPARE(queue.current(), QStringLiteral("b"));
        QVERIFY(!queue.notice()->isVisible());
    }

    void clearForgetsAllAndUndoBringsAllBack() {
        Queue queue;
        queue.fill({"running", "a", "b"});
        queue.action("Clear queue")->trigger();
        QCOMPARE(queue.rows(), QStringList({"running"}));
        QCOMPARE(queue.controller()->state(), TrainingController::State::Running);
        queue.press("Undo");
        QCOMPARE(queue.rows(), QStringList({"running", "a", "b"}));
    }

    void undoStartsNoTrainingByItself() {
        Queue queue;
        queue.fill({"running", "a"});
        queue.click("a");
        queue.key(Qt::Key_Delete);
        queue.controller()->requestStop();
        QTRY_VERIFY(queue.idle());
        queue.action("Undo removing a from the queue")->trigger();
        QVERIFY(queue.idle());
        QVERIFY(queue.notice()->isVisible());
        queue.press("Start");
        QVERIFY(!queue.idle());
        QTRY_COMPARE(queue.training->trained().size(), std::size_t{2});
    }

    void redoRemovesAgain() {
        Queue queue;
        queue.fill({"running", "a", "b"});
        queue.click("a");
        queue.key(Qt::Key_Delete);
        queue.press("Undo");
        queue.action("Redo removing a from the queue")->trigger();
        QCOMPARE(queue.rows(), QStringList({"running", "b"}));
    }

    void enterPullsOneBackIntoTheForm() {
        Queue queue;
        queue.fill({"running", "a", "b"});
        queue.click("a");
        queue.key(Qt::Key_Return);
        QCOMPARE(queue.rows(), QStringList({"running", "b"}));
        QVERIFY(queue.form()->config() == good("a"));
        queue.press("Undo");
        QCOMPARE(queue.rows(), QStringList({"running", "a", "b"}));
    }

    void aFailedOneDoesNotStopTheQueueAndRunsAgain() {
        Queue queue;
        queue.training->epochs = 2;
        queue.training->failure = "the disk is full";
        queue.training->failsOnly = "broken";
        queue.fill({"a", "broken", "b"});
        QTRY_VERIFY(queue.idle());
        QCOMPARE(queue.training->trained(), (std::vector<std::string>{"a", "broken", "b"}));
        queue.training->failure.clear();
        queue.click("broken");
        QVERIFY(queue.list()->currentIndex().data(QueueModel::WordsRole).toString().contains("the disk is full"));
        QTest::mouseClick(queue.rowButton("Run again"), Qt::LeftButton);
        QTRY_VERIFY(queue.idle());
        QCOMPARE(queue.training->trained().back(), std::string("broken (2)"));   // the failed one is kept
        QTRY_COMPARE(queue.runs().size(), std::size_t{4});
    }

    void stoppingTheRunningOneAsksNothingAndTheNextBegins() {
        Queue queue;
        queue.fill({"a", "b"});
        QTRY_VERIFY(queue.find<RunSession>()->metrics()->epochs.size() > 1);
        queue.press("Stop");
        QVERIFY(!queue.message()->isVisible());
        QTRY_COMPARE(queue.rows(), QStringList({"b", "a"}));
        QVERIFY(queue.list()->model()->index(1, 0).data(QueueModel::WordsRole).toString().contains("can be resumed"));
    }

    void aResumedOneStandsThereOnce() {
        Queue queue;
        queue.fill({"a"});
        QTRY_VERIFY(queue.find<RunSession>()->metrics()->epochs.size() > 1);
        const QString folder = queue.find<RunSession>()->folder();
        queue.fill({"b"});
        queue.press("Stop");
        QTRY_COMPARE(queue.rows(), QStringList({"b", "a"}));
        queue.press("Stop");
        QTRY_VERIFY(queue.idle());
        QVERIFY(queue.controller()->resume(folder.toStdString(), good("a")));
        QCOMPARE(queue.rows(), QStringList({"a", "b"}));   // running, and the other that was stopped
    }

    void aRunThatAnotherProgramHasGoneOnWithFollowsTheList() {
        Queue queue;
        queue.fill({"a", "b"});
        QTRY_VERIFY(queue.find<RunSession>()->metrics()->epochs.size() > 1);
        const QString folder = queue.find<RunSession>()->folder();
        queue.press("Stop");
        QTRY_COMPARE(queue.rows(), QStringList({"b", "a"}));
        QTRY_VERIFY(queue.library()->runOf(folder) &&
                    queue.library()->runOf(folder)->record->status == RunStatus::Cancelled);
        RunRecord record = *queue.library()->runOf(folder)->record;
        record.pid += 1;
        record.status = RunStatus::Fitted;
        std::ofstream((folder + "/run.json").toStdString()) << run_record_to_json(record);
        queue.library()->rescan();
        QTRY_VERIFY(queue.list()->model()->index(1, 0).data(QueueModel::WordsRole).toString().contains("fitted in epoch"));
        QVERIFY(queue.settings->endedExperiments().contains("fitted in epoch"));   // and so at the next start
    }

    void whatWaitsSurvivesARestartAndNeverStartsUnasked() {
        Queue queue;
        queue.fill({"running", "a", "b"});
        QVERIFY(!queue.window->close());
        queue.press("Stop and close");
        QTRY_VERIFY(!queue.window->isVisible());
        queue.training->epochs = 2;
        queue.restart();
        QTRY_COMPARE(queue.Desk::rows(), 1);   // the list has read the runs: the window has come to rest
        QVERIFY(queue.idle());
        QCOMPARE(queue.training->trained(), (std::vector<std::string>{"running"}));
        QVERIFY(queue.notice()->isVisible());
        QVERIFY(queue.notice()->accessibleName().startsWith("2 experiments wait from the last session"));
        queue.restart();   // asked nothing: still there
        queue.press("Discard");
        QVERIFY(!queue.notice()->isVisible());
        queue.press("Undo");
        QVERIFY(queue.notice()->isVisible());
        QTest::keyClick(queue.window.get(), Qt::Key_Y, Qt::ControlModifier);
        QVERIFY(!queue.notice()->isVisible());
        QTest::keyClick(queue.window.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(queue.action("Redo discarding what waited"));
        queue.press("Start");
        QVERIFY(!queue.notice()->isVisible());
        QVERIFY(queue.action("Redo") && !queue.action("Redo")->isEnabled());   // nothing is left to be discarded
        QTRY_VERIFY(queue.idle());
        QCOMPARE(queue.training->trained(), (std::vector<std::string>{"running", "a", "b"}));
        queue.restart();
        QVERIFY(!queue.notice()->isVisible());
    }

    void aCrashLosesNothingThatWaits() {
        Queue queue;
        queue.fill({"running", "a"});
        QTRY_COMPARE(queue.settings->waitingExperiments().size(), 1);   // written while it trains
        queue.restart();                                                // without a word of closing
        QVERIFY(queue.notice()->isVisible());
        queue.press("Discard");
        QVERIFY(queue.settings->waitingExperiments().isEmpty());
        QVERIFY(!queue.view()->isVisible());
    }

    void anExperimentOfAnotherVersionIsToldAndKept() {
        Queue queue;
        QVERIFY(queue.window->close());
        queue.settings->setWaitingExperiments({"format: 99\n", QStringLiteral("name: a\n")});
        queue.restart();
        QVERIFY2(queue.notice()->accessibleName().contains("1 of another version can't be read"),
                 qPrintable(queue.notice()->accessibleName()));
        QVERIFY(queue.settings->waitingExperiments().contains("format: 99\n"));
        queue.press("Discard");
        QVERIFY(!queue.settings->waitingExperiments().contains("format: 99\n"));
        queue.press("Undo");
        QVERIFY(queue.settings->waitingExperiments().contains("format: 99\n"));
    }

    void seedsQueueASeriesInOneGo() {
        Queue queue;
        queue.training->epochs = 1;
        queue.form()->setConfig(good("a"));
        queue.action("Queue with seeds...")->trigger();
        auto* dialog = queue.find<SeedsDialog>();
        QVERIFY(dialog->isVisible());
        QVERIFY(!QApplication::activeModalWidget());
        dialog->findChild<QSpinBox*>()->setValue(3);
        QVERIFY(dialog->findChild<QLabel*>() != nullptr);
        QTest::keyClick(dialog->findChild<QSpinBox*>(), Qt::Key_Return);
        QTRY_VERIFY(queue.idle());
        QCOMPARE(queue.training->trained(), (std::vector<std::string>{"a, seed 1", "a, seed 2", "a, seed 3"}));
        QCOMPARE(queue.library()->chosen().size(), 3);   // side by side in the charts
    }
};

QTEST_MAIN(TestQueueView)
#include "test_queue_view.moc"

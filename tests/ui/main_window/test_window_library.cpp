// The list of runs inside the window: what is done there, told in the status bar and found again after a restart.

#include "tests/ui/main_window/desk.h"

#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QStatusBar>
#include <QTreeView>

using namespace overfit;
using namespace overfit::ui;

class TestWindowLibrary : public QObject {
    Q_OBJECT
private:
    QTemporaryDir home_;   // a home and a trash of our own, on the file system of the runs

    static void train(Desk& desk, const std::string& name) {
        const int before = desk.rows();
        desk.form()->setConfig(good(name));
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        QTRY_COMPARE(desk.rows(), before + 1);
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(home_.isValid());
        qputenv("HOME", home_.path().toLocal8Bit());
        qputenv("XDG_DATA_HOME", home_.filePath("data").toLocal8Bit());
    }

    void trashIsToldInTheStatusBarAndItsButtonTakesItBack() {
        Desk desk;
        desk.open();
        train(desk, "one");
        train(desk, "two");
        QVERIFY(!desk.status()->offersUndo());
        desk.clickRun("one");
        QTest::keyClick(desk.library()->findChild<QListView*>(), Qt::Key_Delete);
        QTRY_COMPARE(desk.rows(), 1);
        QTRY_COMPARE(desk.status()->text(), QStringLiteral("Moved one to the trash"));
        QCOMPARE(desk.runs().size(), std::size_t{1});
        QVERIFY(desk.status()->offersUndo());
        desk.press("Undo");
        QTRY_COMPARE(desk.rows(), 2);
        QTRY_COMPARE(desk.status()->text(), QStringLiteral("The run is back from the trash"));
        QCOMPARE(desk.runs().size(), std::size_t{2});
    }

    void anotherMessageTakesTheButtonAway() {
        Desk desk;
        desk.open();
        train(desk, "one");
        desk.clickRun("one");
        desk.action("Archive")->trigger();
        QTRY_VERIFY(desk.status()->offersUndo());
        desk.status()->tell("something else");
        QVERIFY(!desk.status()->offersUndo());
        QVERIFY(desk.action("Undo: archiving one")->isEnabled());   // the menu still has it
    }

    void deleteElsewhereInTheWindowDeletesNoRun() {
        Desk desk;
        desk.open();
        train(desk, "one");
        train(desk, "two");
        desk.clickRun("one");
        desk.form()->setFocus();
        QTest::keyClick(desk.form(), Qt::Key_Delete);
        desk.clickRun("two");
        QTest::keyClick(desk.library()->findChild<QListView*>(), Qt::Key_Delete);
        QTRY_COMPARE(desk.status()->text(),
                     QStringLiteral("Moved two to the trash"));   // one after another: the first would be gone
        QCOMPARE(desk.runs().size(), std::size_t{1});
    }

    void aRestartFindsTheWordsTheTableAndItsColumnsAgain() {
        Desk desk;
        desk.open();
        train(desk, "plain");
        desk.clickRun("plain");
        auto* list = desk.library()->findChild<QListView*>();
        QTest::keyClick(list, Qt::Key_D, Qt::ControlModifier);
        QTest::keyClick(list, Qt::Key_F2);
        auto* editor = list->viewport()->findChild<QLineEdit*>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, "my best");
        QTest::keyClick(editor, Qt::Key_Return);
        QTest::keyClick(desk.window.get(), Qt::Key_T, Qt::ControlModifier);
        QVERIFY(desk.library()->findChild<QTreeView*>()->isVisible());
        const LibraryState left = desk.library()->state();
        QVERIFY(desk.window->close());
        desk.restart();
        QTRY_COMPARE(desk.rows(), 1);
        QVERIFY(desk.library()->findChild<QTreeView*>()->isVisible());
        QCOMPARE(desk.library()->state(), left);
        const RunListing* run = desk.library()->runOf(desk.library()->chosen().value(0));
        QVERIFY(run && run->user.starred);
        QCOMPARE(run->shown_name(), std::string("my best"));
    }
};

QTEST_MAIN(TestWindowLibrary)
#include "test_window_library.moc"

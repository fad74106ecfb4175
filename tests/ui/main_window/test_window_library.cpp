// The list of runs inside the window: what is done there, told in the status bar and found again after a restart.

#include "tests/ui/library/typed_name.h"
#include "tests/ui/main_window/desk.h"
#include "ui/library/run_columns.h"

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

    void undoBringsATrashedRunBackAfterOtherMessages() {
        Desk desk;
        desk.open();
        train(desk, "one");
        desk.clickRun("one");
        auto* list = desk.library()->findChild<QListView*>();
        QTest::keyClick(list, Qt::Key_Delete);
        QTRY_VERIFY(desk.status()->offersUndo());
        desk.status()->tell("something else");
        QVERIFY(!desk.status()->offersUndo());
        QVERIFY(desk.action("Undo moving one to the trash")->isEnabled());
        QTest::keyClick(list, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(desk.runs().size(), std::size_t{1});   // the trash has a thread of its own
        QTRY_COMPARE(desk.rows(), 1);
        QVERIFY(!desk.action("Undo moving one to the trash"));
    }

    void undoGoesBackThroughFormAndRunsInTheirOrder() {
        Desk desk;
        desk.open();
        train(desk, "one");
        desk.clickRun("one");
        desk.action("Archive")->trigger();
        QTRY_VERIFY(desk.status()->offersUndo());
        desk.form()->edit(QStringLiteral("seed"), FieldValue(std::uint64_t{77}));
        QVERIFY(!desk.status()->offersUndo());   // the newest thing to take back is another one now
        auto* list = desk.library()->findChild<QListView*>();
        QTest::keyClick(list, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(desk.form()->config().seed != 77);
        QCOMPARE(desk.rows(), 0);
        QTest::keyClick(list, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(desk.rows(), 1);
        QCOMPARE(desk.status()->text(), QStringLiteral("Undid: archiving one"));
        QTest::keyClick(list, Qt::Key_Y, Qt::ControlModifier);
        QTRY_COMPARE(desk.rows(), 0);
        QTest::keyClick(list, Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(desk.form()->config().seed, std::uint64_t{77});
    }

    void aNewNameIsTakenBackToo() {
        Desk desk;
        desk.open();
        train(desk, "one");
        desk.clickRun("one");
        auto* list = desk.library()->findChild<QListView*>();
        QLineEdit* editor = samples::typeName(list, "best");
        QVERIFY(editor);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(list->currentIndex().data().toString(), QStringLiteral("best"));
        QVERIFY(desk.action("Undo renaming one"));
        QTest::keyClick(list, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(list->currentIndex().data().toString(), QStringLiteral("one"));
        QTest::keyClick(list, Qt::Key_Y, Qt::ControlModifier);
        QTRY_COMPARE(list->currentIndex().data().toString(), QStringLiteral("best"));
    }

    void anUndoByTheMenuTakesTheButtonAway() {
        Desk desk;
        desk.open();
        train(desk, "one");
        desk.clickRun("one");
        desk.action("Archive")->trigger();
        QTRY_VERIFY(desk.status()->offersUndo());
        desk.action("Undo archiving one")->trigger();
        QVERIFY(!desk.status()->offersUndo());
        QTRY_COMPARE(desk.rows(), 1);
    }

    void aNameThatIsBeingTypedIsKeptWhenTheWindowGoes() {
        Desk desk;
        desk.open();
        train(desk, "one");
        desk.clickRun("one");
        const QString folder = desk.library()->chosen().front();
        auto* list = desk.library()->findChild<QListView*>();
        QLineEdit* editor = samples::typeName(list, "best");
        QVERIFY(editor);
        desk.window.reset();
        QCOMPARE(read_user_notes(folder.toStdString()).name, std::string("best"));
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
        QLineEdit* editor = samples::typeName(list, "my best");
        QVERIFY(editor);
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

    void aRestartGivesEveryRunItsColourAgain() {
        Desk desk;
        desk.open();
        train(desk, "one");
        train(desk, "two");
        desk.clickRun("two");
        desk.clickRun("one", Qt::ControlModifier);
        QHash<QString, QColor> before;
        for (const ShownRun& run : desk.shown()) before.insert(run.id, run.colour);
        QCOMPARE(before.size(), 2);
        QVERIFY(desk.window->close());
        desk.restart();
        QTRY_COMPARE(desk.rows(), 2);
        desk.clickRun("one");   // alone, and so the first that is shown
        desk.clickRun("two", Qt::ControlModifier);
        for (const ShownRun& run : desk.shown()) QCOMPARE(run.colour, before.value(run.id));
    }

    void theTableShowsTheAccuraciesOnASmallScreen() {
        Desk desk;
        desk.open().resize(1024, 768);
        train(desk, "one");
        QTest::keyClick(desk.window.get(), Qt::Key_T, Qt::ControlModifier);
        auto* table = desk.library()->findChild<QTreeView*>();
        QTRY_VERIFY(table->isVisible());
        for (const char* key : {"name", "train_accuracy", "test_accuracy"}) {
            const int column = columnOf(QLatin1String(key));
            const auto seen = [&] {
                const int left = table->columnViewportPosition(column);
                return left >= 0 && left + table->columnWidth(column) <= table->viewport()->width();
            };
            QTRY_VERIFY2(seen(), key);
        }
        QTest::keyClick(desk.window.get(), Qt::Key_T, Qt::ControlModifier);
        QTRY_VERIFY(desk.library()->width() < 300);   // cards need less
    }
};

QTEST_MAIN(TestWindowLibrary)
#include "test_window_library.moc"

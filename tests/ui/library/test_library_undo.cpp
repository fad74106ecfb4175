#include "core/support/atomic_file.h"
#include "tests/ui/library/sample_library.h"
#include "ui/library/library_empty_page.h"
#include "ui/library/run_actions.h"
#include "ui/library/user_words.h"

#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace overfit;
using namespace overfit::ui;
using namespace overfit::ui::samples;

namespace {

/// What the view offers to take back, as the window hears it.
struct Offers {
    explicit Offers(RunLibraryView& view) {
        QObject::connect(&view, &RunLibraryView::undoOffered, &view,
                         [this](const QString& text, const QString&, const auto& undo, const auto& redo) {
                             done << text;
                             last = undo;
                             again = redo;
                         });
    }
    QStringList done;
    std::function<void()> last, again;
};

}   // namespace

class TestLibraryUndo : public QObject, LibraryHome {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { makeHome(); }
    void init() { makeRuns(); }

    void archivedRunsLeaveTheListAndComeBack() {
        const QString a = add("a", 1);
        add("b", 2);
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 2);
        Offers undo(library.view);
        library.click("a");
        QTest::keyClick(library.list(), Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(library.names(), QStringList({"b"}));
        QVERIFY(!library.view.chosen().contains(a));
        QTRY_VERIFY_WITH_TIMEOUT(wordsOf(a).archived, diskPatience);
        QCOMPARE(undo.done.size(), 1);
        QVERIFY(library.view.findChild<QLabel*>("runCounts")->text().contains("1 archived"));
        undo.last();
        QCOMPARE(library.names(), QStringList({"b", "a"}));
        QCOMPARE(library.view.chosen(), QStringList({a}));
        QTRY_VERIFY_WITH_TIMEOUT(!wordsOf(a).archived, diskPatience);
        for (const char* name : {"a", "b"}) {
            library.click(name);
            QTest::keyClick(library.list(), Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        }
        auto* page = library.view.findChild<LibraryEmptyPage*>();
        QVERIFY(page->isVisible());
        QCOMPARE(page->reason(), LibraryEmptyPage::Reason::AllArchived);
        for (auto* button : page->findChildren<QPushButton*>()) {
            if (button->isVisible()) QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(library.names(), QStringList({"b", "a"}));
    }

    void severalGoToTheTrashAndUndoBringsThemBack() {
        const QString a = add("a", 1), b = add("b", 2);
        add("c", 3);
        const QString d = add("d", 4);
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 4);
        Offers undo(library.view);
        library.click("a");
        library.click("b", Qt::ControlModifier);
        QTest::keyClick(library.list(), Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(undo.done.size(), 1, diskPatience);
        QTRY_COMPARE(library.names(), QStringList({"d", "c"}));
        QVERIFY(!QFileInfo::exists(a) && !QFileInfo::exists(b));
        QCOMPARE(undo.done[0], QStringLiteral("Moved 2 runs to the trash"));
        library.click("d");
        undo.last();
        QTRY_COMPARE_WITH_TIMEOUT(library.names(), QStringList({"d", "c", "b", "a"}), diskPatience);
        QVERIFY(QFileInfo::exists(a + "/run.json"));
        QCOMPARE(library.view.chosen(), QStringList({a, b, d}));   // the others stay chosen
    }

    /// What the keys act on next is what is selected and shown.
    void theNextRunStandsInForTheOneThatLeft() {
        const QString a = add("a", 1), b = add("b", 2), c = add("c", 3);
        Library library(runs_);
        QTRY_COMPARE(library.names(), QStringList({"c", "b", "a"}));
        Offers undo(library.view);
        library.click("b");
        QTest::keyClick(library.list(), Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(undo.done.size(), 1, diskPatience);
        QTRY_COMPARE(library.names(), QStringList({"c", "a"}));
        QCOMPARE(library.view.chosen(), QStringList({a}));   // below; above at the end of the list
        QCOMPARE(library.view.lookedAt(), a);
        QTest::keyClick(library.list(), Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(undo.done.size(), 2, diskPatience);
        QTRY_COMPARE(library.names(), QStringList({"c"}));
        QCOMPARE(library.view.chosen(), QStringList({c}));
        undo.last();
        QTRY_COMPARE_WITH_TIMEOUT(library.names(), QStringList({"c", "a"}), diskPatience);
        QCOMPARE(library.view.chosen(), QStringList({a}));
        library.view.runActions().archive->trigger();
        QCOMPARE(library.view.chosen(), QStringList({c}));
        undo.last();
        QCOMPARE(library.view.chosen(), QStringList({a}));
    }

    void takingBackTwiceChoosesWhatWasChosenFirst() {
        add("a", 1);
        const QString b = add("b", 2);
        add("c", 3);
        Library library(runs_);
        QTRY_COMPARE(library.names(), QStringList({"c", "b", "a"}));
        Offers undo(library.view);
        library.click("b");
        std::vector<std::function<void()>> steps;
        for (int time = 1; time <= 2; ++time) {
            QTest::keyClick(library.list(), Qt::Key_Delete);
            QTRY_COMPARE_WITH_TIMEOUT(undo.done.size(), time, diskPatience);
            steps.push_back(undo.last);
        }
        steps[1]();
        QTRY_COMPARE_WITH_TIMEOUT(library.names(), QStringList({"c", "a"}), diskPatience);
        steps[0]();
        QTRY_COMPARE_WITH_TIMEOUT(library.names(), QStringList({"c", "b", "a"}), diskPatience);
        QCOMPARE(library.view.chosen(), QStringList({b}));
    }

    void whatWasTrashedAndTakenBackGoesAgain() {
        const QString a = add("a", 1);
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 1);
        Offers undo(library.view);
        library.click("a");
        QTest::keyClick(library.list(), Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(undo.done.size(), 1, diskPatience);
        for (int time = 0; time < 2; ++time) {
            undo.last();
            QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(a + "/run.json"), diskPatience);
            undo.again();
            QTRY_VERIFY_WITH_TIMEOUT(!QFileInfo::exists(a), diskPatience);
        }
        QTRY_COMPARE(library.names().size(), 0);
        QCOMPARE(undo.done.size(), 1);   // one step, back and forth
    }

    void aRunWhosePlaceIsTakenComesBackOnceThatIsFree() {
        const QString a = add("a", 1);
        add("b", 2);
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 2);
        Offers undo(library.view);
        QSignalSpy problems(&library.view, &RunLibraryView::problemFound);
        library.click("a");
        QTest::keyClick(library.list(), Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(undo.done.size(), 1, diskPatience);
        QVERIFY(QDir().mkpath(a));
        undo.last();
        QTRY_COMPARE_WITH_TIMEOUT(problems.size(), 1, diskPatience);
        QVERIFY(problems[0][0].toString().contains("its place is taken"));
        QCOMPARE(undo.done.size(), 2);
        QVERIFY(QDir().rmdir(a));
        undo.last();
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(a + "/run.json"), diskPatience);
    }

    void wordsAreTakenBackRunByRunAndOthersStay() {
        const QString a = add("a", 1), b = add("b", 2);
        write_user_notes(a.toStdString(), {.name = {}, .tags = {"paper"}, .colour = {}, .starred = true, .archived = false});
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 2);
        Offers undo(library.view);
        library.click("a");
        library.click("b", Qt::ControlModifier);
        library.view.runActions().star->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(wordsOf(b).starred, diskPatience);
        UserNotes meanwhile = wordsOf(b);
        meanwhile.tags = {"by another program"};
        write_user_notes(b.toStdString(), meanwhile);
        undo.last();
        QTRY_VERIFY_WITH_TIMEOUT(!wordsOf(b).starred, diskPatience);
        QVERIFY(wordsOf(a).starred);   // had one before
        QCOMPARE(wordsOf(b).tags, (std::vector<std::string>{"by another program"}));
        QCOMPARE(wordsOf(a).tags, (std::vector<std::string>{"paper"}));
        undo.again();
        QTRY_VERIFY_WITH_TIMEOUT(wordsOf(b).starred, diskPatience);
    }

    void tagsOfOtherProgramsStayWhenOneIsTakenBack() {
        const UserNotes before{.name = {}, .tags = {"paper"}, .colour = {}, .starred = false, .archived = false};
        UserNotes after = before;
        after.tags = {"odd"};
        UserNotes now = after;
        now.tags = {"odd", "by another program"};
        const auto back = wordsBackTo(before, after);
        QVERIFY(back);
        (*back)(now);
        QCOMPARE(now.tags, (std::vector<std::string>{"by another program", "paper"}));
        QVERIFY(!wordsBackTo(before, before));
    }

    void wordsOfARunThatComesBackFromTheTrashAreWrittenThen() {
        const QString a = add("a", 1);
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 1);
        Offers undo(library.view);
        library.click("a");
        library.view.runActions().star->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(wordsOf(a).starred, diskPatience);
        const auto unstar = undo.last;
        QTest::keyClick(library.list(), Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(undo.done.size(), 2, diskPatience);
        QSignalSpy problems(&library.view, &RunLibraryView::problemFound);
        undo.last();
        unstar();   // at once: the folder is on its way
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(a + "/run.json") && !wordsOf(a).starred, diskPatience);
        QVERIFY(problems.isEmpty());
    }
};

QTEST_MAIN(TestLibraryUndo)
#include "test_library_undo.moc"

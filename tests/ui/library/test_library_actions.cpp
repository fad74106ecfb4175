#include "core/runs/lock_file.h"
#include "core/runs/notes_file.h"
#include "core/support/atomic_file.h"
#include "tests/ui/library/sample_library.h"
#include "ui/library/library_empty_page.h"
#include "ui/library/run_actions.h"
#include "ui/library/run_words_panel.h"

#include <QCompleter>
#include <QContextMenuEvent>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace overfit;
using namespace overfit::ui;
using namespace overfit::ui::samples;

class TestLibraryActions : public QObject, LibraryHome {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { makeHome(); }
    void init() { makeRuns(); }

    void oneKeyStarsAllThatAreSelected() {
        const QString a = add("a", 1), b = add("b", 2);
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 2);
        library.click("a");
        library.click("b", Qt::ControlModifier);
        QTest::keyClick(library.list(), Qt::Key_D, Qt::ControlModifier);
        QVERIFY(library.row("a").data(RunTableModel::StarRole).toBool());   // at once, before it is written
        QTRY_VERIFY_WITH_TIMEOUT(wordsOf(a).starred && wordsOf(b).starred, diskPatience);
        QVERIFY(library.action("Remove star"));
        QTest::keyClick(library.list(), Qt::Key_D, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!wordsOf(a).starred && !wordsOf(b).starred, diskPatience);
    }

    void tagsAreTypedCompletedAndTakenOff() {
        const QString a = add("a", 1), b = add("b", 2);
        UserNotes notes;
        notes.tags = {"paper"};
        write_user_notes(a.toStdString(), notes);
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 2);
        library.click("a");
        library.click("b", Qt::ControlModifier);
        QTest::keyClick(library.list(), Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        auto* field = library.view.findChild<QLineEdit*>("tagField");
        QVERIFY(field->isVisible() && field->hasFocus());
        QCOMPARE(field->completer()->model()->index(0, 0).data().toString(), QStringLiteral("paper"));
        QTest::keyClicks(field, "odd, paper");
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(wordsOf(a).tags, (std::vector<std::string>{"paper", "odd"}), diskPatience);
        QTRY_COMPARE_WITH_TIMEOUT(wordsOf(b).tags, (std::vector<std::string>{"odd", "paper"}), diskPatience);
        QTRY_COMPARE_WITH_TIMEOUT(library.row("b").data(RunTableModel::TagsRole).toStringList(),
                                  QStringList({"odd", "paper"}), diskPatience);
        QToolButton* chip = nullptr;
        for (auto* button : library.view.findChildren<QToolButton*>()) {
            if (button->accessibleName() == QLatin1String("Take the tag odd off") && button->isVisible()) chip = button;
        }
        QVERIFY(chip);
        QTest::mouseClick(chip, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(wordsOf(a).tags, (std::vector<std::string>{"paper"}), diskPatience);
        QTRY_COMPARE_WITH_TIMEOUT(wordsOf(b).tags, (std::vector<std::string>{"paper"}), diskPatience);
    }

    void notesAreSavedWhileOneTypesAndFoundAgain() {
        const QString a = add("a", 1);
        add("b", 2);
        {
            Library library(runs_);
            QTRY_COMPARE(library.names().size(), 2);
            library.click("a");
            QTest::keyClick(library.list(), Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
            auto* editor = library.view.findChild<QPlainTextEdit*>("runNotes");
            QVERIFY(editor->hasFocus());
            QTest::keyClicks(editor, "seed 3 looks odd");
            QTRY_COMPARE_WITH_TIMEOUT(read_notes(a.toStdString()), std::string("seed 3 looks odd"), diskPatience);
            QTRY_COMPARE_WITH_TIMEOUT(library.view.findChild<QLabel*>("notesState")->text(), QStringLiteral("Saved"),
                                      diskPatience);
            QTest::keyClicks(editor, ", again");
            library.click("b");   // leaving saves at once
            QTRY_COMPARE_WITH_TIMEOUT(read_notes(a.toStdString()), std::string("seed 3 looks odd, again"), diskPatience);
            QCOMPARE(editor->toPlainText(), QString());
            library.click("a");
            QCOMPARE(editor->toPlainText(), QStringLiteral("seed 3 looks odd, again"));
            QTest::keyClick(editor, Qt::Key_End, Qt::ControlModifier);
            QTest::keyClicks(editor, ".");
        }   // so does closing the window
        QCOMPARE(read_notes(a.toStdString()), std::string("seed 3 looks odd, again."));
        Library library(runs_);
        library.view.focusSearch();
        QTest::keyClicks(QApplication::focusWidget(), "notes:odd");
        QTRY_COMPARE(library.names(), QStringList({"a"}));
    }

    void anotherProgramsNotesAreNotOverwritten() {
        const QString a = add("a", 1);
        add("b", 2);
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 2);
        library.click("a");
        QTest::keyClick(library.list(), Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
        auto* editor = library.view.findChild<QPlainTextEdit*>("runNotes");
        QTest::keyClicks(editor, "mine");
        write_notes(a.toStdString(), "theirs");
        auto* state = library.view.findChild<QLabel*>("notesState");
        QTRY_VERIFY_WITH_TIMEOUT(state->text().contains("another program"), diskPatience);
        QCOMPARE(read_notes(a.toStdString()), std::string("theirs"));
        QCOMPARE(editor->toPlainText(), QStringLiteral("mine"));
        // Typing on after another run was shown does not make their text the one that was typed over.
        library.view.rescan();
        QTRY_COMPARE_WITH_TIMEOUT(library.view.model()->find(a)->notes, std::string("theirs"), diskPatience);
        library.click("b");
        library.click("a");
        QCOMPARE(editor->toPlainText(), QStringLiteral("mine"));
        QTest::keyClicks(editor, "x");
        QTest::keyClick(editor, Qt::Key_Backspace);
        library.view.findChild<RunWordsPanel*>()->save();
        QTRY_VERIFY_WITH_TIMEOUT(state->text().contains("another program"), diskPatience);
        QCOMPARE(read_notes(a.toStdString()), std::string("theirs"));
        QToolButton* keep = nullptr;
        for (auto* button : library.view.findChildren<QToolButton*>()) {
            if (button->text() == QLatin1String("Keep mine")) keep = button;
        }
        QVERIFY(keep && keep->isVisible());
        QTest::mouseClick(keep, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(read_notes(a.toStdString()), std::string("mine"), diskPatience);
    }

    void wordsThatCannotBeSavedAreToldAndKept() {
        const QString a = add("a", 1);
        std::ofstream((a + "/user.json").toStdString()) << "{\"name\": ";   // damaged: must not be overwritten
        QVERIFY(QDir(a).mkdir("notes.md"));
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 1);
        QSignalSpy problems(&library.view, &RunLibraryView::problemFound);
        library.click("a");
        QTest::keyClick(library.list(), Qt::Key_D, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(problems.size(), 1, diskPatience);
        QVERIFY2(problems[0][0].toString().contains("user.json"), qPrintable(problems[0][0].toString()));
        QTRY_VERIFY_WITH_TIMEOUT(!library.row("a").data(RunTableModel::StarRole).toBool(),
                                 diskPatience);   // shows what the folder holds
        QCOMPARE(read_file((a + "/user.json").toStdString()), std::string("{\"name\": "));
        QTest::keyClick(library.list(), Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(library.view.findChild<QLabel*>("notesState")->text().contains("notes.md"));
        QVERIFY(!library.view.findChild<QPlainTextEdit*>("runNotes")->isVisible());
    }

    void aChosenColourIsTheSameEverywhereAndAutomaticTakesItBack() {
        const QString a = add("a", 1);
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 1);
        library.click("a");
        entryOf(library.view.runActions().colours(), "Forest")->trigger();
        QCOMPARE(library.colours.colourOf(a), QColor("#228833"));
        QTRY_COMPARE_WITH_TIMEOUT(wordsOf(a).colour, std::string("#228833"), diskPatience);
        entryOf(library.view.runActions().colours(), "Automatic")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(wordsOf(a).colour, std::string(), diskPatience);
        QTRY_VERIFY(library.colours.colourOf(a) != QColor("#228833"));
    }

    void deleteInTheSearchFieldDeletesLettersOnly() {
        const QString a = add("a", 1), b = add("b", 2);
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 2);
        library.click("a");
        library.view.focusSearch();
        QTest::keyClicks(QApplication::focusWidget(), "a");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Home);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
        QTRY_COMPARE(library.names().size(), 2);
        library.click("b");
        QTest::keyClick(library.list(), Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(!QFileInfo::exists(b), diskPatience);   // one after another: a would be gone
        QVERIFY(QFileInfo::exists(a));
    }

    void aRunningOneStaysAndSaysWhy() {
        const QString a = writeRun(runs_, record("a", 1, RunStatus::Running));
        const RunLock lock(a.toStdString());
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 1);
        QSignalSpy problems(&library.view, &RunLibraryView::problemFound);
        library.click("a");
        QTest::keyClick(library.list(), Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(problems.size(), 1, diskPatience);
        QVERIFY(problems[0][0].toString().contains("still being written"));
        QVERIFY(QFileInfo::exists(a));
    }

    void theUsersWordsAreNotWrittenIntoStrangersFolders() {
        QVERIFY(QDir(runs_).mkdir("holiday"));
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 1);
        library.click("holiday");
        const RunActions& actions = library.view.runActions();
        for (const QAction* action : {actions.star, actions.editTags, actions.editNotes, actions.archive, actions.rename}) {
            QVERIFY2(!action->isEnabled(), qPrintable(action->text()));
        }
        QVERIFY(QDir(runs_ + "/holiday").isEmpty());
    }

    void twoSelectedRunsOfferToCompareThem() {
        const QString a = add("a", 1), b = add("b", 2);
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 2);
        auto* button = library.view.findChild<QPushButton*>("compareButton");
        library.click("b");
        QVERIFY(!button->isVisible());
        library.click("a", Qt::ControlModifier);
        QVERIFY(button->isVisible());
        QCOMPARE(button->text().remove('&'), QStringLiteral("Compare 2"));
        QSignalSpy compared(&library.view, &RunLibraryView::compareRequested);
        QTest::mouseClick(button, Qt::LeftButton);
        QTest::keyClick(library.list(), Qt::Key_K, Qt::ControlModifier);
        QCOMPARE(compared.size(), 2);
        QCOMPARE(compared[1][0].toStringList(), QStringList({b, a}));   // in the order of choice
    }

    void aSearchThatFindsNothingOffersToClearIt() {
        add("a", 1);
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 1);
        library.view.focusSearch();
        QTest::keyClicks(QApplication::focusWidget(), "nothing like this");
        auto* page = library.view.findChild<LibraryEmptyPage*>();
        QVERIFY(page->isVisible());
        QVERIFY(page->findChild<QLabel*>()->text().contains("nothing like this"));
        for (auto* button : page->findChildren<QPushButton*>()) {
            if (button->isVisible()) QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(library.names(), QStringList({"a"}));
        QVERIFY(library.list()->isVisible());
    }

    void severalRootsAreListedTogetherAndRunsFromElsewhereCanGo() {
        add("a", 1);
        const QTemporaryDir second, third;
        writeRun(second, record("b", 2));
        const QString c = writeRun(third, record("c", 3));
        Library library(runs_);
        library.view.setRoots({runs_, second.path()});
        library.view.openFolders({c});
        QTRY_COMPARE(library.names(), QStringList({"c", "b", "a"}));
        library.click("b");
        QVERIFY(!library.view.runActions().takeOff->isEnabled());
        library.click("c");
        library.view.runActions().takeOff->trigger();
        QTRY_COMPARE(library.names(), QStringList({"b", "a"}));
        QVERIFY(QFileInfo::exists(c));
        QVERIFY(library.view.elsewhere().isEmpty());
    }

    void aRunsExperimentIsGiven() {
        ExperimentConfig config;
        config.name = "original";
        writeConfig(add("a", 1), config);
        add("b", 2);   // without config.yaml
        Library library(runs_);
        QTRY_COMPARE(library.names().size(), 2);
        QSignalSpy given(&library.view, &RunLibraryView::experimentRequested);
        QSignalSpy problems(&library.view, &RunLibraryView::problemFound);
        library.click("a");
        library.view.runActions().useExperiment->trigger();
        QTRY_COMPARE(given.size(), 1);
        QVERIFY(given[0][0].value<ExperimentConfig>() == config);
        library.click("b");
        library.view.runActions().useExperiment->trigger();
        QTRY_COMPARE(problems.size(), 1);
        QCOMPARE(given.size(), 1);
        QVERIFY(problems[0][0].toString().contains("config.yaml"));
    }

    void aGreyActionSaysWhy() {
        add("fitted", 2);
        writeRun(runs_, record("stopped", 1, RunStatus::Cancelled));
        Library library(runs_);
        const QAction* resume = library.view.runActions().resume;
        QTRY_COMPARE(library.names().size(), 2);
        library.click("fitted");
        QVERIFY(!resume->isEnabled());
        QCOMPARE(resume->toolTip(), QStringLiteral("This run is fitted: there is nothing to resume."));
        QCOMPARE(resume->statusTip(), resume->toolTip());
        library.click("stopped");
        QVERIFY(resume->isEnabled());
        QVERIFY2(resume->toolTip().startsWith("Go on where the run stopped"), qPrintable(resume->toolTip()));
        QTest::keyClick(library.list(), Qt::Key_A, Qt::ControlModifier);
        QVERIFY(!resume->isEnabled());
        QCOMPARE(resume->statusTip(), QStringLiteral("Select a single run; 2 are selected."));
        QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(5, 5), QPoint(5, 5));
        QApplication::sendEvent(&library.view, &event);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu && menu->toolTipsVisible());
        menu->close();
    }

    void everyActionHasWordsAndStandsInTheMenu() {
        Library library(runs_);
        const RunActions& actions = library.view.runActions();
        const QList<QAction*> menu = actions.inMenu() + actions.inViewMenu();
        for (const QAction* action : actions.findChildren<QAction*>(QString(), Qt::FindDirectChildrenOnly)) {
            QVERIFY2(menu.contains(const_cast<QAction*>(action)), qPrintable(action->text()));
            QVERIFY2(!action->statusTip().isEmpty(), qPrintable(action->text()));
        }
    }
};

QTEST_MAIN(TestLibraryActions)
#include "test_library_actions.moc"

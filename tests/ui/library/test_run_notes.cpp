// Notes that nobody may lose: between two programs, over a restart, letter by letter.

#include "core/runs/notes_file.h"
#include "core/support/atomic_file.h"
#include "tests/ui/library/sample_library.h"
#include "ui/library/run_words_panel.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QToolButton>

using namespace overfit;
using namespace overfit::ui;
using namespace overfit::ui::samples;

namespace {

struct Notebook : Library {
    using Library::Library;

    QPlainTextEdit* editor() { return view.findChild<QPlainTextEdit*>("runNotes"); }
    QString state() { return view.findChild<QLabel*>("notesState")->text(); }
    void openNotesOf(const QString& name) {
        click(name);
        QTest::keyClick(list(), Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    }
    QToolButton* button(const QString& text) {
        for (auto* button : view.findChildren<QToolButton*>()) {
            if (button->text() == text) return button;
        }
        return nullptr;
    }
};

}   // namespace

class TestRunNotes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTextInConflictIsOfferedAgainAtTheNextStart() {
        const QTemporaryDir root;
        const QString a = writeRun(root, record("a", 1));
        QByteArray kept;
        {
            Notebook session(root.path());
            QTRY_COMPARE(session.names().size(), 1);
            session.openNotesOf("a");
            QTest::keyClicks(session.editor(), "mine");
            write_notes(a.toStdString(), "theirs");
            QTRY_VERIFY_WITH_TIMEOUT(session.state().contains("another program"), diskPatience);
            kept = session.view.unsavedNotes();
        }
        QCOMPARE(read_notes(a.toStdString()), std::string("theirs"));
        Notebook next(root.path());
        QSignalSpy problems(&next.view, &RunLibraryView::problemFound);
        next.view.restoreUnsavedNotes(kept);
        QTRY_COMPARE_WITH_TIMEOUT(problems.size(), 1, diskPatience);
        QVERIFY2(problems[0][0].toString().contains("notes on a are kept"), qPrintable(problems[0][0].toString()));
        next.openNotesOf("a");
        QCOMPARE(next.editor()->toPlainText(), QStringLiteral("mine"));
        QTRY_VERIFY_WITH_TIMEOUT(next.state().contains("another program"), diskPatience);
        QVERIFY(next.button("Take theirs")->isVisible());
        QTest::mouseClick(next.button("Keep mine"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(read_notes(a.toStdString()), std::string("mine"), diskPatience);
        QTRY_COMPARE_WITH_TIMEOUT(next.state(), QStringLiteral("Saved"), diskPatience);
        QVERIFY(next.view.unsavedNotes().isEmpty());
    }

    void aTextThatOnlyWaitedIsWrittenAtTheNextStart() {
        const QTemporaryDir root;
        const QString a = writeRun(root, record("a", 1));
        Notebook session(root.path());
        QSignalSpy problems(&session.view, &RunLibraryView::problemFound);
        session.view.restoreUnsavedNotes(toJson(UnsavedNotes{{a, {"typed last time", ""}}}));
        QTRY_COMPARE_WITH_TIMEOUT(read_notes(a.toStdString()), std::string("typed last time"), diskPatience);
        QTRY_VERIFY_WITH_TIMEOUT(session.view.unsavedNotes().isEmpty(), diskPatience);
        QVERIFY(problems.isEmpty());
    }

    void aConflictIsToldAlsoWhereThePanelIsClosed() {
        const QTemporaryDir root;
        const QString a = writeRun(root, record("a", 1));
        Notebook session(root.path());
        QTRY_COMPARE(session.names().size(), 1);
        QSignalSpy problems(&session.view, &RunLibraryView::problemFound);
        session.openNotesOf("a");
        QTest::keyClicks(session.editor(), "mine");
        write_notes(a.toStdString(), "theirs");
        QTest::keyClick(session.editor(), Qt::Key_Escape);   // saves and closes
        QTRY_VERIFY_WITH_TIMEOUT(!problems.isEmpty(), diskPatience);
        QVERIFY(problems[0][0].toString().contains("another program"));
        QVERIFY(!session.view.unsavedNotes().isEmpty());
    }

    void noBreakSpacesStay() {
        const QTemporaryDir root;
        const QString a = writeRun(root, record("a", 1));
        const std::string before = "90\u00a0% of the labels\nare wrong";
        write_notes(a.toStdString(), before);
        Notebook session(root.path());
        QTRY_COMPARE(session.names().size(), 1);
        session.openNotesOf("a");
        QTRY_VERIFY(!session.editor()->toPlainText().isEmpty());
        QTest::keyClicks(session.editor(), ".");
        QTRY_COMPARE_WITH_TIMEOUT(read_notes(a.toStdString()), before + ".", diskPatience);
    }

    void damagedSettingsAreNoNotes() {
        QVERIFY(unsavedNotesFrom("{").isEmpty());
        QVERIFY(unsavedNotesFrom("{\"/runs/a\": 3}").isEmpty());
        const UnsavedNotes notes{{"/runs/a", {"text", "before"}}};
        QCOMPARE(unsavedNotesFrom(toJson(notes)), notes);
    }
};

QTEST_MAIN(TestRunNotes)
#include "test_run_notes.moc"

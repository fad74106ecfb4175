#include "ui/settings/folder_edit.h"
#include "ui/settings/folder_list.h"
#include "ui/settings/folder_problem.h"
#include "ui/settings/settings_dialog.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <unistd.h>

using namespace overfit::ui;

namespace {

class Table {
public:
    Table() : settings(folder.filePath("settings.ini")), dialog(settings) {
        settings.setRunsDir(folder.path());
        dialog.show();
        QApplication::setActiveWindow(&dialog);   // shortcuts need it
        dialog.refresh();
    }

    template <typename Widget>
    Widget* named(const QString& name) {
        for (Widget* widget : dialog.findChildren<Widget*>()) {
            if (widget->accessibleName() == name) return widget;
        }
        qFatal("no %s", qPrintable(name));
        return nullptr;
    }
    QPushButton* button(const QString& text) {
        for (QPushButton* button : dialog.findChildren<QPushButton*>()) {
            if (button->text().remove('&') == text && button->isVisible()) return button;
        }
        return nullptr;
    }
    QLineEdit* runsDir() { return named<QLineEdit>("Runs folder"); }
    void type(const QString& text) {
        runsDir()->selectAll();
        QTest::keyClicks(runsDir(), text);
        QTest::keyClick(runsDir(), Qt::Key_Return);
    }
    /// The problem that stands under the runs folder; empty when none does.
    QString problem() {
        auto* label = dialog.findChild<FolderEdit*>()->findChild<QLabel*>("folderProblem");
        return label->isVisible() ? label->text() : QString();
    }

    QTemporaryDir folder;
    AppSettings settings;
    SettingsDialog dialog;
};

}   // namespace

class TestSettingsDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTypedFolderCountsAtOnce() {
        Table table;
        QVERIFY(QDir(table.folder.path()).mkdir("runs"));
        QSignalSpy changed(&table.dialog, &SettingsDialog::runsFolderChanged);
        table.type(table.folder.filePath("runs") + "/");
        QTRY_COMPARE(table.settings.runsDir(), table.folder.filePath("runs"));
        QCOMPARE(changed.size(), 1);
        QTRY_VERIFY(table.problem().isEmpty());
    }

    void aMissingFolderIsOfferedToBeMade() {
        Table table;
        const QString wanted = table.folder.filePath("new/runs");
        table.type(wanted);
        QTRY_VERIFY(table.problem().contains("does not exist"));
        QCOMPARE(table.settings.runsDir(), table.folder.path());   // the old one goes on to count
        QVERIFY(table.dialog.isVisible());                         // Enter ends the typing, not the dialog
        QTest::mouseClick(table.button("Make the folder"), Qt::LeftButton);
        QTRY_VERIFY(QDir(wanted).exists());
        QTRY_COMPARE(table.settings.runsDir(), wanted);
        QTRY_VERIFY(table.problem().isEmpty());
    }

    void aFolderThatCannotServeSaysWhyAndIsNotTaken() {
        Table table;
        QFile file(table.folder.filePath("file"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        table.type(file.fileName());
        QTRY_VERIFY2(table.problem().contains("is a file"), qPrintable(table.problem()));
        table.type(file.fileName() + "/below");
        QTRY_VERIFY2(table.problem().contains("can't exist"), qPrintable(table.problem()));
        QTRY_VERIFY(!table.button("Make the folder"));
        table.type("");
        QTRY_VERIFY(!table.problem().isEmpty());
        QCOMPARE(table.settings.runsDir(), table.folder.path());
    }

    void aFolderWithoutWritePermissionSaysSo() {
        if (geteuid() == 0) QSKIP("root may write everywhere");
        QTemporaryDir folder;
        QVERIFY(QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::ExeOwner));
        QVERIFY(folderProblem(folder.path(), FolderUse::Write).text.contains("can't be written"));
        QVERIFY(folderProblem(folder.path(), FolderUse::Read).text.isEmpty());
        QVERIFY(!folderProblem(folder.filePath("x"), FolderUse::Write).canBeMade);
        QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    void homeIsWrittenShort() {
        QCOMPARE(cleanFolder(" ~/x/../y/ "), QDir::home().filePath("y"));
        QCOMPARE(cleanFolder("  "), QString());
    }

    void furtherFoldersAreAddedMovedAndRemoved() {
        Table table;
        auto* list = table.named<QListWidget>("Data folders");
        auto* folders = qobject_cast<FolderList*>(list->parentWidget());
        QSignalSpy changed(&table.dialog, &SettingsDialog::dataFoldersChanged);
        folders->add(table.folder.path());
        folders->add("/not/there");
        folders->add(table.folder.path());   // no second time
        QCOMPARE(table.settings.dataRoots(), QStringList({table.folder.path(), "/not/there"}));
        list->setCurrentRow(1);
        auto* problem = folders->findChild<QLabel*>("folderProblem");
        QTRY_VERIFY(problem->isVisible());
        QTest::mouseClick(table.named<QPushButton>("Move up in: Data folders"), Qt::LeftButton);
        QCOMPARE(table.settings.dataRoots().front(), QStringLiteral("/not/there"));
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(table.settings.dataRoots(), QStringList({table.folder.path()}));
        QTRY_VERIFY(!problem->isVisible());
        QCOMPARE(changed.size(), 4);
        QVERIFY(table.settings.furtherRunsDirs().isEmpty());
    }

    void aNoteThatWasThereBeforeTheDialogIsShownWhole() {
        const QTemporaryDir folder;
        AppSettings settings(folder.filePath("settings.ini"));
        settings.setRunsDir(folder.filePath("a folder with a name that makes the note wrap once or twice"));
        SettingsDialog dialog(settings);
        dialog.setGiven({.runsDir = folder.path(), .dataRoots = {}});
        dialog.show();
        const auto* note = dialog.findChild<QLabel*>("givenRunsDir");
        QTRY_VERIFY(note->height() >= note->heightForWidth(note->width()));
    }

    void placesNamedAtTheStartAreShownAsThoseInEffect() {
        Table table;
        QVERIFY(QDir(table.folder.path()).mkdir("given"));
        QVERIFY(QDir(table.folder.path()).mkdir("other"));
        const QString given = table.folder.filePath("given");
        auto* runsNote = table.dialog.findChild<QLabel*>("givenRunsDir");
        auto* dataNote = table.dialog.findChild<QLabel*>("givenDataRoots");
        QVERIFY(!runsNote->isVisible() && !dataNote->isVisible());
        table.dialog.setGiven({.runsDir = given, .dataRoots = {"/data/a", "/data/b"}});
        QCOMPARE(table.runsDir()->text(), given);
        QVERIFY(runsNote->isVisible());
        QVERIFY2(runsNote->text().contains("--runs-dir") && runsNote->text().contains(table.folder.path()),
                 qPrintable(runsNote->text()));
        QVERIFY2(dataNote->text().contains("--data-root") && dataNote->text().contains("/data/a, /data/b"),
                 qPrintable(dataNote->text()));
        for (const QLabel* note : {runsNote, dataNote})
            QTRY_VERIFY(note->width() >= 320 && note->height() >= note->heightForWidth(note->width()));
        QCOMPARE(table.settings.runsDir(), table.folder.path());   // what is kept stays
        table.type(table.folder.filePath("other"));
        QTRY_COMPARE(table.settings.runsDir(), table.folder.filePath("other"));
        QVERIFY(!runsNote->isVisible());
        QCOMPARE(table.runsDir()->text(), table.folder.filePath("other"));
    }

    void everyChoiceIsKeptAndToldAtOnce() {
        Table table;
        QSignalSpy theme(&table.dialog, &SettingsDialog::themeChanged);
        QSignalSpy rate(&table.dialog, &SettingsDialog::chartRateChanged);
        QTest::keyClick(table.named<QComboBox>("Theme"), Qt::Key_End);
        QCOMPARE(table.settings.theme(), Theme::Dark);
        QTest::keyClick(table.named<QComboBox>("How often running charts move"), Qt::Key_Home);
        QCOMPARE(table.settings.chartRate(), 5);
        QTest::keyClick(table.named<QComboBox>("Threads of a new experiment"), Qt::Key_Down);
        QCOMPARE(table.settings.threads(), std::optional(1));
        auto* notifications = table.dialog.findChild<QCheckBox*>();
        QVERIFY(notifications->isChecked());
        QTest::keyClick(notifications, Qt::Key_Space);
        QVERIFY(!table.settings.notifiesAtEnd());
        QCOMPARE(theme.size(), 1);
        QCOMPARE(rate.size(), 1);
    }

    void resetForgetsThePreferencesAndKeepsTheSession() {
        Table table;
        table.settings.setTheme(Theme::Dark);
        table.settings.setThreads(1);
        table.settings.setChosenRuns({"/a"});
        QSignalSpy runs(&table.dialog, &SettingsDialog::runsFolderChanged);
        QTest::mouseClick(table.button("Reset to defaults"), Qt::LeftButton);
        QCOMPARE(table.settings.theme(), Theme::System);
        QCOMPARE(table.settings.threads(), std::optional<int>());
        QVERIFY(table.settings.runsDir().isEmpty());
        QCOMPARE(table.settings.chosenRuns(), QStringList({"/a"}));
        QCOMPARE(table.named<QComboBox>("Theme")->currentIndex(), 0);
        QCOMPARE(runs.size(), 1);
    }
};

QTEST_MAIN(TestSettingsDialog)
#include "test_settings_dialog.moc"

#include "core/runs/lock_file.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "tests/ui/library/sample_runs.h"
#include "ui/library/run_trash.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

using namespace overfit;
using namespace overfit::ui;
using namespace overfit::ui::samples;

namespace {

QString errorOf(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

}   // namespace

class TestRunTrash : public QObject {
    Q_OBJECT
private:
    QTemporaryDir home_;   // a home and a trash of our own, on the file system of the runs

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(home_.isValid());
        qputenv("HOME", home_.path().toLocal8Bit());
        qputenv("XDG_DATA_HOME", home_.filePath("data").toLocal8Bit());
    }

    void aRunGoesToTheTrashAndComesBackWhole() {
        const QString folder = writeRun(home_.filePath("runs"), record("a run", 1));
        const std::string before = read_file((folder + "/run.json").toStdString());
        const TrashedRun trashed = moveToTrash(folder);
        QVERIFY(!QFileInfo::exists(folder));
        QVERIFY(QFileInfo::exists(trashed.inTrash + "/run.json"));
        const QDir info(home_.filePath("data/Trash/info"));
        QCOMPARE(info.entryList({"*.trashinfo"}, QDir::Files).size(), 1);
        restoreFromTrash(trashed);
        QCOMPARE(read_file((folder + "/run.json").toStdString()), before);
        QVERIFY(!QFileInfo::exists(trashed.inTrash));
        QVERIFY(info.entryList({"*.trashinfo"}, QDir::Files).isEmpty());
    }

    void aRunThatIsBeingWrittenStays() {
        const QString folder = writeRun(home_.filePath("runs"), record("live", 1, RunStatus::Running));
        const RunLock lock(folder.toStdString());
        const QString error = errorOf([&] { moveToTrash(folder); });
        QVERIFY2(error.contains("still being written") && error.contains("stop it first"), qPrintable(error));
        QVERIFY(QFileInfo::exists(folder + "/run.json"));
    }

    void whatIsNoRunFolderStays() {
        QDir(home_.path()).mkpath("runs/holiday");
        const QString error = errorOf([&] { moveToTrash(home_.filePath("runs/holiday")); });
        QVERIFY2(error.contains("not a run folder"), qPrintable(error));
        QVERIFY(QFileInfo::exists(home_.filePath("runs/holiday")));
    }

    void withoutATrashNothingIsLost() {
        const QString folder = writeRun(home_.filePath("runs"), record("kept", 1));
        // A file where the folder around the trash would be: it can't be made.
        QFile blocker(home_.filePath("blocked"));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        qputenv("XDG_DATA_HOME", blocker.fileName().toLocal8Bit());
        const QString error = errorOf([&] { moveToTrash(folder); });
        qputenv("XDG_DATA_HOME", home_.filePath("data").toLocal8Bit());
        QVERIFY2(error.contains("nothing was deleted"), qPrintable(error));
        QVERIFY(QFileInfo::exists(folder + "/run.json"));
    }

    void aTakenPlaceIsNotOverwritten() {
        const QString folder = writeRun(home_.filePath("runs"), record("twice", 1));
        const TrashedRun trashed = moveToTrash(folder);
        QVERIFY(QDir().mkpath(folder));
        const QString error = errorOf([&] { restoreFromTrash(trashed); });
        QVERIFY2(error.contains("its place is taken"), qPrintable(error));
        QVERIFY(QFileInfo::exists(trashed.inTrash));
        QVERIFY(QDir().rmdir(folder));
        restoreFromTrash(trashed);
    }

    void anEmptiedTrashIsTold() {
        const QString error = errorOf([&] { restoreFromTrash({home_.filePath("runs/x"), home_.filePath("data/x")}); });
        QVERIFY2(error.contains("no longer there"), qPrintable(error));
    }

    void severalGoInTheBackgroundAndTheOthersAreTold() {
        const QString one = writeRun(home_.filePath("runs"), record("one", 1));
        const QString two = writeRun(home_.filePath("runs"), record("two", 2));
        RunTrash trash;
        QSignalSpy trashed(&trash, &RunTrash::trashed), restored(&trash, &RunTrash::restored);
        trash.trash({one, home_.filePath("runs/nowhere"), two});
        QTRY_COMPARE_WITH_TIMEOUT(trashed.size(), 1, diskPatience);
        const QStringList gone = trashed[0][0].toStringList();
        QCOMPARE(gone, QStringList({one, two}));
        QCOMPARE(trashed[0][1].toStringList().size(), 1);
        trash.restore(gone);
        QTRY_COMPARE_WITH_TIMEOUT(restored.size(), 1, diskPatience);
        QCOMPARE(restored[0][0].toStringList(), gone);
        QVERIFY(QFileInfo::exists(one) && QFileInfo::exists(two));
    }

    /// Undo and redo as fast as keys repeat: each finds the run where the one before has left it.
    void backAndForthWithoutWaiting() {
        const QString one = writeRun(home_.filePath("runs"), record("hurried", 3));
        RunTrash trash;
        QSignalSpy trashed(&trash, &RunTrash::trashed), restored(&trash, &RunTrash::restored);
        trash.trash({one});
        trash.restore({one});
        trash.trash({one}, RunTrash::Time::Again);
        trash.restore({one});
        QTRY_COMPARE_WITH_TIMEOUT(restored.size(), 2, diskPatience);
        for (const QList<QVariant>& told : trashed) QCOMPARE(told[1].toStringList(), QStringList());
        for (const QList<QVariant>& told : restored) QCOMPARE(told[2].toStringList(), QStringList());
        QVERIFY(QFileInfo::exists(one));
    }
};

QTEST_GUILESS_MAIN(TestRunTrash)
#include "test_run_trash.moc"

#include "ui/library/run_trash.h"

#include "core/runs/lock_file.h"
#include "core/support/error.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <exception>

namespace overfit::ui {

namespace {

[[noreturn]] void fail(const QString& folder, const char* problem, const char* remedy) {
    throw Error({.where = folder.toStdString(), .problem = problem, .remedy = remedy});
}

/// Qt 6.4 makes the trash but not the folder around it, which a new account lacks; it then takes the working directory for
/// the trash.
bool haveTrash() {
    const QString home = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return QDir().mkpath(home + QStringLiteral("/Trash"));
}

/// The note that the trash keeps beside a folder: <trash>/info/<name>.trashinfo of <trash>/files/<name>.
QString trashInfoOf(const QString& inTrash) {
    const QFileInfo file(inTrash);
    return QDir(file.path()).filePath(QStringLiteral("../info/%1.trashinfo").arg(file.fileName()));
}

}   // namespace

TrashedRun moveToTrash(const QString& folder) {
    if (!QFileInfo::exists(folder + QStringLiteral("/run.json"))) {
        fail(folder, "expected run.json, found none; this is not a run folder", "delete it with a file manager");
    }
    if (lock_holder(folder.toStdString())) {
        fail(folder, "this run is still being written", "stop it first, or wait until it has ended");
    }
    QString inTrash;
    if (!haveTrash() || !QFile::moveToTrash(folder, &inTrash)) {
        fail(folder, "can't be moved to the trash: it is write-protected, or its file system has no trash",
             "nothing was deleted; archive the run, or delete its folder with a file manager");
    }
    return {folder, inTrash};
}

void restoreFromTrash(const TrashedRun& run) {
    if (QFileInfo::exists(run.folder)) {
        fail(run.folder, "can't come back from the trash: its place is taken", "move what lies there away, then try again");
    }
    if (run.inTrash.isEmpty() || !QFileInfo::exists(run.inTrash)) {
        fail(run.folder, "can't come back from the trash: it is no longer there", "look for it in the desktop's trash");
    }
    QDir().mkpath(QFileInfo(run.folder).path());
    if (!QDir().rename(run.inTrash, run.folder)) {
        fail(run.folder, "can't come back from the trash: the folder can't be written", "check the folder's permissions");
    }
    QFile::remove(trashInfoOf(run.inTrash));
}

RunTrash::RunTrash(QObject* parent) : QObject(parent) { pool_.setMaxThreadCount(1); }

RunTrash::~RunTrash() { pool_.waitForDone(); }

void RunTrash::trash(const QStringList& folders, Time time) {
    pool_.start([this, folders, time] {
        QStringList gone, problems;
        for (const QString& folder : folders) {
            try {
                places_[folder] = moveToTrash(folder).inTrash;
                gone << folder;
            } catch (const std::exception& error) {
                problems << QString::fromUtf8(error.what());
            }
        }
        // The destructor waits for this thread, so `this` is alive; the call is dropped should it be gone by then.
        QMetaObject::invokeMethod(
            this, [this, gone, problems, time] { Q_EMIT trashed(gone, problems, time); }, Qt::QueuedConnection);
    });
}

void RunTrash::restore(const QStringList& folders) {
    pool_.start([this, folders] {
        QStringList back, left, problems;
        for (const QString& folder : folders) {
            const TrashedRun run{folder, places_.value(folder)};
            try {
                restoreFromTrash(run);
                back << folder;
                places_.remove(folder);
            } catch (const std::exception& error) {
                problems << QString::fromUtf8(error.what());
                if (QFileInfo::exists(run.inTrash)) left << folder;
            }
        }
        QMetaObject::invokeMethod(
            this, [this, back, left, problems] { Q_EMIT restored(back, left, problems); }, Qt::QueuedConnection);
    });
}

}   // namespace overfit::ui

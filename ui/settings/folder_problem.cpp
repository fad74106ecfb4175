#include "ui/settings/folder_problem.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace overfit::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("overfit::ui::SettingsDialog", text); }

/// The nearest folder above that exists.
QFileInfo existingAbove(const QString& folder) {
    QString path = folder;
    while (!QFileInfo::exists(path)) {
        const QString above = QFileInfo(path).path();
        if (above == path) break;
        path = above;
    }
    return QFileInfo(path);
}

}   // namespace

QString cleanFolder(const QString& typed) {
    QString text = typed.trimmed();
    if (text == QLatin1String("~") || text.startsWith(QLatin1String("~/"))) text.replace(0, 1, QDir::homePath());
    return text.isEmpty() ? QString() : QDir::cleanPath(QDir(text).absolutePath());
}

FolderProblem folderProblem(const QString& folder, FolderUse use) {
    if (folder.isEmpty()) return {tr("A folder has to be named."), false};
    const QFileInfo info(folder);
    if (!info.exists()) {
        const QFileInfo above = existingAbove(folder);
        if (!above.isDir()) return {tr("It can't exist: %1 is a file.").arg(above.filePath()), false};
        if (!above.isWritable()) return {tr("It does not exist, and %1 can't be written to.").arg(above.filePath()), false};
        return {tr("It does not exist yet."), true};
    }
    if (!info.isDir()) return {tr("It is a file, not a folder."), false};
    if (!info.isReadable() || !info.isExecutable()) return {tr("It can't be read: its permissions forbid it."), false};
    if (use == FolderUse::Write && !info.isWritable()) {
        return {tr("It can't be written to: its permissions forbid it."), false};
    }
    return {};
}

}   // namespace overfit::ui

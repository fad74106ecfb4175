#include "ui/settings/set_aside.h"

#include <QDateTime>
#include <QDir>
#include <QFile>

namespace overfit::ui {

QString setAside(const QString& folder, const QString& name, const QByteArray& content) {
    const QString date = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd-hhmmss"));
    const QString path = QDir(folder).filePath(QStringLiteral("%1.unreadable-%2").arg(name, date));
    QDir().mkpath(folder);
    for (int copy = 1; copy < 100; ++copy) {
        QFile file(copy == 1 ? path : QStringLiteral("%1-%2").arg(path).arg(copy));
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly)) {
            if (file.exists()) continue;   // a second within the same second
            return {};
        }
        if (file.write(content) == content.size() && file.flush()) return file.fileName();
        file.remove();
        return {};
    }
    return {};
}

}   // namespace overfit::ui

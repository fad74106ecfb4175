#pragma once

#include <QByteArray>
#include <QString>

namespace overfit::ui {

/// Keeps what can't be read as a file in `folder`, called "name.unreadable-DATE", so that nothing overwrites it. Returns the
/// file; empty where it could not be written.
QString setAside(const QString& folder, const QString& name, const QByteArray& content);

}   // namespace overfit::ui

#include "ui/desktop/session_bus.h"

#include <QFile>

namespace overfit::ui {

QDBusConnection sessionBus() {
    const bool known = !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") ||
                       QFile::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
    return known ? QDBusConnection::sessionBus() : QDBusConnection(QStringLiteral("none"));
}

}   // namespace overfit::ui

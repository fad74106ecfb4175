#pragma once

#include <QDBusConnection>

namespace overfit::ui {

/// The desktop's message bus, if there is one; never starts one, which could hold up the window.
QDBusConnection sessionBus();

}   // namespace overfit::ui

#pragma once

#include <QString>

class QWidget;

namespace overfit::ui {

/// Shows version, libraries and licence, without holding anything up. machine: what the engine said of this computer, or
/// why there is no engine.
void showAbout(QWidget& window, const QString& machine);

/// The version of the program, as CMake knows it.
QString programVersion();

}   // namespace overfit::ui

#pragma once

#include <QIcon>
#include <QString>

namespace overfit::ui {

/// One of the program's own icons (resources/icons/<name>.svg), drawn in the text colour of the current palette: it follows
/// a switch between light and dark, is grey when disabled and sharp at every scale.
QIcon themedIcon(const QString& name);

/// The program's icon.
QIcon programIcon();

}   // namespace overfit::ui

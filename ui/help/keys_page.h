#pragma once

#include <QString>

class QMenuBar;

namespace overfit::ui {

/// Every action of the menus that has a key, menu by menu, as a table in HTML: made from the actions, so that it is never
/// out of date. One whose text counts something ("Compare 4") is called by its property steadyName.
QString keysPage(const QMenuBar& menus);

}   // namespace overfit::ui

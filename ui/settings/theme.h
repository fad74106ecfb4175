#pragma once

#include "ui/settings/app_settings.h"

#include <QPalette>

namespace overfit::ui {

/// Gives the running program the palette of the theme; every widget follows at once through QEvent::PaletteChange.
void applyTheme(Theme theme);

QPalette lightPalette();
QPalette darkPalette();

}   // namespace overfit::ui

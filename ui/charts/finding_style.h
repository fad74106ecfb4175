#pragma once

#include "core/audit/finding.h"

#include <QColor>
#include <QPalette>
#include <QString>

namespace overfit::ui {

/// "ℹ", "⚠", "✗": shape as well as colour.
QString findingSign(FindingLevel level);

/// Readable as text on the palette's window and base.
QColor findingColour(FindingLevel level, const QPalette& palette);

}   // namespace overfit::ui

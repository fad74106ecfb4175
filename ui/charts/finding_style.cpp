#include "ui/charts/finding_style.h"

#include "ui/charts/chart_style.h"

namespace overfit::ui {

QString findingSign(FindingLevel level) {
    switch (level) {
        case FindingLevel::Note: return QStringLiteral("ℹ");
        case FindingLevel::Warning: return QStringLiteral("⚠");
        case FindingLevel::Error: break;
    }
    return QStringLiteral("✗");
}

QColor findingColour(FindingLevel level, const QPalette& palette) {
    switch (level) {
        case FindingLevel::Note: return chartTheme(palette).faintText;
        case FindingLevel::Warning: return isDark(palette) ? QColor(255, 190, 92) : QColor(166, 95, 0);
        case FindingLevel::Error: break;
    }
    return chartTheme(palette).failure;
}

}   // namespace overfit::ui

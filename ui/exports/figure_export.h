#pragma once

#include "ui/charts/axis_ticks.h"
#include "ui/charts/chart_content.h"

#include <QByteArray>
#include <QSize>
#include <QString>
#include <optional>
#include <vector>

namespace overfit::ui {

enum class FigureFormat { Png, Svg, Pdf };
enum class FigureBackground { White, Transparent };

/// One chart of a figure.
struct FigurePanel {
    ChartContent content;
    std::optional<AxisRange> x = std::nullopt, y = std::nullopt;   // the part to show; nothing = the whole
};

/// Charts as a figure for print: drawn anew with the bundled font, never grabbed from the screen, so that the same input
/// gives the same bytes on every display and in every theme.
struct FigureRequest {
    std::vector<FigurePanel> panels;   // beside each other in a wide figure, else above each other
    FigureFormat format = FigureFormat::Png;
    QSize size{1600, 1000};   // pixels at `dpi`
    int dpi = 150;            // text is 9 pt at any dpi; written into the PNG
    FigureBackground background = FigureBackground::White;
};

inline constexpr QSize smallestFigure{200, 150};
inline constexpr QSize largestFigure{20000, 20000};
inline constexpr int lowestDpi = 36, highestDpi = 1200;

/// The file's content. Throws UsageError for a size or resolution out of range.
QByteArray renderFigure(const FigureRequest& request);

/// renderFigure() into a file, as a whole or not at all. Throws Error where it cannot be written.
void exportFigure(const FigureRequest& request, const QString& file);

}   // namespace overfit::ui

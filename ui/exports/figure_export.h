#pragma once

#include "ui/charts/chart_content.h"

#include <QImage>
#include <QSize>
#include <filesystem>
#include <vector>

namespace overfit::ui {

enum class FigureFormat { Png, Svg, Pdf };
enum class FigureBackground { White, Transparent };

/// A figure for a paper: one or more charts side by side with their legends, drawn afresh at the given size, never grabbed
/// from the screen.
struct FigureRequest {
    std::vector<ChartContent> charts;
    QSize size = {1600, 1000};   // pixels
    int dpi = 150;               // text and lines grow with it
    FigureBackground background = FigureBackground::White;
};

inline constexpr int smallestFigure = 200;   // pixels, each side
inline constexpr int largestFigure = 20000;

QImage drawFigure(const FigureRequest& request);

/// The file's bytes; the same request gives the same bytes (but a PDF's date and id).
QByteArray figureBytes(const FigureRequest& request, FigureFormat format);

/// Writes it as a whole or not at all. Throws Error.
void writeFigure(const FigureRequest& request, FigureFormat format, const std::filesystem::path& file);

}   // namespace overfit::ui

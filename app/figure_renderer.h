#pragma once

#include "core/exports/curve_table.h"

#include <filesystem>
#include <string>

namespace overfit::cli {

/// An image of curves, in the units of the file: pixels at `dpi`.
struct Figure {
    std::filesystem::path file;
    std::string format;   // png, svg, pdf
    int width = 1600;
    int height = 1000;
    int dpi = 150;
};

/// The window program, which draws the charts: beside this program. Empty when it is not there.
std::filesystem::path figure_program();

/// Draws through `overfit-workbench --export-figure`, off screen: the terminal program itself has no Qt.
/// Throws Error when that program is missing or fails (it says why on stderr).
void render_figure(const Figure& figure, const CurveRequest& curves);

/// "epoch", "step", "time_s".
std::string axis_name(XAxis axis);

}   // namespace overfit::cli

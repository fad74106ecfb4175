#pragma once

#include "core/exports/export_request.h"

#include <filesystem>

namespace overfit::cli {

/// The window program, which draws the charts: beside this program. Empty when it is not there.
std::filesystem::path figure_program();

/// Draws through `overfit-workbench --export-figure`, off screen: the terminal program itself has no Qt.
/// Throws UsageError for a size that nobody means, Error when that program is missing or fails (it says why on stderr).
void render_figure(const ExportRequest& request, const std::filesystem::path& file);

}   // namespace overfit::cli

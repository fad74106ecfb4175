#pragma once

#include "core/exports/export_request.h"
#include "ui/exports/figure_page.h"

#include <QByteArray>

namespace overfit::ui {

/// Charts as a figure for print: drawn anew with the bundled font, never grabbed from the screen, so that the same input
/// gives the same bytes on every display and in every theme.
struct FigureRequest {
    std::vector<FigurePanel> panels;
    FigureOptions options;
    ExportFormat format = ExportFormat::Png;   // one that is drawn
};

/// The file's content; on any thread. Throws UsageError for a size or resolution out of range.
QByteArray renderFigure(const FigureRequest& request);

}   // namespace overfit::ui

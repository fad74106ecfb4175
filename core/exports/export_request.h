#pragma once

#include "core/exports/curve_request.h"
#include "core/exports/figure_options.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

enum class ExportFormat { Png, Svg, Pdf, Csv, Pgfplots };

/// Everything that decides the bytes of an exported file: dialog and terminal fill it in, one path writes it.
struct ExportRequest {
    CurveRequest curves;
    FigureOptions figure;
    ExportFormat format = ExportFormat::Png;
};

/// PNG, SVG and PDF need a canvas (ui/exports); CSV and pgfplots are text that core writes.
bool is_drawn(ExportFormat format);

/// "png", also the option's name; "pgfplots" for a file that ends in .tex.
std::string_view format_name(ExportFormat format);
std::string_view format_ending(ExportFormat format);

/// By the ending of a file name, upper and lower case alike; nothing when it is no format's.
std::optional<ExportFormat> format_of(std::string_view file_name);

/// The text of a format that is not drawn. Throws as curves_as_csv and curves_as_pgfplots do.
std::string exported_text(const ExportRequest& request);

/// One line of JSON, without the runs, and back. For the window's memory and for handing a request to another program.
/// Reading throws Error for what is no such line.
std::string export_request_to_json(const ExportRequest& request);
ExportRequest export_request_from_json(std::string_view json);

/// The words of the command that writes the same file: "overfit", "export", RUN..., options that differ from the default.
std::vector<std::string> export_command(const ExportRequest& request, const std::string& file);

}   // namespace overfit

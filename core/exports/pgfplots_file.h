#pragma once

#include "core/exports/curve_request.h"
#include "core/exports/figure_options.h"

#include <string>

namespace overfit {

/// A LaTeX file that compiles by itself and whose tikzpicture can be copied into a paper: pgfplots with the data in it, one
/// axis for each unit as in the drawn figures; loss and accuracy where the request names no metric. Every point, or at most
/// `options.most_points` a curve. Throws as curves_as_csv does.
std::string curves_as_pgfplots(const CurveRequest& request, const FigureOptions& options);

}   // namespace overfit

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace overfit {

enum class LegendPlace { Below, Right, None };

/// How a figure looks; what it shows is a CurveRequest. The same from the dialog and from `overfit export`.
struct FigureOptions {
    int width = 1600, height = 1000;   // pixels at `dpi`
    int dpi = 150;
    double font_points = 9.0;   // at any dpi
    bool transparent = false;   // else white
    std::string title = {};     // above the charts; empty = none
    LegendPlace legend = LegendPlace::Below;
    bool raw = true;       // the raw line beneath a smoothed one
    bool markers = true;   // a shape for each run where there are several: tells them apart in grey
    int most_points = 0;   // of a curve in pgfplots, smallest and largest kept; 0 = every point
    bool operator==(const FigureOptions&) const = default;
};

inline constexpr int kSmallestFigureWidth = 200, kSmallestFigureHeight = 150, kLargestFigureSide = 20000;   // pixels
inline constexpr int kLowestDpi = 36, kHighestDpi = 1200;
inline constexpr double kSmallestFont = 4.0, kLargestFont = 48.0;   // points

/// Throws UsageError for a size, resolution or font out of range (found, what is possible).
void check_figure(const FigureOptions& options);

/// A size that papers and talks ask for.
struct FigureSize {
    std::string_view name;    // "one-column", for --size
    std::string_view title;   // "one column, 85 mm"
    double width, height;     // mm
    int dpi;
    double font_points;
};

std::span<const FigureSize> figure_sizes();
const FigureSize* find_figure_size(std::string_view name);

/// `options` in that size, resolution and font.
FigureOptions in_size(FigureOptions options, const FigureSize& size);

/// In how many columns so many charts stand in a figure of this shape: one or two beside each other where it is wide, more
/// in as many as bring each nearest to the usual shape of a chart.
std::size_t figure_columns(double width, double height, std::size_t charts);

std::string_view legend_place_name(LegendPlace place);   // "below"

}   // namespace overfit

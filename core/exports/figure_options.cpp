#include "core/exports/figure_options.h"

#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>

namespace overfit {

namespace {

constexpr std::int64_t kMostPixels = 200'000'000;   // beyond it an image asks for most of the memory
constexpr double kMillimetresPerInch = 25.4;

// Heights hold two charts: beside each other where the figure is wide, else above each other.
constexpr std::array kSizes{
    FigureSize{"one-column", "one column, 85 mm", 85.0, 110.0, 300, 7.0},
    FigureSize{"two-columns", "two columns, 170 mm", 170.0, 75.0, 300, 8.0},
    FigureSize{"slide", "slide, 16:9", 338.7, 190.5, 144, 18.0},
};

[[noreturn]] void refuse(std::string problem, std::string remedy) {
    throw UsageError({.where = "figure", .problem = std::move(problem), .remedy = std::move(remedy)});
}

}   // namespace

void check_figure(const FigureOptions& options) {
    const std::int64_t pixels = std::int64_t{options.width} * options.height;
    if (options.width < kSmallestFigureWidth || options.height < kSmallestFigureHeight ||
        options.width > kLargestFigureSide || options.height > kLargestFigureSide || pixels > kMostPixels) {
        refuse(fmt::format("expected {} x {} to {} x {} pixels, 200 million in all, found {} x {}", kSmallestFigureWidth,
                           kSmallestFigureHeight, kLargestFigureSide, kLargestFigureSide, options.width, options.height),
               "choose another width or height");
    }
    if (options.dpi < kLowestDpi || options.dpi > kHighestDpi) {
        refuse(fmt::format("expected {} to {} dpi, found {}", kLowestDpi, kHighestDpi, options.dpi),
               "choose another resolution");
    }
    if (!(options.font_points >= kSmallestFont && options.font_points <= kLargestFont)) {
        refuse(fmt::format("expected a font of {} to {} pt, found {}", kSmallestFont, kLargestFont,
                           shortest_text(options.font_points)),
               "choose another font size");
    }
    if (options.most_points < 0 || options.most_points == 1) {
        refuse(fmt::format("expected 2 points of a curve or more, or 0 for all, found {}", options.most_points),
               "choose another number of points");
    }
}

std::span<const FigureSize> figure_sizes() { return kSizes; }

const FigureSize* find_figure_size(std::string_view name) {
    for (const FigureSize& size : kSizes) {
        if (size.name == name) return &size;
    }
    return nullptr;
}

FigureOptions in_size(FigureOptions options, const FigureSize& size) {
    options.dpi = size.dpi;
    options.width = static_cast<int>(std::lround(size.width / kMillimetresPerInch * size.dpi));
    options.height = static_cast<int>(std::lround(size.height / kMillimetresPerInch * size.dpi));
    options.font_points = size.font_points;
    return options;
}

std::size_t figure_columns(double width, double height, std::size_t charts) {
    if (charts <= 2) return width >= 1.25 * height ? std::max<std::size_t>(1, charts) : 1;
    constexpr double usual_shape = 1.45;   // width by height
    const auto off = [&](std::size_t columns) {
        const std::size_t rows = (charts + columns - 1) / columns;
        const double shape = width / static_cast<double>(columns) / (height / static_cast<double>(rows));
        return std::abs(std::log(shape / usual_shape));
    };
    std::size_t best = 1;
    for (std::size_t columns = 2; columns <= charts; ++columns) {
        if (off(columns) < off(best)) best = columns;
    }
    return best;
}

std::string_view legend_place_name(LegendPlace place) {
    switch (place) {
        case LegendPlace::Below: return "below";
        case LegendPlace::Right: return "right";
        case LegendPlace::None: break;
    }
    return "none";
}

}   // namespace overfit

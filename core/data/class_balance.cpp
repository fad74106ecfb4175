#include "core/data/class_balance.h"

#include "core/data/split.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <numeric>
#include <utility>

namespace overfit {

namespace {

constexpr double rounding = 1e-9;   // 5000 * 0.01 may come out a little below 50

/// The size of each class as a share of the first one's.
std::vector<double> relative_sizes(const DataConfig& data, std::size_t classes) {
    std::vector<double> sizes(classes, 1.0);
    if (data.class_balance != ClassBalance::LongTailed || classes < 2) return sizes;
    for (std::size_t k = 0; k < classes; ++k) {
        sizes[k] = std::pow(data.imbalance, -static_cast<double>(k) / static_cast<double>(classes - 1));
    }
    return sizes;
}

std::vector<std::int64_t> rounded_down(const std::vector<double>& relative, double first) {
    std::vector<std::int64_t> sizes;
    for (const double size : relative) sizes.push_back(static_cast<std::int64_t>(std::floor(first * size + rounding)));
    return sizes;
}

/// `total` examples in these proportions: what rounding down leaves over goes one by one to the classes that lost most.
std::vector<std::int64_t> shared_out(const std::vector<double>& relative, std::int64_t total) {
    const double first = static_cast<double>(total) / std::accumulate(relative.begin(), relative.end(), 0.0);
    std::vector<std::int64_t> sizes = rounded_down(relative, first);
    std::vector<std::size_t> by_loss(sizes.size());
    std::iota(by_loss.begin(), by_loss.end(), std::size_t{0});
    const auto loss = [&](std::size_t k) { return first * relative[k] - static_cast<double>(sizes[k]); };
    std::ranges::stable_sort(by_loss, [&](std::size_t a, std::size_t b) { return loss(a) > loss(b) + rounding; });
    std::int64_t left = total - std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0});
    for (std::size_t place = 0; left > 0; --left) ++sizes[by_loss[place++ % by_loss.size()]];
    return sizes;
}

[[noreturn]] void refuse(const char* where, std::string problem, std::string remedy) {
    throw UsageError({.where = where, .problem = std::move(problem), .remedy = std::move(remedy)});
}

}   // namespace

std::vector<std::int64_t> balanced_class_sizes(std::span<const std::int64_t> available, const DataConfig& data,
                                               std::span<const std::string> class_names) {
    const std::vector<double> relative = relative_sizes(data, available.size());
    double most_of_first = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < available.size(); ++k) {
        if (available[k] == 0) {
            refuse("data.class_balance", fmt::format("the data set has no training example of class '{}'", class_names[k]),
                   "as-drawn takes the classes as they are");
        }
        most_of_first = std::min(most_of_first, static_cast<double>(available[k]) / relative[k]);
    }
    std::vector<std::int64_t> most = rounded_down(relative, most_of_first);
    std::vector<std::int64_t> sizes = data.train_examples == 0 ? most : shared_out(relative, data.train_examples);
    for (std::size_t k = 0; k < sizes.size(); ++k) {
        const auto& name = class_names[k];
        if (sizes[k] > available[k]) {
            refuse("data.train_examples",
                   fmt::format("this class balance needs {} training examples of class '{}', the data set has {}",
                               with_thousands(sizes[k]), name, with_thousands(available[k])),
                   fmt::format("take at most {}, or 0 for as many as there are",
                               with_thousands(std::accumulate(most.begin(), most.end(), std::int64_t{0}))));
        }
        if (sizes[k] == 0) {
            refuse("data.class_balance", fmt::format("leaves no training example of class '{}'", name),
                   "take more training examples or a smaller data.imbalance");
        }
    }
    return sizes;
}

std::vector<std::int64_t> draw_train_subset(std::span<const std::uint16_t> labels, const DataConfig& data,
                                            std::span<const std::string> class_names, RandomStream& stream) {
    const auto all = static_cast<std::int64_t>(labels.size());
    if (data.class_balance == ClassBalance::AsDrawn) return draw_subset(all, data.train_examples, stream);
    std::vector<std::int64_t> available(class_names.size());
    for (const std::uint16_t label : labels) ++available[label];
    std::vector<std::int64_t> wanted = balanced_class_sizes(available, data, class_names);
    std::vector<std::int64_t> subset;
    for (const std::int64_t place : stream.permutation(all)) {
        std::int64_t& missing = wanted[labels[static_cast<std::size_t>(place)]];
        if (missing == 0) continue;
        --missing;
        subset.push_back(place);
    }
    std::ranges::sort(subset);
    return subset;
}

}   // namespace overfit

#include "core/corruption/label_noise.h"

#include "core/config/corruption_facts.h"
#include "core/corruption/numpy_legacy_random.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <functional>
#include <numeric>

namespace overfit {

namespace {

using Labels = std::vector<std::uint16_t>;

constexpr std::uint32_t reference_seed = 12345;   // fitting-random-labels, cifar10_data.py
constexpr int most_classes = 65'536;              // labels are held in 16 bits

void require_valid(std::span<const std::uint16_t> labels, int classes, const LabelCorruption& noise) {
    const bool needs_another = noise.draw == LabelDraw::WrongClasses || noise.draw == LabelDraw::PairFlip;
    const int fewest = needs_another ? 2 : 1;
    if (classes < fewest || classes > most_classes) {
        throw Error({.where = "label corruption",
                     .problem = fmt::format("expected {} to {} classes, found {}", fewest, most_classes, classes),
                     .remedy = ""});
    }
    if (!(noise.fraction >= 0.0 && noise.fraction <= 1.0)) {
        throw UsageError({.where = "corruption.labels.fraction",
                          .problem = fmt::format("expected a number from 0 to 1, found {}", shortest_text(noise.fraction)),
                          .remedy = ""});
    }
    const auto wrong = std::ranges::find_if(labels, [&](std::uint16_t label) { return label >= classes; });
    if (wrong != labels.end()) {
        throw Error({.where = fmt::format("label of example {}", wrong - labels.begin()),
                     .problem = fmt::format("expected 0 to {}, found {}", classes - 1, *wrong),
                     .remedy = ""});
    }
}

/// Both numbers are drawn for every example, corrupted or not: with the same seed the labels of a smaller p are then those
/// of a larger one with some of the changes taken back, and runs at different p can be compared example by example.
Labels redraw(std::span<const std::uint16_t> labels, int classes, const LabelCorruption& noise, RandomStream& stream) {
    Labels given(labels.begin(), labels.end());
    const bool over_wrong_classes = noise.draw == LabelDraw::WrongClasses;
    const auto choices = static_cast<std::uint64_t>(over_wrong_classes ? classes - 1 : classes);
    for (std::uint16_t& label : given) {
        const bool drawn_anew = stream.uniform() < noise.fraction;
        auto drawn = static_cast<std::uint16_t>(stream.below(choices));
        if (over_wrong_classes && drawn >= label) ++drawn;   // skips the true class
        if (drawn_anew) label = drawn;
    }
    return given;
}

/// All masks first, then all classes, as the Python code draws them.
Labels redraw_as_reference(std::span<const std::uint16_t> labels, int classes, double fraction) {
    NumpyLegacyRandom random(reference_seed);
    std::vector<std::size_t> masked;
    for (std::size_t example = 0; example < labels.size(); ++example) {
        if (random.random_sample() <= fraction) masked.push_back(example);
    }
    const std::vector<std::uint32_t> drawn = random.choice(static_cast<std::uint32_t>(classes), masked.size());
    Labels given(labels.begin(), labels.end());
    for (std::size_t i = 0; i < masked.size(); ++i) given[masked[i]] = static_cast<std::uint16_t>(drawn[i]);
    return given;
}

Labels flip_pairs(std::span<const std::uint16_t> labels, int classes, double fraction, RandomStream& stream) {
    Labels given(labels.begin(), labels.end());
    for (std::uint16_t& label : given) {
        if (stream.uniform() < fraction) label = static_cast<std::uint16_t>((label + 1) % classes);
    }
    return given;
}

/// One number an example: the first class whose chances so far, in the order of the columns, exceed it.
Labels draw_by_matrix(std::span<const std::uint16_t> labels, const TransitionMatrix& matrix, RandomStream& stream) {
    Labels given;
    given.reserve(labels.size());
    for (const std::uint16_t label : labels) {
        double rest = stream.uniform();
        int chosen = label;   // where the row's sum is a little below 1 and the number is beyond it
        for (int other = 0; other < matrix.classes; ++other) {
            rest -= matrix.chance(label, other);
            if (rest >= 0.0) continue;
            chosen = other;
            break;
        }
        given.push_back(static_cast<std::uint16_t>(chosen));
    }
    return given;
}

}   // namespace

Labels corrupt_labels(std::span<const std::uint16_t> labels, int classes, const LabelCorruption& noise, RandomStream& stream,
                      const TransitionMatrix& matrix) {
    require_valid(labels, classes, noise);
    assert(noise.draw != LabelDraw::TransitionMatrix || matrix.classes == classes);
    switch (noise.draw) {
        case LabelDraw::AllClasses:
        case LabelDraw::WrongClasses: return redraw(labels, classes, noise, stream);
        case LabelDraw::Reference: return redraw_as_reference(labels, classes, noise.fraction);
        case LabelDraw::PairFlip: return flip_pairs(labels, classes, noise.fraction, stream);
        case LabelDraw::TransitionMatrix: return draw_by_matrix(labels, matrix, stream);
        case LabelDraw::LabelFile: break;   // nothing is drawn
    }
    return {labels.begin(), labels.end()};
}

double expected_changed_fraction(const LabelCorruption& noise, int classes) {
    assert(uses_fraction(noise.draw));
    if (noise.draw == LabelDraw::WrongClasses || noise.draw == LabelDraw::PairFlip) return noise.fraction;
    return noise.fraction * (classes - 1) / classes;
}

double expected_changed_fraction(std::span<const std::uint16_t> true_labels, const TransitionMatrix& matrix) {
    if (true_labels.empty()) return 0.0;
    double changed = 0.0;
    for (const std::uint16_t label : true_labels) changed += 1.0 - matrix.chance(label, label);
    return changed / static_cast<double>(true_labels.size());
}

std::int64_t count_differing(std::span<const std::uint16_t> left, std::span<const std::uint16_t> right) {
    assert(left.size() == right.size());
    return std::inner_product(left.begin(), left.end(), right.begin(), std::int64_t{0}, std::plus<>(),
                              std::not_equal_to<>());
}

double changed_fraction(std::span<const std::uint16_t> true_labels, std::span<const std::uint16_t> given_labels) {
    if (true_labels.empty()) return 0.0;
    return static_cast<double>(count_differing(true_labels, given_labels)) / static_cast<double>(true_labels.size());
}

}   // namespace overfit

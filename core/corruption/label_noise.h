#pragma once

#include "core/config/experiment_config.h"
#include "core/corruption/label_source.h"
#include "core/support/random_stream.h"

#include <cstdint>
#include <span>
#include <vector>

namespace overfit {

/// Draws labels anew (paper, section 2), once, on the CPU, so that every device and every epoch sees the same labels.
/// labels: N class indices in 0..classes-1, in data-set order. Returns the N given labels.
///   AllClasses, WrongClasses  each label with probability `noise.fraction`, uniformly
///   Reference         ignores the stream: numpy's legacy generator seeded 12345, as in fitting-random-labels
///                     (`mask = rand(N) <= p`, then `choice(C, mask.sum())` into the masked places)
///   PairFlip          with probability `noise.fraction` class k becomes k + 1, the last one the first (Han et al. 2018)
///   TransitionMatrix  every label by the row of its true class; matrix: of `classes` classes, read for this draw only
/// LabelFile draws nothing: its labels are looked up by their place in the data set (LabelSource::labels).
/// Throws Error for a label out of range.
std::vector<std::uint16_t> corrupt_labels(std::span<const std::uint16_t> labels, int classes, const LabelCorruption& noise,
                                          RandomStream& stream, const TransitionMatrix& matrix = {});

/// The share of labels that differ from the true ones in expectation, where `fraction` decides it: p (C-1)/C over all
/// classes and for the reference, p over the wrong classes and for pair flips.
double expected_changed_fraction(const LabelCorruption& noise, int classes);

/// The same of a draw by the matrix: the mean of 1 - its diagonal over the true classes of these labels.
double expected_changed_fraction(std::span<const std::uint16_t> true_labels, const TransitionMatrix& matrix);

/// How many labels differ. Both spans have N entries.
std::int64_t count_differing(std::span<const std::uint16_t> left, std::span<const std::uint16_t> right);

/// The share that really differs. Both spans have N entries.
double changed_fraction(std::span<const std::uint16_t> true_labels, std::span<const std::uint16_t> given_labels);

}   // namespace overfit

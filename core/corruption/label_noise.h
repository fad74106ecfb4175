#pragma once

#include "core/config/experiment_config.h"
#include "core/support/random_stream.h"

#include <cstdint>
#include <span>
#include <vector>

namespace overfit {

/// Draws each label anew with probability `noise.fraction` (paper, section 2), once, on the CPU, so that every device and
/// every epoch sees the same labels. labels: N class indices in 0..classes-1, in data-set order. Returns the N given labels.
/// LabelDraw::Reference ignores the stream: numpy's legacy generator seeded 12345, as in fitting-random-labels
/// (`mask = rand(N) <= p`, then `choice(C, mask.sum())` into the masked places).
/// Throws Error for a label out of range.
std::vector<std::uint16_t> corrupt_labels(std::span<const std::uint16_t> labels, int classes, const LabelCorruption& noise,
                                          RandomStream& stream);

/// The share of labels that differ from the true ones in expectation: p (C-1)/C over all classes and for the reference,
/// p over the wrong classes.
double expected_changed_fraction(const LabelCorruption& noise, int classes);

/// The share that really differs. Both spans have N entries.
double changed_fraction(std::span<const std::uint16_t> true_labels, std::span<const std::uint16_t> given_labels);

}   // namespace overfit

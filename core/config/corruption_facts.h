#pragma once

#include "core/config/experiment_config.h"

namespace overfit {

/// Whether labels are drawn anew with the chance `fraction`; a transition matrix and a label file hold their own shares.
bool uses_fraction(LabelDraw draw);

/// Whether training labels may differ from the true ones.
bool corrupts_labels(const LabelCorruption& noise);

/// Whether a corrupted copy of the test labels is scored: a label file tells of training examples only.
bool corrupts_test_labels(const LabelCorruption& noise);

}   // namespace overfit

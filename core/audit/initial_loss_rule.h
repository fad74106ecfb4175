#pragma once

#include "core/audit/audit_rules.h"

namespace overfit {

/// Whether the untrained network's loss on one batch is that of guesses which are about even, ln C. A warning,
/// `initial-loss`, half a nat below that, or half a nat above what the weights as drawn can add to it. Scores of variance v
/// add up to v / 2. All of it is of inputs whose mean square is about 1, as whitening and channel statistics make them, and
/// less after unit; of bytes as they are (scaling: none) weights make scores that are hundreds of times larger, and the
/// message names that:
///   default                     0, but 5 for inception-v3: its source draws the last layer with deviation 0.1 whatever its
///                               2,048 inputs are, which makes v 4 (299 x 299 pixels) to 11 (75 x 75)
///   he                          1: variance 2 an input; but 3 for resnet, whose last sum nothing normalises (2 was found);
///                               and where the largest value of each max-pool goes on to the next, 5 for small-inception
///                               without batch norm (3 was found) and 15 for small-alexnet and alexnet (4 was found on
///                               pictures, 10 on random pixels)
///   xavier                      1: up to that many
///   truncated-normal            1/2: variance 0.77 an input
std::vector<Finding> initial_loss_findings(const ModelConfig& model, Scaling scaling, double loss, int classes);

}   // namespace overfit

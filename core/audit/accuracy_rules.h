#pragma once

#include "core/audit/audit_rules.h"

namespace overfit {

/// Whether the final accuracies are possible at all, given what the training labels told of the true ones.
///
/// Clean test labels, fitted run, given labels that tell nothing of the true ones (all classes or reference at p = 1, wrong
/// classes at p = (C-1)/C) or lead away from them (wrong classes above that): the accuracy is 1/C or below. The share of the
/// test examples that happen to be right is binomial, and so is the share of the training labels that happen to be right, so
/// both sample sizes enter its standard deviation: sqrt(q (1-q) (1/test + 1/train)), q = 1/C. Beyond five of these: warning.
/// Predictions are correlated: a few training images decide over many test images. An MLP of 512 units on 64, 256 and 1,000
/// images of Fashion-MNIST (40, 40 and 25 runs) spreads as if it had up to 2.5 times fewer. So the error counts each
/// training label as a quarter, and asks for at least 5 points.
///
/// Corrupted test labels have a stream of their own, so no predictor agrees with more of them than one that always names the
/// likeliest label: exact one-sided binomial test at 1e-6, error.
///
/// Gaussian pixels, any run: the test images are noise, drawn apart from those of the training, so nobody names more of
/// their classes than the commonest one has examples. Beyond five binomial standard deviations: warning, and 5 points:
/// error. Shuffled pixels keep all there is to learn, random ones the histogram of each image; what can be learned of those
/// has no such limit.
///
/// Clean test labels at 0 < p < 1, fitted run: accuracy nearer to that of true labels than to that of fitted noise, warning.
std::vector<Finding> accuracy_findings(const ExperimentConfig& config, const EndMeasurements& measured);

}   // namespace overfit

#pragma once

#include "core/config/experiment_config.h"

#include <optional>

namespace overfit {

/// What a network of this kind reaches on clean test labels, to compare a run with.
struct PublishedAccuracy {
    double on_true_labels = 0.0;    // trained on true labels, without augmentation
    double with_this_noise = 0.0;   // after fitting labels of which `changed` are wrong, scaled from CIFAR-10's curve
    std::optional<double> inception_with_this_noise;   // the curve itself; CIFAR-10 only
};

/// changed: the share of wrong training labels. Nothing for a data set or a model of which nothing was published, also where
/// only layers, depth or width are others.
///
/// CIFAR-10 and the curve over the noise: the small Inception of the paper's figure 1(c), scored on clean test labels by a
/// public reproduction (error .13 at p = 0, .545 at .5, .90 at 1). Other models of the paper: table 1. Wide ResNet 28-1: a
/// reproduction's logs of true labels. In between: linear. Pair flips are not on that curve: the fewer labels are left, the
/// more images are taken for the next class, down to nearly none right.
std::optional<PublishedAccuracy> published_accuracy(const ExperimentConfig& config, double changed, int classes);

}   // namespace overfit

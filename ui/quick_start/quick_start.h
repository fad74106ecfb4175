#pragma once

#include "core/config/experiment_config.h"
#include "ui/preview/labelled_thumbnail.h"

#include <filesystem>
#include <vector>

namespace overfit::ui {

/// The two experiments of the quick start, true labels first, random ones second; and what its reading help proposes to try
/// next, with half of the labels drawn by lot.
struct QuickStart {
    ExperimentConfig trueLabels, randomLabels, halfRandom;
};

/// The presets on Fashion-MNIST; on the synthetic set, which needs no file, where that is not in the data roots.
QuickStart quickStartExperiments(const std::vector<std::filesystem::path>& dataRoots);

/// How to get Fashion-MNIST where it is not in the data roots; empty where it is.
QString quickStartObstacle(const std::vector<std::filesystem::path>& dataRoots);

/// The first `count` training images of an experiment, one per class as far as there are. Reads the data: call it in the
/// background. Throws Error when the data is missing.
std::vector<LabelledThumbnail> exampleImages(const ExperimentConfig& config,
                                             const std::vector<std::filesystem::path>& dataRoots, int count);

}   // namespace overfit::ui

#pragma once

#include "core/config/experiment_config.h"
#include "ui/preview/labelled_thumbnail.h"

#include <filesystem>
#include <vector>

namespace overfit::ui {

/// The two experiments of the quick start: true labels first, random ones second.
struct QuickStart {
    ExperimentConfig trueLabels, randomLabels;
};
QuickStart quickStartExperiments();

/// The first `count` training images of an experiment, one per class as far as there are. Reads the data: call it in the
/// background. Throws Error when the data is missing.
std::vector<LabelledThumbnail> exampleImages(const ExperimentConfig& config,
                                             const std::vector<std::filesystem::path>& dataRoots, int count);

}   // namespace overfit::ui

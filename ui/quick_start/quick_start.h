#pragma once

#include "core/config/experiment_config.h"
#include "ui/preview/labelled_thumbnail.h"

#include <QString>
#include <filesystem>
#include <optional>
#include <vector>

namespace overfit::ui {

/// The two experiments of the quick start, true labels first, random ones second; and what its reading help proposes to try
/// next, with half of the labels drawn by lot.
struct QuickStart {
    ExperimentConfig trueLabels, randomLabels, halfRandom;
    QString obstacle;   // why it is not Fashion-MNIST: how to get that; empty where it is
};

enum class QuickStartImages { FashionMnist, Synthetic };

QuickStart quickStartExperiments(QuickStartImages images);

/// The presets on Fashion-MNIST; on the synthetic set, which needs no file, where that is not in the data roots. Looks into
/// the folders: call it in the background.
QuickStart quickStartExperiments(const std::vector<std::filesystem::path>& dataRoots);

enum class QuickStartPart { TrueLabels, RandomLabels };

/// Which of the two an experiment is, on whichever images and under whichever name; nothing for any other.
std::optional<QuickStartPart> quickStartPart(const ExperimentConfig& config);

/// The first `count` training images of an experiment, one per class as far as there are. Reads the data: call it in the
/// background. Throws Error when the data is missing.
std::vector<LabelledThumbnail> exampleImages(const ExperimentConfig& config,
                                             const std::vector<std::filesystem::path>& dataRoots, int count);

}   // namespace overfit::ui

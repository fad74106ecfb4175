#pragma once

#include "core/config/experiment_config.h"

#include <QString>

namespace overfit::ui {

/// What a closed section says of its fields, in one line.

/// "Fashion-MNIST, 5,000 of 60,000 images, whitened"
QString dataSummary(const ExperimentConfig& config);

/// "true labels", "random labels", "50.0 % of labels drawn anew, 45.0 % wrong"
QString corruptionSummary(const ExperimentConfig& config);

/// "MLP 512, 512, dropout 0.5", "Wide ResNet 28-1"
QString modelSummary(const ExperimentConfig& config);

/// "100 epochs, batch 128, SGD 0.01, exponential"
QString trainingSummary(const ExperimentConfig& config);

/// What differs from the defaults: "Seed 7, Threads 2", or "all at their defaults".
QString advancedSummary(const ExperimentConfig& config);

}   // namespace overfit::ui

#pragma once

#include "core/engine/models/network.h"
#include "core/engine/tensors/training_data.h"
#include "core/engine/training/device.h"
#include "core/engine/training/evaluation_forward.h"
#include "core/experiment/reports.h"

#include <optional>
#include <stop_token>

namespace overfit {

/// What one full pass over the data says of the weights as they are.
struct Evaluation {
    Predictions predictions;
    std::optional<double> train_loss, train_accuracy;   // given labels
    std::optional<double> clean_accuracy, corrupted_accuracy, corrupted_as_true;
    std::optional<double> validation_loss, validation_accuracy;           // given labels
    std::optional<double> test_loss, test_accuracy;                       // true labels
    std::optional<double> test_corrupted_loss, test_corrupted_accuracy;   // given labels, from the same forward pass

    /// The first loss that is not finite, by its name in metrics.jsonl; null when all are.
    const char* diverged_loss() const;

    /// Fills the fields of an epoch line that an evaluation decides.
    void write_to(EpochMetrics& metrics) const;
};

/// Evaluates train, validation and test in evaluation mode, in large batches, and leaves the network in training mode.
/// forward: the network's. Nothing when a stop was asked for: looked at before each batch.
std::optional<Evaluation> evaluate(Network& network, EvaluationForward& forward, const TrainingData& data,
                                   const LabelCorruption& noise, const std::stop_token& stop);

/// Loss (nats, given labels) of the first train examples with batch statistics: what a freshly drawn network should have
/// near ln C. twin: a network with the same weights, since its running statistics move; without dropout.
double initial_loss(Network& twin, const TrainingData& data, const Compute& compute);

}   // namespace overfit

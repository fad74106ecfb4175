#pragma once

#include "core/audit/audit_rules.h"
#include "core/engine/tensors/training_data.h"
#include "core/experiment/prepared_experiment.h"
#include "core/experiment/reports.h"

#include <optional>
#include <stop_token>

namespace overfit {

// The engine's half of the audit: everything here is read back from the device, from the tensors that training uses. Images
// go through the pipeline of evaluation on the host, so that hashes do not depend on the device or on how images are stored.
// What follows from the numbers is decided in core/audit.

/// What one pass over the images tells. Hashes are of labels (u16, little-endian) and scaled images (float32, N x C x H x W
/// in C order); validation_labels: the given ones; test_labels: the true ones, that test_* is scored on;
/// test_corrupted_labels: those of test_corrupted_*. The hash of no images is empty.
struct DataMeasurements {
    DataHashes hashes;
    ImageMeasurements train_images;
};

/// Throws Stopped when that is asked for: images that are read from a file take their time.
DataMeasurements measure_data(const TrainingData& data, const std::stop_token& stop);

/// initial_loss: nats; nothing for a resumed run. Throws Stopped when that is asked for.
AuditReport audit_start(const PreparedExperiment& experiment, const TrainingData& data,
                        const DataMeasurements& data_measured, std::optional<double> initial_loss,
                        const std::stop_token& stop);

/// What is found after the last step, added to what was found before the first. stop: ends the reading of the images; those
/// of blocks that were not read to their end are not compared, and the report says so.
AuditReport audit_end(const PreparedExperiment& experiment, const TrainingData& data, const DataHashes& at_start,
                      AuditReport start, const EpochMetrics& last_line, const std::optional<BestEpoch>& best,
                      const std::stop_token& stop);

/// The labels as they reached the trainer beside the true ones, for the run folder.
LabelRecord record_labels(const PreparedExperiment& experiment, const TrainingData& data);

}   // namespace overfit

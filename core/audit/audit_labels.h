#pragma once

#include "core/audit/audit_rules.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace overfit {

/// The labels of some examples: what they are, and what the trainer was given (or scored on). Both have N entries.
struct LabelPair {
    std::span<const std::uint16_t> true_labels;
    std::span<const std::uint16_t> given_labels;
};

/// Counts what label_findings() judges. expected_fraction: see LabelMeasurements.
LabelMeasurements measure_labels(const LabelPair& labels, int classes, std::optional<double> expected_fraction = {});

/// The share of the class that has most of the labels: the accuracy of always naming it. 0 without labels.
double commonest_share(std::span<const std::uint16_t> labels);

/// An experiment judged before any training, from what prepare_experiment() gives: `overfit audit CONFIG`, the preview.
/// expected_fraction: of the train labels that differ, as the experiment was drawn.
AuditReport audit_prepared(const ExperimentConfig& config, const LabelPair& train, int classes,
                           std::optional<double> expected_fraction = {});

/// What a run folder tells of a run: labels.bin, run.json's `final`, `best` and `audit`.
struct SavedRun {
    LabelPair train;
    LabelPair test;   // given = corrupted by the same rule, for scoring
    int classes = 0;
    std::optional<double> expected_fraction = {};   // run.json audit.expected_changed_fraction
    std::string labels_sha256_at_start;             // run.json audit.labels_sha256; empty where there is none
    std::optional<double> train_accuracy;           // of `final`; what was not evaluated stays empty
    std::optional<double> test_accuracy;
    std::optional<double> test_corrupted_accuracy;
    bool selected_on_test = false;
};

/// A saved run judged again by the same rules, without LibTorch: `overfit audit RUN`. Images are not stored, so
/// `images_sha256` stays empty and the rules on images are not asked.
AuditReport audit_saved_run(const ExperimentConfig& config, const SavedRun& run);

}   // namespace overfit

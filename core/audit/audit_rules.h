#pragma once

#include "core/audit/finding.h"
#include "core/config/experiment_config.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace overfit {

// The rules of the audit: from numbers that somebody else measured to findings. Nothing here reads a tensor or a file; the
// engine measures on what the trainer really uses, `audit_labels.h` on a prepared or a saved experiment.
// The codes and what they mean: `audit_codes.h`.

/// How many of the labels that the trainer learns from differ from the true ones.
struct LabelMeasurements {
    std::int64_t examples = 0;
    std::int64_t changed = 0;                       // given != true
    int classes = 0;                                // C, from which the draw was made
    std::optional<double> expected_fraction = {};   // that differ, where a matrix or a file decides; else `fraction` tells
};

/// The share of labels that differ in expectation; nothing where a matrix or a file decides and nobody kept what it said.
std::optional<double> expected_share(const LabelCorruption& noise, const LabelMeasurements& labels);

/// Mean and mean square of values, with the standard error of each as far as images differ.
struct MomentMeasurements {
    double mean = 0.0, mean_error = 0.0;
    double mean_square = 0.0, mean_square_error = 0.0;
};

/// Pairs that can tell whether one permutation explains both, and those that it does explain.
struct OrderMeasurements {
    std::int64_t told = 0;
    std::int64_t in_one_order = 0;
};

/// Some images as the network sees them, beside what they would be if their pixels were not corrupted.
struct PixelMeasurements {
    std::int64_t compared = 0;
    std::int64_t unchanged = 0;
    std::int64_t looked_at = 0;             // for their permutation; none where only a window of each image is on the device
    std::int64_t permuted = 0;              // of these: have all pixels of their original, in any order
    OrderMeasurements neighbours = {};      // pairs of neighbours among the permuted ones
    OrderMeasurements with_training = {};   // each permuted one with a training image; not of the training images themselves
    OrderMeasurements channels = {};        // each permuted one: its first channel with the others; channels separate only
    std::vector<MomentMeasurements> original_moments = {},   // of the training images alone
        moments = {};   // gaussian: of each channel, or one of all; scaled. None where each image is whitened
};

/// The scaled train images in evaluation mode (centre window), as the network sees them; everything in float or double.
struct ImageMeasurements {
    std::int64_t images = 0;
    double minimum = 0.0;
    double maximum = 0.0;
    double mean = 0.0;                        // over all values
    double standard_deviation = 0.0;          // over all values
    std::vector<double> channel_means;        // C entries, only needed for Scaling::ChannelStatistics
    std::vector<double> channel_deviations;   // likewise
};

/// What is measured before the first step. What could not be measured stays empty and is not judged.
struct StartMeasurements {
    LabelMeasurements train_labels;
    std::int64_t train_labels_not_as_prepared = 0;   // labels on the device that differ from PreparedExamples::given_labels
    std::int64_t validation_examples = 0;
    std::int64_t validation_labels_not_as_prepared = 0;   // likewise: they decide early stopping and `best`
    std::int64_t test_examples = 0;
    std::int64_t test_labels_changed = 0;   // labels that test_* is scored on and that differ from the true ones
    std::int64_t test_corrupted_labels_not_as_prepared = 0;   // likewise, of test_corrupted_*
    std::optional<PixelMeasurements> train_pixels = {}, validation_pixels = {}, test_pixels = {};   // of corruption.pixels
    std::optional<ImageMeasurements> train_images;
    std::optional<double> initial_loss;   // nats, untrained network, one batch with batch statistics, given labels
};

/// sha256 of tensors read back from the device: labels as u16 little-endian, scaled images as float32.
struct DataHashes {
    std::string train_labels;
    std::string train_images;
    std::string validation_labels = {};   // given, as those of train
    std::string validation_images = {};
    std::string test_labels;
    std::string test_images;
    std::string test_corrupted_labels = {};
};

/// What is measured after the last step.
struct EndMeasurements {
    DataHashes at_start;
    DataHashes at_end;                    // an empty hash on either side is not compared
    bool images_not_read_again = false;   // not all of them: a stop ended that
    LabelMeasurements train_labels;       // as at the start
    std::int64_t test_examples = 0;
    double commonest_test_class = 0.0;               // share of the test examples in the class that has most of them
    std::optional<double> train_accuracy;            // given labels, the last evaluation
    std::optional<double> test_accuracy;             // clean test labels, the last evaluation
    std::optional<double> test_corrupted_accuracy;   // test labels corrupted by the same rule from their own stream
    bool selected_on_test = false;                   // `best` was chosen by test accuracy
};

/// Judges the labels, the images and the untrained network. config: the resolved experiment. An Error here stops the run.
std::vector<Finding> start_findings(const ExperimentConfig& config, const StartMeasurements& measured);

/// Judges what a run reports in the end, and that its data stayed as it was.
std::vector<Finding> end_findings(const ExperimentConfig& config, const EndMeasurements& measured);

/// The rule on the labels alone; part of start_findings().
std::vector<Finding> label_findings(const LabelCorruption& noise, const LabelMeasurements& labels);

/// "4,512 of 5,000 labels differ from the true ones (90.2 %); expected 90.0 %": for the audit strip and the terminal.
std::string describe_labels(const LabelCorruption& noise, const LabelMeasurements& labels);

}   // namespace overfit

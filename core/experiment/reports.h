#pragma once

#include "core/audit/finding.h"
#include "core/config/experiment_config.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace overfit {

// Plain data that training tells its observers. Fractions in 0..1, losses in nats, times in seconds.

/// The labels that reached the trainer beside the true ones; each block in data-set order.
struct LabelBlock {
    std::vector<std::uint16_t> true_labels;
    std::vector<std::uint16_t> given_labels;
    std::vector<std::int64_t> indices;   // places in the data set's own train or test half
};

struct LabelRecord {
    std::vector<std::string> class_names;
    LabelBlock train, validation, test;   // test: given = corrupted by the same rule, for scoring only
    std::string source, source_sha256;    // name and hash of the file that decided the labels; empty without one
};

struct DataSummary {
    std::string dataset;
    std::int64_t train_examples = 0, validation_examples = 0, test_examples = 0;
    int classes = 0;
    std::string sha256;   // Dataset::sha256
};

struct ModelSummary {
    std::string name;
    std::int64_t parameters = 0;
};

/// All that is known before the first step.
struct RunHeader {
    ExperimentConfig config;
    ResolvedSeeds seeds;
    std::string device;                      // "cpu", "cuda:0"
    std::string device_name;                 // "AMD EPYC ...", "NVIDIA H200"
    Precision precision = Precision::Fp32;   // never Auto
    int threads = 1;
    std::string device_note = {};   // what is worth knowing of how it computes: what is slow, whether steps are replayed
    std::map<std::string, std::string> versions;   // program, libtorch
    DataSummary data;
    ModelSummary model;
    std::shared_ptr<const LabelRecord> labels;
    AuditReport audit;   // of the tensors before the first step
    std::int64_t steps_per_epoch = 0;
    std::int64_t total_steps = 0;
    std::int64_t first_step = 0;   // > 0 when resumed
};

/// One `step` line of metrics.jsonl: means since the last one.
struct StepReport {
    std::int64_t step = 0;
    double epoch = 0.0;
    double time_s = 0.0;
    double running_loss = 0.0;
    double running_accuracy = 0.0;
    double learning_rate = 0.0;
    double images_per_second = 0.0;
};

/// One `epoch` line of metrics.jsonl; what was not evaluated or does not apply is empty.
struct EpochMetrics {
    std::int64_t epoch = 0;   // 0 = the untrained network
    std::int64_t step = 0;
    double time_s = 0.0;                                // active seconds with evaluation, continued over resumes
    double train_time_s = 0.0;                          // steps only
    std::optional<double> train_loss, train_accuracy;   // full pass, fixed weights, evaluation mode, given labels
    std::optional<double> test_loss, test_accuracy;     // clean test labels
    std::optional<double> test_corrupted_loss, test_corrupted_accuracy;
    std::optional<double> validation_loss, validation_accuracy;   // given labels
    std::optional<double> clean_accuracy, corrupted_accuracy;     // train accuracy where given == true, and where not
    std::optional<double> corrupted_as_true;                // share of the corrupted ones predicted as their true class
    std::optional<double> running_loss, running_accuracy;   // means over the epoch's steps, in training mode
    std::optional<double> learning_rate;                    // of the epoch's steps
    bool operator==(const EpochMetrics&) const = default;
};

/// Predicted classes of every example, in the order of LabelRecord's blocks.
struct Predictions {
    std::vector<std::uint16_t> train, validation, test;
};

struct EpochReport {
    EpochMetrics metrics;
    std::shared_ptr<const Predictions> predictions;   // null when not evaluated or not wanted
};

/// One array of a checkpoint: raw little-endian bytes, C order.
struct NamedArray {
    std::string name;    // Python's names: "features.0.weight"
    std::string dtype;   // as safetensors writes it: "F32", "I64", "U8"
    std::vector<std::int64_t> shape;
    std::vector<std::byte> bytes;
};

/// Everything that a run needs to go on as if it had never stopped.
struct Checkpoint {
    std::int64_t step = 0;
    std::vector<NamedArray> weights;               // parameters and buffers
    std::vector<NamedArray> state;                 // momentum, generator states
    std::map<std::string, std::string> position;   // epoch, step, time_s, train_time_s, best, fitted ...
};

enum class StopReason { Completed, Fitted, EarlyStopped, Cancelled, Diverged };

struct BestEpoch {
    std::string metric;   // "validation_accuracy", or "test_accuracy" with selected_on_test
    double value = 0.0;
    std::int64_t epoch = 0;
    bool selected_on_test = false;
};

/// The first evaluation at `fitted_accuracy`, whether or not the run stopped there.
struct FittedPoint {
    std::int64_t epoch = 0;
    std::int64_t step = 0;
    double time_s = 0.0;
};

struct RunSummary {
    StopReason reason = StopReason::Completed;
    std::string explanation;      // "the loss became NaN in step 37", "all 5,000 given labels are reproduced"
    EpochMetrics final_metrics;   // the last epoch line
    std::optional<BestEpoch> best;
    std::optional<FittedPoint> fitted;
    AuditReport audit;   // of start and end together
    double duration_s = 0.0;
};

}   // namespace overfit

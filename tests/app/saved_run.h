#pragma once

#include "core/audit/audit_labels.h"
#include "core/data/label_hash.h"
#include "core/runs/run_recorder.h"
#include "core/runs/run_store.h"

#include <filesystem>
#include <memory>
#include <string>

namespace overfit::test {

enum class GivenLabels { AsConfigured, LeftTrue };

/// A finished run as the recorder leaves it, without any training: 100 train and 50 test examples of 10 classes, 4 epochs.
/// LeftTrue plants the defect that the audit is for: labels that were to be random and are not.
inline std::filesystem::path write_saved_run(const std::filesystem::path& runs_dir, const std::string& name,
                                             GivenLabels given = GivenLabels::AsConfigured) {
    ExperimentConfig config;
    config.name = name;
    config.data.dataset = "synthetic";
    config.corruption.labels = {1.0, LabelDraw::WrongClasses};
    config.training.epochs = 4;

    auto labels = std::make_shared<LabelRecord>();
    for (int c = 0; c < 10; ++c) labels->class_names.push_back("class " + std::to_string(c));
    const auto fill = [](LabelBlock& block, int count, int shift) {
        for (int i = 0; i < count; ++i) {
            block.true_labels.push_back(static_cast<std::uint16_t>(i % 10));
            block.given_labels.push_back(static_cast<std::uint16_t>((i + shift) % 10));
            block.indices.push_back(i);
        }
    };
    fill(labels->train, 100, given == GivenLabels::LeftTrue ? 0 : 3);
    fill(labels->test, 50, 3);

    RunHeader header;
    header.config = config;
    header.seeds = resolve_seeds(config);
    header.device = "cpu";
    header.device_name = "a processor";
    header.threads = 2;
    header.versions = {{"program", "0"}};
    header.data = {"synthetic", 100, 0, 50, 10, std::string(64, 'a')};
    header.model = {"mlp", 1209866};
    header.labels = labels;
    header.audit = audit_prepared(config, {labels->train.true_labels, labels->train.given_labels}, 10);
    header.audit.labels_sha256 = labels_sha256(labels->train.given_labels);
    header.steps_per_epoch = 10;
    header.total_steps = 40;

    RunRecorder recorder(config, runs_dir);
    recorder.on_start(header);
    EpochMetrics metrics;
    for (int epoch = 0; epoch <= 4; ++epoch) {
        metrics.epoch = epoch;
        metrics.step = 10 * epoch;
        metrics.time_s = 0.5 * epoch;
        metrics.train_loss = 2.3 / (1 + epoch);
        metrics.train_accuracy = 0.2 * epoch + 0.2;
        metrics.test_loss = 2.3 + epoch;
        metrics.test_accuracy = 0.1;
        recorder.on_epoch({metrics, nullptr});
    }
    recorder.finish({.reason = StopReason::Completed,
                     .explanation = "all epochs done",
                     .final_metrics = metrics,
                     .best = BestEpoch{"test_accuracy", 0.1, 0, true},
                     .fitted = FittedPoint{4, 40, 2.0},
                     .audit = header.audit,
                     .duration_s = 2.0});
    return recorder.folder();
}

}   // namespace overfit::test

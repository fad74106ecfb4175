#pragma once

#include "core/comparison/comparison.h"

#include <string>

namespace overfit::samples {

/// A fitted run of a small experiment: 5,000 train and 10,000 test images, p as given.
inline ComparedRun compared_run(const std::string& name, std::uint64_t seed, double fraction, double test_accuracy) {
    ComparedRun run;
    run.config = ExperimentConfig{};
    run.config->name = name;
    run.config->seed = seed;
    run.config->corruption.labels.fraction = fraction;
    run.listing.folder = "/runs/20260131T120000Z-run-" + std::to_string(1000 + seed);
    RunRecord record;
    record.id = run.listing.folder.filename().string();
    record.name = name;
    record.status = RunStatus::Fitted;
    record.host = "node17";
    record.device_name = "a processor";
    record.threads = 2;
    record.precision = "fp32";
    record.duration_s = 40.0;
    record.data = DataSummary{"fashion-mnist", 5000, 0, 10000, 10, std::string(64, 'a')};
    record.model = ModelSummary{"mlp", 407050};
    record.audit = AuditReport{};
    record.audit->labels_changed_fraction = 0.9 * fraction;
    EpochMetrics last;
    last.epoch = 40;
    last.train_accuracy = 1.0;
    last.test_accuracy = test_accuracy;
    record.final_metrics = last;
    record.best = BestEpoch{"test_accuracy", test_accuracy, 3, true};
    record.fitted = FittedPoint{40, 4000, 39.0};
    run.listing.record = record;
    return run;
}

/// Three seeds of random labels (test 10, 11 and 12 %) and three of true ones (80, 82, 84 %).
inline std::vector<ComparedRun> two_experiments() {
    return {compared_run("random labels", 1, 1.0, 0.10), compared_run("random labels", 2, 1.0, 0.11),
            compared_run("random labels", 3, 1.0, 0.12), compared_run("true labels", 4, 0.0, 0.80),
            compared_run("true labels", 5, 0.0, 0.82),   compared_run("true labels", 6, 0.0, 0.84)};
}

}   // namespace overfit::samples

#pragma once

#include "ui/charts/chart_style.h"
#include "ui/curves/shown_run.h"

#include <cmath>
#include <memory>

namespace overfit::ui {

/// Curves as the quick start makes them: train accuracy rises to 1, test accuracy stays near chance for random labels.
inline ShownRun plausibleRun(const QString& name, int place, double corruption, int epochs, int stepsPerEpoch = 20) {
    RunMetrics metrics;
    const double pace = corruption > 0.0 ? 0.05 : 0.3;
    const auto wobble = [](int i) { return std::sin(12.9898 * i) * 0.5 + std::sin(78.233 * i) * 0.5; };
    for (int e = 0; e <= epochs; ++e) {
        EpochMetrics m;
        m.epoch = e;
        m.step = e * stepsPerEpoch;
        m.time_s = 0.4 * e;
        const double fit = 1.0 - std::exp(-pace * e - 0.0008 * e * e);
        m.train_accuracy = std::min(1.0, 0.1 + 0.9 * fit * (1.0 + 0.004 * wobble(e)));
        m.train_loss = 2.35 * (1.0 - fit) + 0.002;
        m.test_accuracy =
            corruption > 0.0 ? 0.1 + 0.008 * wobble(e + 7) : 0.1 + 0.74 * std::min(1.0, fit * 1.05) + 0.006 * wobble(e);
        m.test_loss = corruption > 0.0 ? 2.3 + 0.04 * e : 2.3 - 1.75 * fit + 0.003 * e;
        if (corruption > 0.0) {
            m.clean_accuracy = std::min(1.0, *m.train_accuracy + 0.05 * (1.0 - fit) * fit);
            m.corrupted_accuracy = std::max(0.0, *m.train_accuracy - 0.06 * (1.0 - fit) * fit);
        }
        metrics.epochs.push_back(m);
        for (int s = 1; e < epochs && s <= 4; ++s) {
            StepReport step;
            step.step = m.step + s * stepsPerEpoch / 4;
            step.epoch = e + s / 4.0;
            step.time_s = 0.4 * step.epoch;
            step.running_loss = *m.train_loss * (1.0 + 0.12 * wobble(4 * e + s));
            step.running_accuracy = std::min(1.0, *m.train_accuracy * (1.0 + 0.03 * wobble(4 * e + s)));
            step.learning_rate = 0.05 * std::pow(0.98, e);
            step.images_per_second = 12400 + 300 * wobble(e);
            metrics.steps.push_back(step);
        }
    }
    ShownRun run;
    run.id = QStringLiteral("/runs/") + name;
    run.name = name;
    run.colour = runColour(place);
    run.metrics = std::make_shared<const RunMetrics>(std::move(metrics));
    run.chanceAccuracy = 0.1;
    run.hasCorruption = corruption > 0.0;
    return run;
}

inline LiveProgress plausibleProgress() {
    LiveProgress progress;
    progress.running = true;
    progress.name = QStringLiteral("random labels");
    progress.phase = QStringLiteral("training");
    progress.step = 736;
    progress.totalSteps = 2000;
    progress.epoch = 36.8;
    progress.epochs = 100;
    progress.imagesPerSecond = 12431.7;
    progress.secondsLeft = 41;
    progress.trainAccuracy = 0.841;
    progress.testAccuracy = 0.102;
    AuditReport audit;
    audit.labels_changed = 4505;
    audit.labels_changed_fraction = 0.901;
    audit.expected_changed_fraction = 0.9;
    audit.chance_accuracy = 0.1;
    audit.findings.push_back(
        {FindingLevel::Note, "regulariser-active", "weight_decay 0.0005 is active in a run with random labels."});
    progress.audit = audit;
    return progress;
}

}   // namespace overfit::ui

#pragma once

#include "core/config/experiment_config.h"

#include <QHash>
#include <QString>
#include <optional>

namespace overfit::ui {

/// How long an epoch takes, learned from the runs of this session: the same data, model, batches and device take the same
/// time again, whatever the labels are.
class KnownPace {
public:
    void learn(const ExperimentConfig& config, double secondsPerEpoch);   // ignored unless positive

    /// All epochs of the experiment, evaluations included, in seconds; nothing where its like has not been run yet.
    std::optional<double> secondsOf(const ExperimentConfig& config) const;

private:
    QHash<QString, double> secondsPerEpoch_;
};

}   // namespace overfit::ui

#include "ui/queue/known_pace.h"

#include "core/config/config_yaml.h"

namespace overfit::ui {

namespace {

/// The experiment without what an epoch's time does not depend on. A field that is not named here counts.
QString paceKey(ExperimentConfig config) {
    const ExperimentConfig plain;
    config.name = plain.name;
    config.seed = plain.seed;
    config.seeds = plain.seeds;
    config.corruption = plain.corruption;
    const std::int64_t batch = config.training.batch_size;
    const OptimizerKind optimizer = config.training.optimizer;
    config.training = plain.training;
    config.training.batch_size = batch;
    config.training.optimizer = optimizer;
    return QString::fromStdString(config_to_yaml(config));
}

}   // namespace

void KnownPace::learn(const ExperimentConfig& config, double secondsPerEpoch) {
    if (secondsPerEpoch > 0) secondsPerEpoch_.insert(paceKey(config), secondsPerEpoch);
}

std::optional<double> KnownPace::secondsOf(const ExperimentConfig& config) const {
    const double seconds = secondsPerEpoch_.value(paceKey(config));
    if (seconds <= 0) return std::nullopt;
    return seconds * static_cast<double>(config.training.epochs);
}

}   // namespace overfit::ui

#include "ui/worker/queued_experiment.h"

#include <algorithm>
#include <limits>

namespace overfit::ui {

std::string freeName(const std::string& wanted, const std::vector<std::string>& taken) {
    std::string name = wanted;
    for (int copy = 2; std::find(taken.begin(), taken.end(), name) != taken.end(); ++copy) {
        name = wanted + " (" + std::to_string(copy) + ")";
    }
    return name;
}

std::vector<ExperimentConfig> withSeeds(const ExperimentConfig& config, int count) {
    std::vector<ExperimentConfig> series;
    for (int place = 0; place < count; ++place) {
        const auto offset = static_cast<std::uint64_t>(place);
        if (offset > std::numeric_limits<std::uint64_t>::max() - config.seed) break;
        ExperimentConfig next = config;
        next.seed = config.seed + offset;
        next.name = config.name + ", seed " + std::to_string(next.seed);
        series.push_back(std::move(next));
    }
    return series;
}

}   // namespace overfit::ui

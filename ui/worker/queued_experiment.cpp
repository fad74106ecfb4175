#include "ui/worker/queued_experiment.h"

#include <algorithm>
#include <limits>
#include <string_view>

namespace overfit::ui {

namespace {

/// "run" of "run (2)": a copy of a copy is one more of the first. Not of "run (2024)".
std::string_view withoutCount(std::string_view name) {
    const auto open = name.rfind(" (");
    if (open == std::string_view::npos || open == 0 || !name.ends_with(')')) return name;
    const std::string_view digits = name.substr(open + 2, name.size() - open - 3);
    const bool counts =
        !digits.empty() && digits.size() <= 3 && digits.find_first_not_of("0123456789") == std::string_view::npos;
    return counts ? name.substr(0, open) : name;
}

}   // namespace

bool isRepeat(const QueuedExperiment& experiment, const QueuedExperiment& other) {
    if (experiment.number == other.number || !experiment.resumed.empty() || !other.resumed.empty()) return false;
    return areEqualButForTheName(experiment.config, other.config);
}

bool areEqualButForTheName(ExperimentConfig one, const ExperimentConfig& other) {
    one.name = other.name;
    return one == other;
}

std::string freeName(const std::string& wanted, const std::vector<std::string>& taken) {
    const auto isTaken = [&](const std::string& name) { return std::find(taken.begin(), taken.end(), name) != taken.end(); };
    const std::string first(withoutCount(wanted));
    const std::string plain = isTaken(first) ? first : wanted;   // "experiment (2024)" alone is no copy
    std::string name = wanted;
    for (int copy = 2; isTaken(name); ++copy) name = plain + " (" + std::to_string(copy) + ")";
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

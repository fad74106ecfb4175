#include "core/audit/initial_loss_rule.h"

#include <cmath>
#include <fmt/format.h>

namespace overfit {

namespace {

constexpr double tolerance = 0.5;   // nats

bool lifts_by_max_pools(const ModelConfig& model) {
    return model.name == "small-alexnet" || model.name == "alexnet" ||
           (model.name == "small-inception" && !model.batch_norm);
}

double most_excess(const ModelConfig& model) {
    switch (model.initialization) {
        case Initialization::Default: return model.name == "inception-v3" ? 5.0 : 0.0;
        case Initialization::He: return lifts_by_max_pools(model) ? 5.0 : 1.0;
        case Initialization::Xavier: return 1.0;
        case Initialization::TruncatedNormal: return 0.5;
    }
    return 0.0;
}

}   // namespace

std::vector<Finding> initial_loss_findings(const ModelConfig& model, double loss, int classes) {
    const double uniform = std::log(classes);
    const double least = uniform - tolerance, most = uniform + most_excess(model) + tolerance;
    if (loss >= least && loss <= most) return {};   // false for NaN
    return {{FindingLevel::Warning, "initial-loss",
             fmt::format("the untrained network starts at a loss of {:.3f}; expected {:.3f} (ln {}), {:.3f} to {:.3f} for "
                         "this model and its initialisation: its first guesses are far from even",
                         loss, uniform, classes, least, most)}};
}

}   // namespace overfit

#include "core/audit/initial_loss_rule.h"

#include <cmath>
#include <fmt/format.h>

namespace overfit {

namespace {

constexpr double tolerance = 0.5;   // nats

constexpr const char* of_bytes =
    ", as is to be expected with data.scaling none, since weights are drawn for inputs of about 1";

double most_excess_of_he(const ModelConfig& model) {
    if (model.name == "small-alexnet" || model.name == "alexnet") return 15.0;
    if (model.name == "small-inception" && !model.batch_norm) return 5.0;
    return model.name == "resnet" ? 3.0 : 1.0;
}

double most_excess(const ModelConfig& model) {
    switch (model.initialization) {
        case Initialization::Default: return model.name == "inception-v3" ? 5.0 : 0.0;
        case Initialization::He: return most_excess_of_he(model);
        case Initialization::Xavier: return 1.0;
        case Initialization::TruncatedNormal: return 0.5;
    }
    return 0.0;
}

}   // namespace

std::vector<Finding> initial_loss_findings(const ModelConfig& model, Scaling scaling, double loss, int classes) {
    const double uniform = std::log(classes);
    const double least = uniform - tolerance, most = uniform + most_excess(model) + tolerance;
    if (loss >= least && loss <= most) return {};   // false for NaN
    return {{FindingLevel::Warning, "initial-loss",
             fmt::format("the untrained network starts at a loss of {:.3f}; expected {:.3f} (ln {}), {:.3f} to {:.3f} for "
                         "this model and its initialisation: its first guesses are far from even{}",
                         loss, uniform, classes, least, most, scaling == Scaling::None ? of_bytes : "")}};
}

}   // namespace overfit

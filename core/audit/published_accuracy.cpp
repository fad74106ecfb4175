#include "core/audit/published_accuracy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace overfit {

namespace {

struct KnownAccuracy {
    std::string_view dataset, model;
    double accuracy;   // on true labels
};

constexpr std::array known_accuracies{
    KnownAccuracy{"cifar10", "small-inception", 0.8575},   // table 1, no crop, no weight decay
    KnownAccuracy{"cifar10", "small-alexnet", 0.7607},
    KnownAccuracy{"cifar10", "mlp", 0.5239},           // 3 x 512; 1 x 512 reaches .5051
    KnownAccuracy{"cifar10", "wide-resnet", 0.8634},   // 28-1
    KnownAccuracy{"cifar100", "wide-resnet", 0.5558},
    KnownAccuracy{"mnist", "mlp", 0.98},
    KnownAccuracy{"mnist", "wide-resnet", 0.99},
    KnownAccuracy{"fashion-mnist", "mlp", 0.89},
    KnownAccuracy{"fashion-mnist", "wide-resnet", 0.93},
};

// Clean-test error of the small Inception on CIFAR-10 at p = 0, .1, ..., 1.
constexpr std::array<double, 11> errors{.13, .21, .285, .37, .45, .545, .625, .71, .79, .86, .90};

double interpolated_error(double p) {
    const double place = std::clamp(p, 0.0, 1.0) * 10.0;
    const auto left = std::min<std::size_t>(9, static_cast<std::size_t>(place));
    return std::lerp(errors[left], errors[left + 1], place - static_cast<double>(left));
}

}   // namespace

std::optional<PublishedAccuracy> published_accuracy(const ExperimentConfig& config, double changed, int classes) {
    const auto known = std::ranges::find_if(known_accuracies, [&](const KnownAccuracy& entry) {
        return entry.dataset == config.data.dataset && entry.model == config.model.name;
    });
    if (known == known_accuracies.end()) return std::nullopt;
    // The curve is over p of a draw over all classes; another draw with as many wrong labels is as hard.
    const double p = changed * classes / (classes - 1);
    // What is left of the distance between chance and true labels.
    const double left = (errors.back() - interpolated_error(p)) / (errors.back() - errors.front());
    const double chance = 1.0 / classes;
    std::optional<double> of_inception;
    if (known->dataset == "cifar10") of_inception = 1.0 - interpolated_error(p);
    return PublishedAccuracy{.on_true_labels = known->accuracy,
                             .with_this_noise = chance + (known->accuracy - chance) * left,
                             .inception_with_this_noise = of_inception};
}

}   // namespace overfit

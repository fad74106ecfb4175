#include "core/audit/published_accuracy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

namespace overfit {

namespace {

bool is_small_inception(const ModelConfig& model) { return model.name == "small-inception" && model.batch_norm; }

bool is_small_inception_without_batch_norm(const ModelConfig& model) {
    return model.name == "small-inception" && !model.batch_norm;
}

bool is_small_alexnet(const ModelConfig& model) { return model.name == "small-alexnet"; }

template <std::size_t Layers>
bool is_mlp_of_512(const ModelConfig& model) {
    return model.name == "mlp" && model.hidden == std::vector<std::int64_t>(Layers, 512);
}

bool is_wide_resnet_28_1(const ModelConfig& model) {
    return model.name == "wide-resnet" && model.depth == 28 && model.width == 1;
}

struct KnownAccuracy {
    std::string_view dataset;
    bool (*is_of)(const ModelConfig&);   // other sizes of a model reach something else
    double accuracy;                     // on true labels
};

constexpr std::array known_accuracies{
    // Zhang et al. 2017, table 1, neither random crop nor weight decay.
    KnownAccuracy{"cifar10", is_small_inception, 0.8575},
    KnownAccuracy{"cifar10", is_small_inception_without_batch_norm, 0.8200},
    KnownAccuracy{"cifar10", is_small_alexnet, 0.7607},
    KnownAccuracy{"cifar10", is_mlp_of_512<3>, 0.5239},
    KnownAccuracy{"cifar10", is_mlp_of_512<1>, 0.5051},
    // A reproduction of fitting-random-labels, epoch 299 of its logs of p = 0. Its logs of larger p tell the same,
    // 86.34 % and 55.58 % at p = 1, since its corrupted labels never reached training: those are what this rule is to find.
    KnownAccuracy{"cifar10", is_wide_resnet_28_1, 0.8611},
    KnownAccuracy{"cifar100", is_wide_resnet_28_1, 0.5658},
};

// Clean-test error of the small Inception on CIFAR-10 at p = 0, .1, ..., 1: figure 1(c) as a public reproduction scores it.
constexpr std::array<double, 11> errors{.13, .21, .285, .37, .45, .545, .625, .71, .79, .86, .90};

double interpolated_error(double p) {
    const double place = std::clamp(p, 0.0, 1.0) * 10.0;
    const auto left = std::min<std::size_t>(9, static_cast<std::size_t>(place));
    return std::lerp(errors[left], errors[left + 1], place - static_cast<double>(left));
}

}   // namespace

std::optional<PublishedAccuracy> published_accuracy(const ExperimentConfig& config, double changed, int classes) {
    const auto known = std::ranges::find_if(known_accuracies, [&](const KnownAccuracy& entry) {
        return entry.dataset == config.data.dataset && entry.is_of(config.model);
    });
    if (known == known_accuracies.end()) return std::nullopt;
    const double chance = 1.0 / classes;
    if (config.corruption.labels.draw == LabelDraw::PairFlip) {
        // Nothing is published of these models. The least that can be said: a test image is taken for what its neighbour's
        // label says, flipped or not; a wrong guess meets the true class by chance.
        const double by_luck = (1.0 - known->accuracy) / (classes - 1);
        return PublishedAccuracy{.on_true_labels = known->accuracy,
                                 .with_this_noise = std::lerp(known->accuracy, by_luck, changed),
                                 .inception_with_this_noise = {}};
    }
    // The curve is over p of a draw over all classes; another draw with as many wrong labels is as hard.
    const double p = changed * classes / (classes - 1);
    // What is left of the distance between chance and true labels.
    const double left = (errors.back() - interpolated_error(p)) / (errors.back() - errors.front());
    std::optional<double> of_inception;
    if (known->dataset == "cifar10") of_inception = 1.0 - interpolated_error(p);
    return PublishedAccuracy{.on_true_labels = known->accuracy,
                             .with_this_noise = chance + (known->accuracy - chance) * left,
                             .inception_with_this_noise = of_inception};
}

}   // namespace overfit

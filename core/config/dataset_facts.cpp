#include "core/config/dataset_facts.h"

#include "core/config/experiment_config.h"

#include <algorithm>
#include <array>

namespace overfit {

namespace {

// Sizes as published; 0 = known only once the folder is read.
constexpr std::array facts{
    DatasetFacts{"fashion-mnist", "Fashion-MNIST", "clothes in grey, ten kinds; harder than digits, as fast", 10, 1, 28, 28,
                 60'000, 10'000},
    DatasetFacts{"mnist", "MNIST", "handwritten digits in grey", 10, 1, 28, 28, 60'000, 10'000},
    DatasetFacts{"cifar10", "CIFAR-10", "ten kinds of things in colour; the paper's main data set", 10, 3, 32, 32, 50'000,
                 10'000},
    DatasetFacts{"cifar100", "CIFAR-100", "a hundred kinds of things in colour, 500 training images each", 100, 3, 32, 32,
                 50'000, 10'000},
    DatasetFacts{"cifar100-coarse", "CIFAR-100 coarse", "the images of CIFAR-100 in twenty groups of five kinds", 20, 3, 32,
                 32, 50'000, 10'000},
    DatasetFacts{"synthetic", "Synthetic", "coloured patterns made by the program; no file needed, for trying things out",
                 10, 3, 16, 16, 2'000, 1'000},
    DatasetFacts{"kmnist", "KMNIST", "cursive Japanese characters in grey", 10, 1, 28, 28, 60'000, 10'000},
    DatasetFacts{"emnist-byclass", "EMNIST by class", "digits and both cases of letters", 62, 1, 28, 28, 697'932, 116'323},
    DatasetFacts{"emnist-bymerge", "EMNIST by merge", "digits and letters, cases merged where they look alike", 47, 1, 28,
                 28, 697'932, 116'323},
    DatasetFacts{"emnist-balanced", "EMNIST balanced", "the merged classes, equally many of each", 47, 1, 28, 28, 112'800,
                 18'800},
    DatasetFacts{"emnist-letters", "EMNIST letters", "letters, both cases in one class", 26, 1, 28, 28, 124'800, 20'800},
    DatasetFacts{"emnist-digits", "EMNIST digits", "four times the digits of MNIST", 10, 1, 28, 28, 240'000, 40'000},
    DatasetFacts{"emnist-mnist", "EMNIST as MNIST", "digits of the size and balance of MNIST", 10, 1, 28, 28, 60'000,
                 10'000},
    DatasetFacts{"qmnist", "QMNIST", "MNIST rebuilt, with all 60,000 test images", 10, 1, 28, 28, 60'000, 60'000},
    DatasetFacts{"svhn", "SVHN", "digits of house numbers in colour", 10, 3, 32, 32, 73'257, 26'032},
    DatasetFacts{"svhn-extra", "SVHN with extra", "the same test images; 531,131 easier ones added to train", 10, 3, 32, 32,
                 604'388, 26'032},
    DatasetFacts{"stl10", "STL-10", "ten kinds of things, larger and far fewer images (labelled ones only)", 10, 3, 96, 96,
                 5'000, 8'000},
    DatasetFacts{"voc2012", "Pascal VOC 2012", "photographs that show objects of one of twenty classes only", 20, 3, 0, 0},
    DatasetFacts{"image-folder", "Image folder", "your own images (or ImageNet), one folder per class", 0, 3, 0, 0},
};

}   // namespace

std::span<const DatasetFacts> dataset_facts() { return facts; }

const DatasetFacts* find_dataset_facts(std::string_view name) {
    const auto found = std::ranges::find(facts, name, &DatasetFacts::name);
    return found == facts.end() ? nullptr : &*found;
}

std::optional<ImageShape> input_shape(const DataConfig& data) {
    const DatasetFacts* known = find_dataset_facts(data.dataset);
    if (known == nullptr) return std::nullopt;
    ImageShape shape{.channels = known->channels, .height = known->height, .width = known->width};
    for (const std::int64_t side : {data.resize, data.crop}) {
        if (side > 0) shape.height = shape.width = static_cast<int>(side);
    }
    return shape.values() > 0 ? std::optional(shape) : std::nullopt;
}

DataConfig before_training(const ExperimentConfig& config) {
    DataConfig data = config.data;
    if (config.augmentation.random_crop) data.crop = 0;
    return data;
}

}   // namespace overfit

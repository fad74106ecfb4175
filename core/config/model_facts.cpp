#include "core/config/model_facts.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace overfit {

namespace {

constexpr std::array facts{
    ModelFacts{"mlp", "MLP", "fully connected layers with ReLU; the paper's MLP 1x512 and 3x512"},
    ModelFacts{"wide-resnet", "Wide ResNet", "residual convolution network; 28-1 is the model of fitting-random-labels", 8},
    ModelFacts{"small-inception", "Small Inception", "the paper's Inception for 28 x 28 images (figure 3)", 8},
    ModelFacts{"small-alexnet", "Small AlexNet", "the paper's AlexNet for 28 x 28 images, two convolution blocks", 8},
    ModelFacts{"resnet", "ResNet-18", "residual network of any width, for double descent", 8},
    ModelFacts{"alexnet", "AlexNet", "for ImageNet, 224 x 224 images; torchvision's", 63},
    ModelFacts{"inception-v3", "Inception V3", "the paper's network for ImageNet, 299 x 299 images", 75},
    ModelFacts{"linear", "Linear", "one layer: softmax regression"},
};

}   // namespace

std::span<const ModelFacts> model_facts() { return facts; }

const ModelFacts* find_model_facts(std::string_view name) {
    const auto found = std::ranges::find(facts, name, &ModelFacts::name);
    return found == facts.end() ? nullptr : &*found;
}

std::string image_size_problem(const ModelConfig& model, int height, int width) {
    const ModelFacts* known = find_model_facts(model.name);
    const int smallest = known == nullptr ? 1 : known->smallest_side;
    if (model.name == "wide-resnet") {
        // Two stages halve the image; what is left is averaged and must not be a single row or column.
        const auto fits = [&](int side) { return side >= smallest && side % 4 == 0; };
        if (fits(height) && fits(width)) return "";
        return fmt::format(
            "wide-resnet halves the image twice: it takes sides of at least {} pixels, divisible by 4; found {} x {}; crop "
            "the images or take another model",
            smallest, height, width);
    }
    if (std::min(height, width) >= smallest) return "";
    return fmt::format("{} takes images of at least {} x {} pixels, found {} x {}; take larger images or another model",
                       model.name, smallest, smallest, height, width);
}

std::string depth_problem(const ModelConfig& model) {
    if (model.name != "wide-resnet" || (model.depth >= 10 && model.depth % 6 == 4)) return "";
    constexpr std::int64_t deepest = 1'000'000;   // far beyond any: the arithmetic holds for whatever a file says
    const std::int64_t lower = (std::clamp<std::int64_t>(model.depth, 10, deepest) - 4) / 6 * 6 + 4;
    return fmt::format("expected 6n + 4, such as {} or {}, found {}", lower, lower + 6, model.depth);
}

std::string response_normalization_problem(const ModelConfig& model) {
    const std::int64_t size = model.response_normalization.size;
    return size % 2 == 1 ? "" : fmt::format("expected an odd number of channels, found {}", size);
}

}   // namespace overfit

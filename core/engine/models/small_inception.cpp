#include "core/engine/models/small_inception.h"

namespace overfit {

namespace {

constexpr std::int64_t first_channels = 96;

torch::Tensor halved(const torch::Tensor& x) { return torch::max_pool2d(x, /*kernel_size=*/3, /*stride=*/2, /*padding=*/1); }

std::vector<InceptionBranch> inception(std::int64_t channels_1x1, std::int64_t channels_3x3) {
    return {{.chain = {{"conv1x1", channels_1x1, Kernel::square(1)}}, .fork = {}},
            {.chain = {{"conv3x3", channels_3x3, Kernel::square(3)}}, .fork = {}}};
}

std::vector<InceptionBranch> downsample(std::int64_t channels) {
    return {{.chain = {{"conv3x3", channels, Kernel::square(3, 2)}}, .fork = {}}, {.pool = halved, .chain = {}, .fork = {}}};
}

}   // namespace

SmallInception::SmallInception(const InputShape& input, std::int64_t classes, const std::optional<BatchNormOptions>& norm)
    : Network(/*dropout=*/0.0),
      conv1_(register_module("conv1",
                             std::make_shared<ConvolutionUnit>(input.channels, first_channels, Kernel::square(3), norm))),
      blocks_(register_blocks(norm)),
      fc_(register_module("fc", std::make_shared<Linear>(blocks_.back()->outputs(), classes))) {}

std::vector<std::shared_ptr<InceptionBlock>> SmallInception::register_blocks(const std::optional<BatchNormOptions>& norm) {
    std::vector<std::shared_ptr<InceptionBlock>> blocks;
    std::int64_t channels = first_channels;
    for (const auto& branches :
         {inception(32, 32), inception(32, 48), downsample(80), inception(112, 48), inception(96, 64), inception(80, 80),
          inception(48, 96), downsample(96), inception(176, 160), inception(176, 160)}) {
        const auto block = std::make_shared<InceptionBlock>(channels, branches, norm);
        blocks.push_back(register_module("block" + std::to_string(blocks.size() + 1), block));
        channels = block->outputs();
    }
    return blocks;
}

torch::Tensor SmallInception::forward(const torch::Tensor& images) {
    torch::Tensor x = traced("conv1", as_channels_last(conv1_->forward(images)));   // N x 96 x 28 x 28
    for (std::size_t block = 0; block < blocks_.size(); ++block) {
        x = traced("block" + std::to_string(block + 1), blocks_[block]->forward(x));
    }
    return traced("fc", fc_->forward(x.mean({2, 3})));   // N x 336 x 7 x 7 -> N x classes
}

}   // namespace overfit

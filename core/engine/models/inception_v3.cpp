#include "core/engine/models/inception_v3.h"

#include "core/engine/models/initialization.h"

#include <utility>

namespace overfit {

namespace {

constexpr BatchNormOptions norm{.affine = BatchNormAffine::ScaleAndShift, .epsilon = 1e-3};

torch::Tensor averaged(const torch::Tensor& x) {
    return torch::avg_pool2d(x, /*kernel_size=*/3, /*stride=*/1, /*padding=*/1);
}

torch::Tensor halved(const torch::Tensor& x) { return torch::max_pool2d(x, /*kernel_size=*/3, /*stride=*/2); }

// Shorter names for the tables below, which read as torchvision's classes do.
constexpr Kernel one = Kernel::square(1), three = Kernel::square(3), five = Kernel::square(5);
constexpr Kernel halving = Kernel::unpadded(3, 2);

InceptionBranch branch(std::vector<InceptionBranch::Unit> chain, std::vector<InceptionBranch::Unit> fork = {}) {
    return {.pool = nullptr, .chain = std::move(chain), .fork = std::move(fork)};
}

InceptionBranch pool_branch(std::int64_t outputs) {
    return {.pool = averaged, .chain = {{"branch_pool", outputs, one}}, .fork = {}};
}

InceptionBranch max_pool_branch() { return {.pool = halved, .chain = {}, .fork = {}}; }

std::vector<InceptionBranch> block_a(std::int64_t pool_outputs) {
    return {branch({{"branch1x1", 64, one}}), branch({{"branch5x5_1", 48, one}, {"branch5x5_2", 64, five}}),
            branch({{"branch3x3dbl_1", 64, one}, {"branch3x3dbl_2", 96, three}, {"branch3x3dbl_3", 96, three}}),
            pool_branch(pool_outputs)};
}

std::vector<InceptionBranch> block_b() {
    return {branch({{"branch3x3", 384, halving}}),
            branch({{"branch3x3dbl_1", 64, one}, {"branch3x3dbl_2", 96, three}, {"branch3x3dbl_3", 96, halving}}),
            max_pool_branch()};
}

std::vector<InceptionBranch> block_c(std::int64_t inner) {
    const Kernel row = Kernel::row(7), column = Kernel::column(7);
    return {branch({{"branch1x1", 192, one}}),
            branch({{"branch7x7_1", inner, one}, {"branch7x7_2", inner, row}, {"branch7x7_3", 192, column}}),
            branch({{"branch7x7dbl_1", inner, one},
                    {"branch7x7dbl_2", inner, column},
                    {"branch7x7dbl_3", inner, row},
                    {"branch7x7dbl_4", inner, column},
                    {"branch7x7dbl_5", 192, row}}),
            pool_branch(192)};
}

std::vector<InceptionBranch> block_d() {
    return {branch({{"branch3x3_1", 192, one}, {"branch3x3_2", 320, halving}}),
            branch({{"branch7x7x3_1", 192, one},
                    {"branch7x7x3_2", 192, Kernel::row(7)},
                    {"branch7x7x3_3", 192, Kernel::column(7)},
                    {"branch7x7x3_4", 192, halving}}),
            max_pool_branch()};
}

std::vector<InceptionBranch> block_e() {
    const Kernel row = Kernel::row(3), column = Kernel::column(3);
    return {branch({{"branch1x1", 320, one}}),
            branch({{"branch3x3_1", 384, one}}, {{"branch3x3_2a", 384, row}, {"branch3x3_2b", 384, column}}),
            branch({{"branch3x3dbl_1", 448, one}, {"branch3x3dbl_2", 384, three}},
                   {{"branch3x3dbl_3a", 384, row}, {"branch3x3dbl_3b", 384, column}}),
            pool_branch(192)};
}

}   // namespace

InceptionV3::InceptionV3(const InputShape& input, std::int64_t classes, double dropout)
    : Network(dropout),
      conv1a_(register_unit("Conv2d_1a_3x3", input.channels, 32, halving)),
      conv2a_(register_unit("Conv2d_2a_3x3", 32, 32, Kernel::unpadded(3))),
      conv2b_(register_unit("Conv2d_2b_3x3", 32, 64, three)),
      conv3b_(register_unit("Conv2d_3b_1x1", 64, 80, one)),
      conv4a_(register_unit("Conv2d_4a_3x3", 80, 192, Kernel::unpadded(3))),
      blocks_(register_blocks()),
      fc_(register_module("fc", std::make_shared<Linear>(blocks_.back().block->outputs(), classes))) {}

std::shared_ptr<ConvolutionUnit> InceptionV3::register_unit(const std::string& name, std::int64_t inputs,
                                                            std::int64_t outputs, const Kernel& kernel) {
    return register_module(name, std::make_shared<ConvolutionUnit>(inputs, outputs, kernel, norm));
}

std::vector<InceptionV3::NamedBlock> InceptionV3::register_blocks() {
    std::vector<NamedBlock> blocks;
    std::int64_t channels = 192;
    const std::vector<std::pair<std::string, std::vector<InceptionBranch>>> table{
        {"Mixed_5b", block_a(32)},  {"Mixed_5c", block_a(64)},  {"Mixed_5d", block_a(64)},  {"Mixed_6a", block_b()},
        {"Mixed_6b", block_c(128)}, {"Mixed_6c", block_c(160)}, {"Mixed_6d", block_c(160)}, {"Mixed_6e", block_c(192)},
        {"Mixed_7a", block_d()},    {"Mixed_7b", block_e()},    {"Mixed_7c", block_e()}};
    for (const auto& [name, branches] : table) {
        blocks.push_back({name, register_module(name, std::make_shared<InceptionBlock>(channels, branches, norm))});
        channels = blocks.back().block->outputs();
    }
    return blocks;
}

torch::Tensor InceptionV3::forward(const torch::Tensor& images) {
    torch::Tensor x = traced("Conv2d_1a_3x3", as_channels_last(conv1a_->forward(images)));   // N x 32 x 149 x 149
    x = traced("Conv2d_2a_3x3", conv2a_->forward(x));                                        // N x 32 x 147 x 147
    x = traced("Conv2d_2b_3x3", conv2b_->forward(x));                                        // N x 64 x 147 x 147
    x = traced("Conv2d_3b_1x1", conv3b_->forward(halved(x)));                                // N x 80 x 73 x 73
    x = halved(traced("Conv2d_4a_3x3", conv4a_->forward(x)));                                // N x 192 x 35 x 35
    for (const NamedBlock& block : blocks_) x = traced(block.name, block.block->forward(x));
    x = dropout_(x.mean({2, 3}), is_training());   // N x 2048 x 8 x 8 -> N x 2048
    return traced("fc", fc_->forward(x));          // N x classes
}

void InceptionV3::draw_default_weights(at::Generator generator) {
    draw_as_pytorch(fc_->weight, fc_->bias, generator);   // for the biases
    for (torch::Tensor& parameter : parameters()) {
        if (parameter.dim() > 1) parameter.normal_(0.0, 0.1, generator);
    }
}

}   // namespace overfit

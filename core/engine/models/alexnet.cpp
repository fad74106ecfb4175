#include "core/engine/models/alexnet.h"

namespace overfit {

namespace {

constexpr std::int64_t grid = 6;   // what the linear layers see of the image, places

std::shared_ptr<Convolution> convolution(std::int64_t inputs, std::int64_t outputs, const Kernel& kernel) {
    return std::make_shared<Convolution>(inputs, outputs, kernel, Bias::With);
}

/// `grid` x side: the weights with which `side` places are averaged into `grid` ones, as torch.nn.AdaptiveAvgPool2d does.
torch::Tensor averages_over(std::int64_t side) {
    torch::Tensor weights = torch::zeros({grid, side}, torch::kFloat64);
    for (std::int64_t place = 0; place < grid; ++place) {
        const std::int64_t first = place * side / grid, end = ((place + 1) * side + grid - 1) / grid;
        weights[place].narrow(0, first, end - first).fill_(1.0 / static_cast<double>(end - first));
    }
    return weights;
}

torch::Tensor pooled(const torch::Tensor& x) { return torch::max_pool2d(x, /*kernel_size=*/3, /*stride=*/2); }

}   // namespace

// PyTorch's own adaptive pooling has no deterministic gradient on a GPU; two products have.
torch::Tensor GridAverage::operator()(const torch::Tensor& x) {
    if (x.size(2) == grid && x.size(3) == grid) return x;
    update(rows_, x.size(2), x.device());
    update(columns_, x.size(3), x.device());
    return rows_.to(x.scalar_type()).matmul(x).matmul(columns_.to(x.scalar_type()).t());
}

void GridAverage::update(torch::Tensor& weights, std::int64_t side, const torch::Device& device) {
    if (weights.defined() && weights.size(1) == side && weights.device() == device) return;
    const c10::InferenceMode no_inference(false);   // the first pass is an evaluation, and training saves the weights
    weights = averages_over(side).to(device, torch::kFloat32);
}

AlexNet::AlexNet(const InputShape& input, std::int64_t classes, double dropout)
    : Network(dropout),
      features_(register_module("features", std::make_shared<NamedGroup>())),
      classifier_(register_module("classifier", std::make_shared<NamedGroup>())),
      conv1_(features_->register_module("0", convolution(input.channels, 64, {11, 11, 4, 2, 2}))),
      conv2_(features_->register_module("3", convolution(64, 192, Kernel::square(5)))),
      conv3_(features_->register_module("6", convolution(192, 384, Kernel::square(3)))),
      conv4_(features_->register_module("8", convolution(384, 256, Kernel::square(3)))),
      conv5_(features_->register_module("10", convolution(256, 256, Kernel::square(3)))),
      hidden1_(classifier_->register_module("1", std::make_shared<Linear>(256 * grid * grid, 4096))),
      hidden2_(classifier_->register_module("4", std::make_shared<Linear>(4096, 4096))),
      output_(classifier_->register_module("6", std::make_shared<Linear>(4096, classes))) {}

torch::Tensor AlexNet::forward(const torch::Tensor& images) {
    torch::Tensor x = traced("features.0", as_channels_last(conv1_->forward(images)).relu_());   // N x 64 x 55 x 55
    x = traced("features.3", conv2_->forward(pooled(x)).relu_());                                // N x 192 x 27 x 27
    x = traced("features.6", conv3_->forward(pooled(x)).relu_());                                // N x 384 x 13 x 13
    x = traced("features.8", conv4_->forward(x).relu_());                                        // N x 256 x 13 x 13
    x = traced("features.10", conv5_->forward(x).relu_());                                       // N x 256 x 13 x 13
    x = averaged_(pooled(x)).flatten(1);                                                         // N x (256 6 6)
    x = traced("classifier.1", hidden1_->forward_relu(dropout_(x, is_training())));              // N x 4096
    x = traced("classifier.4", hidden2_->forward_relu(dropout_(x, is_training())));              // N x 4096
    return traced("classifier.6", output_->forward(x));                                          // N x classes
}

}   // namespace overfit

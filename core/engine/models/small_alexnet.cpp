#include "core/engine/models/small_alexnet.h"

namespace overfit {

namespace {

torch::Tensor halved(const torch::Tensor& x) { return torch::max_pool2d(x, /*kernel_size=*/3, /*stride=*/2, /*padding=*/1); }

std::int64_t half(std::int64_t side) { return (side + 1) / 2; }

}   // namespace

ResponseNormalization::ResponseNormalization(std::int64_t channels, const ResponseNormalizationConfig& constants)
    : constants_(constants), band_(torch::ones({channels, channels}).tril(constants.size / 2).triu(-(constants.size / 2))) {}

// The sums over neighbouring channels are a product with a band of ones: many times faster than PyTorch's pooling over a
// fifth dimension, and it keeps the memory layout.
torch::Tensor ResponseNormalization::operator()(const torch::Tensor& x) {
    const c10::impl::ExcludeDispatchKeyGuard no_autocast(c10::autocast_dispatch_keyset);
    const torch::Tensor values = c10::isReducedFloatingType(x.scalar_type()) ? x.to(torch::kFloat32) : x;
    const torch::Tensor band = band_on(x.device()).to(values.scalar_type());
    const torch::Tensor squares = values.square().permute({0, 2, 3, 1});     // N x H x W x C
    const torch::Tensor sums = squares.matmul(band).permute({0, 3, 1, 2});   // N x C x H x W
    const double share = constants_.alpha / static_cast<double>(constants_.size);
    return (values / (sums * share + constants_.k).pow(constants_.beta)).to(x.scalar_type());
}

const torch::Tensor& ResponseNormalization::band_on(const torch::Device& device) {
    if (band_.device() == device) return band_;
    const c10::InferenceMode no_inference(false);   // the first pass is an evaluation, and training saves the band
    band_ = band_.to(device);
    return band_;
}

SmallAlexNet::SmallAlexNet(const InputShape& input, std::int64_t classes, const ResponseNormalizationConfig& normalization)
    : Network(/*dropout=*/0.0),
      normalized_(/*channels=*/64, normalization),
      conv1_(register_module("conv1", std::make_shared<Convolution>(input.channels, 64, Kernel::square(5), Bias::With))),
      conv2_(register_module("conv2", std::make_shared<Convolution>(64, 64, Kernel::square(5), Bias::With))),
      hidden1_(register_module("hidden1",
                               std::make_shared<Linear>(64 * half(half(input.height)) * half(half(input.width)), 384))),
      hidden2_(register_module("hidden2", std::make_shared<Linear>(384, 192))),
      output_(register_module("output", std::make_shared<Linear>(192, classes))) {}

torch::Tensor SmallAlexNet::forward(const torch::Tensor& images) {
    torch::Tensor x = traced("conv1", as_channels_last(conv1_->forward(images)).relu_());   // N x 64 x 28 x 28
    x = normalized_(halved(x));                                                             // N x 64 x 14 x 14
    x = traced("conv2", conv2_->forward(x).relu_());                                        // N x 64 x 14 x 14
    x = normalized_(halved(x)).flatten(1);                                                  // N x (64 7 7)
    x = traced("hidden1", hidden1_->forward_relu(x));                                       // N x 384
    x = traced("hidden2", hidden2_->forward_relu(x));                                       // N x 192
    return traced("output", output_->forward(x));                                           // N x classes
}

}   // namespace overfit

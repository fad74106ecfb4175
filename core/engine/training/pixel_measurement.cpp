#include "core/engine/training/pixel_measurement.h"

#include "core/engine/tensors/preprocess.h"

#include <algorithm>
#include <cmath>

namespace overfit {

namespace {

constexpr double rounding = 1e-4;   // of the largest value: scaled in pieces of another size the last bits may differ
constexpr std::int64_t most_permutations = 64;

/// values: N x V. Their means over V, averaged over the images.
std::pair<double, double> mean_and_error(const torch::Tensor& values) {
    const torch::Tensor means = values.mean(1);
    const auto images = static_cast<double>(means.size(0));
    const double error = images > 1.0 ? means.std().item<double>() / std::sqrt(images) : 0.0;
    return {means.mean().item<double>(), error};
}

/// images: N x C x h x w, scaled. One constant for each channel would hide that all have the same noise: it is undone.
std::vector<MomentMeasurements> moments_of(const torch::Tensor& images, const InputPipeline& input, bool each_channel) {
    torch::Tensor values = images.to(torch::kFloat64);
    if (input.scaling == Scaling::ChannelStatistics) values = values * input.statistics.deviation + input.statistics.mean;
    const std::int64_t groups = each_channel ? values.size(1) : 1;
    values = values.reshape({values.size(0), groups, -1});
    std::vector<MomentMeasurements> moments;
    for (std::int64_t group = 0; group < groups; ++group) {
        const torch::Tensor of_group = values.select(1, group);
        const auto [mean, mean_error] = mean_and_error(of_group);
        const auto [square, square_error] = mean_and_error(of_group.square());
        moments.push_back(
            {.mean = mean, .mean_error = mean_error, .mean_square = square, .mean_square_error = square_error});
    }
    return moments;
}

/// What noise in place of these images has to have. Whole images: a window is cut from the noise. Whitening leaves 0 and 1
/// of any noise, of all channels together.
std::vector<MomentMeasurements> wanted_moments(const torch::Tensor& bytes, InputPipeline input, bool each_channel) {
    if (input.scaling == Scaling::PerImageWhitening) return {{.mean_square = 1.0}};
    input.crop = 0;
    return moments_of(input.for_evaluation(bytes), input, each_channel);
}

bool same_in_any_order(const torch::Tensor& left, const torch::Tensor& right) {
    return torch::equal(std::get<0>(left.sort(-1)), std::get<0>(right.sort(-1)));
}

torch::Tensor beside(const torch::Tensor& left, const torch::Tensor& right) {
    return left * (std::int64_t{1} << 32) + right;
}

}   // namespace

PixelAudit::PixelAudit(const CorruptionConfig& corruption, const InputPipeline& input)
    : kind_(corruption.pixels), channels_(corruption.channels), input_(input.on(torch::kCPU)) {}

std::optional<PixelMeasurements> PixelAudit::measure(const Originals& originals, const ExampleBlock& block) {
    if (block.size() == 0) return std::nullopt;
    const auto count = static_cast<std::int64_t>(originals.images.size());
    if (count == 0) return PixelMeasurements{};
    const torch::Tensor bytes = bytes_of(originals.images);
    const auto pass = block.images->shuffled(torch::tensor(originals.places, torch::kInt64));
    const torch::Tensor stored = pass->next(count).cpu();
    const torch::Tensor original = input_.for_evaluation(bytes), used = input_.for_evaluation(stored);
    const torch::Tensor largest_difference = (used - original).abs().flatten(1).amax(1);
    const torch::Tensor range = original.abs().flatten(1).amax(1);
    PixelMeasurements measured{.compared = count,
                               .unchanged = largest_difference.le(range * rounding).sum().item<std::int64_t>()};
    if (kind_ == PixelCorruption::Gaussian) {
        const bool each = channels_ == ChannelTreatment::Separate && input_.scaling != Scaling::PerImageWhitening;
        measured.original_moments = wanted_moments(bytes, input_, each);
        measured.moments = moments_of(used, input_, each);
    }

    const bool as_bytes = stored.scalar_type() == torch::kUInt8;
    if (!as_bytes && used.sizes() != bytes.sizes()) return measured;   // a window: its other pixels lie outside
    const std::int64_t stride = (count + most_permutations - 1) / most_permutations;
    for (std::int64_t image = 0; image < count; image += stride) {
        const torch::Tensor from = as_bytes ? bytes[image].to(torch::kFloat32) : original[image];
        const torch::Tensor to = as_bytes ? stored[image].to(torch::kFloat32) : used[image];
        const auto codes = codes_of(bytes[image].flatten(1), from.flatten(1), to.flatten(1));
        ++measured.looked_at;
        if (!codes || !same_in_any_order(codes->original, codes->used)) continue;
        ++measured.permuted;
        look_at_order(*codes, measured);
        previous_ = codes;
    }
    return measured;
}

/// All three C x P. Scaled values have no bytes of their own: each gets the byte of the original's value of the same rank.
std::optional<PixelAudit::Codes> PixelAudit::codes_of(const torch::Tensor& bytes, const torch::Tensor& original,
                                                      const torch::Tensor& used) const {
    const auto [original_values, original_order] = original.sort(-1);
    const auto [used_values, used_order] = used.sort(-1);
    const double tolerance = rounding * original.abs().max().item<double>();
    if (!(used_values - original_values).abs().le(tolerance).all().item<bool>()) return std::nullopt;
    const torch::Tensor wide = bytes.to(torch::kInt64);
    Codes codes{.original = wide, .used = torch::zeros_like(wide)};
    codes.used.scatter_(-1, used_order, wide.gather(-1, original_order));
    if (channels_ == ChannelTreatment::Separate) return codes;
    const torch::Tensor places = torch::pow(256, torch::arange(wide.size(0), torch::kInt64)).unsqueeze(1);
    return Codes{.original = (codes.original * places).sum(0, /*keepdim=*/true),
                 .used = (codes.used * places).sum(0, /*keepdim=*/true)};
}

/// One permutation explains two images when their pixels lie upon each other as those of the originals do. Pictures of a few
/// strokes may do so in any order: such pairs tell nothing and are not counted.
void PixelAudit::look_at_order(const Codes& codes, PixelMeasurements& measured) {
    if (!previous_) return;
    const torch::Tensor together = beside(previous_->original, codes.original);
    const torch::Tensor apart = beside(previous_->original, codes.original.roll(codes.original.size(1) / 2 + 1, 1));
    if (same_in_any_order(together, apart)) return;
    ++measured.pairs;
    if (same_in_any_order(together, beside(previous_->used, codes.used))) ++measured.pairs_in_one_order;
}

}   // namespace overfit

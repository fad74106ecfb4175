#include "core/engine/training/pixel_measurement.h"

#include "core/engine/tensors/preprocess.h"
#include "core/engine/training/device.h"
#include "core/support/stopped.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace overfit {

namespace {

constexpr std::int64_t most_permutations = 64;

/// values: N x groups, a mean of each image.
std::pair<std::vector<double>, std::vector<double>> means_and_errors(const torch::Tensor& values) {
    const torch::Tensor means = values.mean(0);
    const auto images = static_cast<double>(values.size(0));
    const torch::Tensor errors = images > 1.0 ? values.std(0) / std::sqrt(images) : torch::zeros_like(means);
    const auto listed = [](const torch::Tensor& numbers) {
        const torch::Tensor packed = numbers.contiguous();
        return std::vector<double>(packed.data_ptr<double>(), packed.data_ptr<double>() + packed.numel());
    };
    return {listed(means), listed(errors)};
}

/// Mean and mean square of each image, collected in pieces: the images differ by more than chance, so that they, not their
/// values, are what the standard errors count.
class ImageMoments {
public:
    ImageMoments(const InputPipeline& input, ChannelTreatment channels)
        : input_(input), each_channel_(channels == ChannelTreatment::Separate) {}

    /// images: N x C x h x w, scaled. One constant for each channel would hide that all have the same noise: it is undone.
    void add(const torch::Tensor& images) {
        torch::Tensor values = images.to(torch::kFloat64);
        if (input_.scaling == Scaling::ChannelStatistics) {
            values = values * input_.statistics.deviation + input_.statistics.mean;
        }
        values = values.reshape({values.size(0), each_channel_ ? values.size(1) : 1, -1});
        means_.push_back(values.mean(2));
        mean_squares_.push_back(values.square().mean(2));
    }

    std::vector<MomentMeasurements> measurements() const {
        if (means_.empty()) return {};
        const auto [mean, mean_error] = means_and_errors(torch::cat(means_));
        const auto [square, square_error] = means_and_errors(torch::cat(mean_squares_));
        std::vector<MomentMeasurements> moments;
        for (std::size_t group = 0; group < mean.size(); ++group) {
            moments.push_back({.mean = mean[group],
                               .mean_error = mean_error[group],
                               .mean_square = square[group],
                               .mean_square_error = square_error[group]});
        }
        return moments;
    }

private:
    const InputPipeline& input_;
    bool each_channel_;
    std::vector<torch::Tensor> means_, mean_squares_;   // N x groups each
};

void count(PixelOrder order, OrderMeasurements& measured) {
    if (order == PixelOrder::NotTold) return;
    ++measured.told;
    if (order == PixelOrder::One) ++measured.in_one_order;
}

/// images: N x ..., scaled; how many are the same but for rounding.
std::int64_t count_unchanged(const torch::Tensor& original, const torch::Tensor& used) {
    const torch::Tensor largest_difference = (used - original).abs().flatten(1).amax(1);
    const torch::Tensor range = original.abs().flatten(1).amax(1);
    return largest_difference.le(range * rounding_of_scaled).sum().item<std::int64_t>();
}

}   // namespace

/// Some images of a block.
struct PixelAudit::Piece {
    torch::Tensor bytes, stored;    // N x C x H x W: of the originals; as they lie on the device, bytes or scaled
    torch::Tensor original, used;   // N x C x h x w: what the network would see and what it sees

    bool is_stored_as_bytes() const { return stored.scalar_type() == torch::kUInt8; }
};

PixelAudit::PixelAudit(const CorruptionConfig& corruption, const InputPipeline& input)
    : kind_(corruption.pixels),
      channels_(corruption.channels),
      input_(input.on(torch::kCPU)),
      generator_(make_generator(torch::kCPU, /*seed=*/1)) {}

std::optional<PixelMeasurements> PixelAudit::measure(const Originals& originals, const ExampleBlock& block,
                                                     const std::stop_token& stop) {
    if (block.size() == 0) return std::nullopt;
    in_training_images_ = !std::exchange(has_begun_, true);
    previous_.reset();
    const auto images = static_cast<std::int64_t>(originals.images.size());
    if (images == 0) return PixelMeasurements{};
    PixelMeasurements measured{.compared = images};
    ImageMoments moments(input_, channels_), original_moments(input_, channels_);
    const torch::Tensor bytes = bytes_of(originals.images);
    const std::int64_t at_once = images_at_once(bytes.sizes(), images);
    const std::int64_t stride = (images + most_permutations - 1) / most_permutations;
    const auto pass = block.images->shuffled(torch::tensor(originals.places, torch::kInt64));
    for (std::int64_t first = 0; first < images; first += at_once) {
        throw_if_stopped(stop);
        const std::int64_t length = std::min(at_once, images - first);
        const Piece piece = piece_of(bytes.narrow(0, first, length), pass->next(length).cpu());
        measured.unchanged += count_unchanged(piece.original, piece.used);
        if (has_moments()) moments.add(piece.used);
        if (has_moments() && in_training_images_) original_moments.add(whole_input(piece.bytes));
        for (std::int64_t image = (stride - first % stride) % stride; image < length; image += stride) {
            throw_if_stopped(stop);
            look_at_order(piece, image, measured);
        }
    }
    measured.moments = moments.measurements();
    measured.original_moments = original_moments.measurements();
    return measured;
}

PixelAudit::Piece PixelAudit::piece_of(const torch::Tensor& bytes, const torch::Tensor& stored) const {
    return {
        .bytes = bytes, .stored = stored, .original = input_.for_evaluation(bytes), .used = input_.for_evaluation(stored)};
}

/// Noise has the moments of whole images: a window is cut from it.
torch::Tensor PixelAudit::whole_input(const torch::Tensor& bytes) const {
    InputPipeline whole = input_;
    whole.crop = 0;
    return whole.for_evaluation(bytes);
}

void PixelAudit::look_at_order(const Piece& piece, std::int64_t place, PixelMeasurements& measured) {
    const bool as_bytes = piece.is_stored_as_bytes();
    if (!as_bytes && piece.used.sizes() != piece.bytes.sizes()) return;   // a window: its other pixels lie outside
    ++measured.looked_at;
    const torch::Tensor bytes = piece.bytes[place].flatten(1);
    const torch::Tensor original = as_bytes ? bytes.to(torch::kFloat32) : piece.original[place].flatten(1);
    const torch::Tensor used = as_bytes ? piece.stored[place].flatten(1).to(torch::kFloat32) : piece.used[place].flatten(1);
    auto image = permuted_image(channels_, bytes, original, used, generator_);
    if (!image) return;
    ++measured.permuted;
    if (previous_) count(order_of(*previous_, *image, generator_), measured.neighbours);
    if (image->original.size(0) > 1) count(order_of_channels(*image, generator_), measured.channels);
    if (in_training_images_) {
        if (!reference_ || image->values > reference_->values) reference_ = image;
    } else if (reference_) {
        count(order_of(*reference_, *image, generator_), measured.with_training);
    }
    previous_ = std::move(image);
}

/// Whitening leaves 0 and 1 of any image: they would tell nothing.
bool PixelAudit::has_moments() const {
    return kind_ == PixelCorruption::Gaussian && input_.scaling != Scaling::PerImageWhitening;
}

}   // namespace overfit

#include "core/engine/tensors/resident_data.h"

#include <algorithm>

namespace overfit {

namespace {

constexpr std::int64_t images_at_once = 2048;   // scaled together: a few dozen megabytes

torch::Tensor labels_on(const torch::Device& device, std::span<const std::uint16_t> labels) {
    torch::Tensor tensor = torch::empty({static_cast<std::int64_t>(labels.size())}, torch::kInt64);
    std::copy(labels.begin(), labels.end(), tensor.data_ptr<std::int64_t>());
    return tensor.to(device);
}

}   // namespace

ResidentExamples make_resident(const ImageSet& images, std::span<const std::uint16_t> given_labels,
                               const Placement& placement) {
    const auto count = static_cast<std::int64_t>(images.size());
    // from_blob does not write; torch has no tensors of const.
    const torch::Tensor pixels =
        torch::from_blob(const_cast<std::uint8_t*>(images.pixels.data()),
                         {count, images.shape.channels, images.shape.height, images.shape.width}, torch::kUInt8);
    torch::Tensor resident =
        torch::empty(pixels.sizes(), torch::TensorOptions(torch::kFloat32).device(placement.device), placement.format);
    for (std::int64_t first = 0; first < count; first += images_at_once) {
        const std::int64_t length = std::min(images_at_once, count - first);
        resident.narrow(0, first, length)
            .copy_(scaled(pixels.narrow(0, first, length), placement.scaling, placement.statistics));
    }
    return {.images = resident,
            .given_labels = labels_on(placement.device, given_labels),
            .true_labels = labels_on(placement.device, images.labels)};
}

torch::Tensor images_at(const torch::Tensor& images, const torch::Tensor& indices) {
    if (images.is_contiguous()) return images.index_select(0, indices);
    // index_select writes in C order; on a view in memory order that is channels_last again.
    return images.permute({0, 2, 3, 1}).index_select(0, indices).permute({0, 3, 1, 2});
}

std::vector<std::uint16_t> read_back(const torch::Tensor& labels) {
    if (!labels.defined()) return {};
    const torch::Tensor on_host = labels.to(torch::kCPU, torch::kInt64).contiguous();
    const auto* values = on_host.data_ptr<std::int64_t>();
    std::vector<std::uint16_t> result(static_cast<std::size_t>(on_host.numel()));
    std::transform(values, values + on_host.numel(), result.begin(),
                   [](std::int64_t label) { return static_cast<std::uint16_t>(label); });
    return result;
}

}   // namespace overfit

#include "core/engine/tensors/training_data.h"

#include "core/engine/tensors/preprocess.h"
#include "core/engine/tensors/read_ahead_images.h"
#include "core/engine/tensors/resident_images.h"

#include <algorithm>
#include <utility>

namespace overfit {

namespace {

torch::Tensor labels_on(const torch::Device& device, std::span<const std::uint16_t> labels) {
    torch::Tensor tensor = torch::empty({static_cast<std::int64_t>(labels.size())}, torch::kInt64);
    std::copy(labels.begin(), labels.end(), tensor.data_ptr<std::int64_t>());
    return tensor.to(device);
}

torch::Tensor scaled_once(const torch::Tensor& pixels, const InputPipeline& input, const torch::Device& device) {
    const InputPipeline on_host = input.on(torch::kCPU);
    const std::int64_t at_once = images_at_once(pixels.sizes(), 2048);
    torch::Tensor resident;
    for (std::int64_t first = 0; first < pixels.size(0); first += at_once) {
        const std::int64_t length = std::min(at_once, pixels.size(0) - first);
        const torch::Tensor piece = on_host.for_evaluation(pixels.narrow(0, first, length));
        if (!resident.defined()) {
            resident = torch::empty({pixels.size(0), piece.size(1), piece.size(2), piece.size(3)},
                                    torch::TensorOptions(torch::kFloat32).device(device), input.format);
        }
        resident.narrow(0, first, length).copy_(piece);
    }
    return resident;
}

}   // namespace

ExampleBlock make_resident(const ImageSet& images, std::span<const std::uint16_t> given_labels, const InputPipeline& input,
                           StoredAs stored, const torch::Device& device) {
    const torch::Tensor pixels = bytes_of(images);
    torch::Tensor resident = stored == StoredAs::Input
                                 ? scaled_once(pixels, input, device)
                                 : pixels.to(device, torch::kUInt8, /*non_blocking=*/false, /*copy=*/true);
    return {.images = std::make_shared<const ResidentImages>(std::move(resident)),
            .given_labels = labels_on(device, given_labels),
            .true_labels = labels_on(device, images.labels)};
}

ExampleBlock make_read_ahead(std::shared_ptr<const ImageReader> images, std::span<const std::uint16_t> true_labels,
                             std::span<const std::uint16_t> given_labels, const torch::Device& device) {
    return {.images = std::make_shared<const ReadAheadImages>(std::move(images), device),
            .given_labels = labels_on(device, given_labels),
            .true_labels = labels_on(device, true_labels)};
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

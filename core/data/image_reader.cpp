#include "core/data/image_reader.h"

#include <algorithm>

namespace overfit {

void ImagesInMemory::read(std::int64_t place, std::span<std::uint8_t> pixels) const {
    const auto first =
        images_.pixels.begin() + static_cast<std::ptrdiff_t>(place) * static_cast<std::ptrdiff_t>(pixels.size());
    std::copy_n(first, pixels.size(), pixels.begin());
}

ImageSet read_images(const ImageReader& reader, std::int64_t first, std::int64_t count) {
    ImageSet images{.shape = reader.shape(), .pixels = {}, .labels = {}};
    const std::size_t values = images.shape.values();
    images.labels.assign(static_cast<std::size_t>(count), 0);
    images.pixels.resize(static_cast<std::size_t>(count) * values);
    for (std::int64_t image = 0; image < count; ++image) {
        reader.read(first + image, std::span(images.pixels).subspan(static_cast<std::size_t>(image) * values, values));
    }
    return images;
}

}   // namespace overfit

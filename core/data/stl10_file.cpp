#include "core/data/stl10_file.h"

#include "core/data/byte_reader.h"
#include "core/data/geometry.h"
#include "core/support/text.h"

#include <fmt/format.h>

namespace overfit {

ImageSet read_stl10_files(const std::filesystem::path& image_file, const std::filesystem::path& label_file,
                          std::int64_t count, int classes) {
    ImageSet set{.shape = {.channels = 3, .height = 96, .width = 96}, .pixels = {}, .labels = {}};
    ByteReader labels(label_file);
    const auto size = static_cast<std::uint64_t>(count);
    for (const std::uint8_t label : labels.read_exactly(size, fmt::format("labels of {} images", with_thousands(count)))) {
        if (label < 1 || label > classes) {
            labels.fail(set.labels.size(), fmt::format("a label of 1 to {}", classes), std::to_string(label));
        }
        set.labels.push_back(static_cast<std::uint16_t>(label - 1));
    }
    labels.expect_end();
    ByteReader images(image_file);
    set.pixels = images.read_exactly(size * set.shape.values(), fmt::format("pixels of {} images", with_thousands(count)));
    images.expect_end();
    return transposed(std::move(set));
}

}   // namespace overfit

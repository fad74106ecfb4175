#include "core/data/idx_file.h"

#include "core/data/byte_reader.h"
#include "core/support/text.h"

#include <array>
#include <fmt/format.h>
#include <limits>

namespace overfit {

namespace {

constexpr std::uint8_t unsigned_byte = 0x08;     // IDX's type code
constexpr std::uint32_t largest_side = 16'384;   // pixels; larger than any image that fits a network here

struct IdxArray {
    std::vector<std::uint32_t> sizes;
    std::vector<std::uint8_t> bytes;
    std::uint64_t header_bytes = 0;
};

std::string hexadecimal(std::span<const std::uint8_t> bytes) { return fmt::format("{:02x}", fmt::join(bytes, " ")); }

std::uint32_t big_endian(std::span<const std::uint8_t, 4> bytes) {
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

std::array<std::uint8_t, 4> read_word(ByteReader& reader, std::string_view what) {
    const std::vector<std::uint8_t> bytes = reader.read_exactly(4, what);
    return {bytes[0], bytes[1], bytes[2], bytes[3]};
}

/// The header: magic and `dimensions` sizes, of which all but the first are sides of an image.
std::vector<std::uint32_t> read_sizes(ByteReader& reader, std::uint8_t dimensions) {
    const std::array<std::uint8_t, 4> wanted{0, 0, unsigned_byte, dimensions};
    const std::array<std::uint8_t, 4> magic = read_word(reader, "IDX magic");
    if (magic != wanted) reader.fail(0, fmt::format("IDX magic {}", hexadecimal(wanted)), hexadecimal(magic));
    std::vector<std::uint32_t> sizes;
    for (std::uint64_t dimension = 0; dimension < dimensions; ++dimension) {
        const std::uint32_t size = big_endian(read_word(reader, "IDX header"));
        const std::uint32_t most = dimension == 0 ? std::numeric_limits<std::int32_t>::max() : largest_side;
        if (size == 0 || size > most) {
            reader.fail(4 + 4 * dimension, fmt::format("a size of 1 to {}", with_thousands(most)), with_thousands(size));
        }
        sizes.push_back(size);
    }
    return sizes;
}

IdxArray read_idx(ByteReader& reader, std::uint8_t dimensions) {
    IdxArray array{.sizes = read_sizes(reader, dimensions), .bytes = {}, .header_bytes = 4 + 4 * std::uint64_t{dimensions}};
    std::uint64_t count = 1;   // at most 2^31 * 2^14 * 2^14: no overflow
    std::vector<std::string> sizes;
    for (const std::uint32_t size : array.sizes) {
        count *= size;
        sizes.push_back(with_thousands(size));
    }
    array.bytes = reader.read_exactly(count, fmt::format("{}, as its header says", join(sizes, " x ")));
    reader.expect_end();
    return array;
}

}   // namespace

ImageSet read_idx_images_and_labels(const std::filesystem::path& image_file, const std::filesystem::path& label_file,
                                    int classes) {
    ByteReader label_reader(label_file);   // the small file first: it tells at once when it is not one
    const IdxArray labels = read_idx(label_reader, 1);
    for (std::size_t i = 0; i < labels.bytes.size(); ++i) {
        if (labels.bytes[i] < classes) continue;
        label_reader.fail(labels.header_bytes + i, fmt::format("a label of 0 to {}", classes - 1),
                          std::to_string(labels.bytes[i]));
    }
    ByteReader image_reader(image_file);
    IdxArray images = read_idx(image_reader, 3);
    if (images.sizes[0] != labels.sizes[0]) {
        image_reader.fail(4,
                          fmt::format("{} images, as many as labels in {}", with_thousands(labels.sizes[0]),
                                      label_file.filename().string()),
                          with_thousands(images.sizes[0]));
    }
    return {
        .shape = {.channels = 1, .height = static_cast<int>(images.sizes[1]), .width = static_cast<int>(images.sizes[2])},
        .pixels = std::move(images.bytes),
        .labels = {labels.bytes.begin(), labels.bytes.end()}};
}

}   // namespace overfit

#include "core/data/idx_file.h"

#include "core/data/byte_reader.h"
#include "core/support/text.h"

#include <array>
#include <fmt/format.h>
#include <limits>

namespace overfit {

namespace {

constexpr std::uint8_t unsigned_byte = 0x08;   // IDX's type codes
constexpr std::uint8_t signed_word = 0x0c;     // big-endian int32
constexpr std::uint32_t nist_columns = 8;
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
std::vector<std::uint32_t> read_sizes(ByteReader& reader, std::uint8_t type, std::uint8_t dimensions) {
    const std::array<std::uint8_t, 4> wanted{0, 0, type, dimensions};
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

IdxArray read_idx(ByteReader& reader, std::uint8_t type, std::uint8_t dimensions) {
    IdxArray array{
        .sizes = read_sizes(reader, type, dimensions), .bytes = {}, .header_bytes = 4 + 4 * std::uint64_t{dimensions}};
    std::uint64_t count = type == signed_word ? 4 : 1;   // in the end at most 2^31 * 2^14 * 2^14: no overflow
    std::vector<std::string> sizes;
    for (const std::uint32_t size : array.sizes) {
        count *= size;
        sizes.push_back(with_thousands(size));
    }
    array.bytes = reader.read_exactly(count, fmt::format("{}, as its header says", join(sizes, " x ")));
    reader.expect_end();
    return array;
}

/// The labels as classes, 0 and up.
std::vector<std::uint16_t> read_labels(const std::filesystem::path& file, LabelRange range, IdxLabels form) {
    ByteReader reader(file);
    const bool records = form == IdxLabels::NistRecords;
    const IdxArray array = records ? read_idx(reader, signed_word, 2) : read_idx(reader, unsigned_byte, 1);
    if (records && array.sizes[1] != nist_columns) {
        reader.fail(8, fmt::format("{} numbers a label", nist_columns), with_thousands(array.sizes[1]));
    }
    const std::size_t stride = records ? std::size_t{4} * nist_columns : 1;
    std::vector<std::uint16_t> labels;
    labels.reserve(array.sizes[0]);
    for (std::size_t at = 0; at < array.bytes.size(); at += stride) {
        const std::span bytes(array.bytes);
        const std::int64_t label =
            records ? static_cast<std::int32_t>(big_endian(bytes.subspan(at).first<4>())) : std::int64_t{bytes[at]};
        if (label < range.first || label >= range.first + range.classes) {
            reader.fail(array.header_bytes + at,
                        fmt::format("a label of {} to {}", range.first, range.first + range.classes - 1),
                        std::to_string(label));
        }
        labels.push_back(static_cast<std::uint16_t>(label - range.first));
    }
    return labels;
}

}   // namespace

ImageSet read_idx_images_and_labels(const std::filesystem::path& image_file, const std::filesystem::path& label_file,
                                    LabelRange range, IdxLabels form) {
    std::vector<std::uint16_t> labels =
        read_labels(label_file, range, form);   // the small file tells first if it is not one
    ByteReader image_reader(image_file);
    IdxArray images = read_idx(image_reader, unsigned_byte, 3);
    if (images.sizes[0] != labels.size()) {
        image_reader.fail(
            4,
            fmt::format("{} images, as many as labels in {}", with_thousands(static_cast<std::int64_t>(labels.size())),
                        label_file.filename().string()),
            with_thousands(images.sizes[0]));
    }
    return {
        .shape = {.channels = 1, .height = static_cast<int>(images.sizes[1]), .width = static_cast<int>(images.sizes[2])},
        .pixels = std::move(images.bytes),
        .labels = std::move(labels)};
}

}   // namespace overfit

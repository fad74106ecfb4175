#include "core/data/cifar_file.h"

#include "core/data/byte_reader.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>

namespace overfit {

namespace {

constexpr ImageShape cifar_shape{.channels = 3, .height = 32, .width = 32};

void append_file(ImageSet& set, const std::filesystem::path& file, CifarLayout layout, std::int64_t records, int classes) {
    const std::size_t label_bytes = layout == CifarLayout::Cifar10 ? 1 : 2;
    const std::size_t record_bytes = label_bytes + cifar_shape.values();
    const auto count = static_cast<std::size_t>(records);
    ByteReader reader(file);
    const std::vector<std::uint8_t> bytes = reader.read_exactly(
        count * record_bytes, fmt::format("{} records of {}", with_thousands(records), with_thousands(record_bytes)));
    reader.expect_end();
    for (std::size_t record = 0; record < count; ++record) {
        const std::size_t label_at = record * record_bytes + (layout == CifarLayout::Cifar100Fine ? 1 : 0);
        const std::uint8_t label = bytes[label_at];
        if (label >= classes) reader.fail(label_at, fmt::format("a label of 0 to {}", classes - 1), std::to_string(label));
        set.labels.push_back(label);
        const auto first = bytes.begin() + static_cast<std::ptrdiff_t>(record * record_bytes + label_bytes);
        set.pixels.insert(set.pixels.end(), first, first + static_cast<std::ptrdiff_t>(cifar_shape.values()));
    }
}

}   // namespace

ImageSet read_cifar_files(std::span<const std::filesystem::path> files, CifarLayout layout, std::int64_t records_per_file,
                          int classes) {
    ImageSet set{.shape = cifar_shape, .pixels = {}, .labels = {}};
    set.pixels.reserve(files.size() * static_cast<std::size_t>(records_per_file) * cifar_shape.values());
    for (const std::filesystem::path& file : files) append_file(set, file, layout, records_per_file, classes);
    return set;
}

}   // namespace overfit

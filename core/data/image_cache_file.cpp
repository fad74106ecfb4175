#include "core/data/image_cache_file.h"

#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <zlib.h>

namespace overfit {

namespace {

constexpr std::array<char, 8> magic{'O', 'V', 'F', 'I', 'M', 'A', 'G', 'E'};
constexpr std::uint32_t version = 1;
constexpr std::size_t pixels_begin = 4096;
constexpr std::uint32_t longest_side = 1U << 16;     // pixels
constexpr std::size_t bytes_of_tables = 4 + 4 + 2;   // an image

struct Header {
    std::array<char, 8> magic{};
    std::uint32_t version = 0;
    std::uint32_t channels = 0, height = 0, width = 0;
    std::uint64_t images = 0;
    std::uint64_t text_bytes = 0;
    std::array<char, 64> source_sha256{};
    std::uint32_t reserved = 0;
    std::uint32_t crc = 0;   // of all before it and of everything behind the pixels
};
static_assert(sizeof(Header) == 112 && sizeof(Header) <= pixels_begin);

std::uint32_t crc_of(std::span<const std::byte> bytes, std::uint32_t before = 0) {
    return static_cast<std::uint32_t>(::crc32_z(before, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

std::uint32_t crc_of(Header header, std::span<const std::byte> tables) {
    header.crc = 0;
    return crc_of(tables, crc_of(std::as_bytes(std::span(&header, 1))));
}

[[noreturn]] void refuse(const std::filesystem::path& file, std::string problem) {
    throw Error({.where = file.string(), .problem = std::move(problem), .remedy = "remove it: it is made again"});
}

[[noreturn]] void fail(const std::filesystem::path& file, std::string_view action) {
    throw Error({.where = file.string(),
                 .problem = fmt::format("cannot be {}: {}", action, std::system_category().message(errno)),
                 .remedy = "check free space and permissions"});
}

template <typename T>
std::vector<T> taken(std::span<const std::byte>& bytes, std::size_t count) {
    std::vector<T> values(count);
    std::memcpy(values.data(), bytes.data(), count * sizeof(T));
    bytes = bytes.subspan(count * sizeof(T));
    return values;
}

Header checked_header(const std::filesystem::path& file, std::span<const std::byte> bytes) {
    if (bytes.size() < pixels_begin) {
        refuse(file, fmt::format("expected at least {} bytes, found {}", with_thousands(pixels_begin), bytes.size()));
    }
    Header header;
    std::memcpy(&header, bytes.data(), sizeof(header));
    if (header.magic != magic) refuse(file, "expected decoded images, found another beginning");
    if (header.version != version) refuse(file, fmt::format("expected version {}, found {}", version, header.version));
    const std::uint64_t values = std::uint64_t{header.channels} * header.height * header.width;
    const std::uint64_t most = bytes.size();   // keeps what is multiplied below small
    if (header.channels > 4 || header.height > longest_side || header.width > longest_side || header.images > most ||
        header.text_bytes > most || (values > 0 && header.images > most / values) ||
        pixels_begin + header.images * (values + bytes_of_tables) + header.text_bytes != bytes.size()) {
        refuse(file, fmt::format("expected another size for the {} images of {} x {} in its header, found {} bytes",
                                 header.images, header.width, header.height, bytes.size()));
    }
    return header;
}

std::string text_of(const ImageCacheFacts& facts) {
    const DecodingTally& tally = facts.tally;
    const nlohmann::json document{{"class_names", facts.class_names},
                                  {"files", tally.files},
                                  {"unreadable", tally.unreadable},
                                  {"grey", tally.grey},
                                  {"inks", tally.inks},
                                  {"problems", tally.problems}};
    return document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void read_text(ImageCacheFacts& facts, std::span<const std::byte> bytes, const std::filesystem::path& file) {
    try {
        const auto* text = reinterpret_cast<const char*>(bytes.data());
        const nlohmann::json document = nlohmann::json::parse(text, text + bytes.size());
        document.at("class_names").get_to(facts.class_names);
        document.at("files").get_to(facts.tally.files);
        document.at("unreadable").get_to(facts.tally.unreadable);
        document.at("grey").get_to(facts.tally.grey);
        document.at("inks").get_to(facts.tally.inks);
        document.at("problems").get_to(facts.tally.problems);
    } catch (const nlohmann::json::exception&) {
        refuse(file, "expected JSON behind its tables, found something else");
    }
}

}   // namespace

ImageCache::ImageCache(const std::filesystem::path& file) : file_(file), mapped_(file) {
    const Header header = checked_header(file, mapped_.bytes());
    facts_.shape = {.channels = static_cast<int>(header.channels),
                    .height = static_cast<int>(header.height),
                    .width = static_cast<int>(header.width)};
    const auto images = static_cast<std::size_t>(header.images);
    std::span<const std::byte> rest = mapped_.bytes().subspan(pixels_begin + images * facts_.shape.values());
    if (crc_of(header, rest) != header.crc) refuse(file, "expected what was written, found damage (CRC-32)");
    const auto places = taken<std::uint32_t>(rest, images);
    facts_.places.assign(places.begin(), places.end());
    checksums_ = taken<std::uint32_t>(rest, images);
    facts_.labels = taken<std::uint16_t>(rest, images);
    facts_.source_sha256.assign(header.source_sha256.begin(), header.source_sha256.end());
    read_text(facts_, rest, file);
}

std::span<const std::uint8_t> ImageCache::pixels_of(std::int64_t image) const {
    const std::size_t values = facts_.shape.values();
    const std::byte* first = mapped_.bytes().data() + pixels_begin + static_cast<std::size_t>(image) * values;
    return {reinterpret_cast<const std::uint8_t*>(first), values};
}

void ImageCache::read(std::int64_t image, std::span<std::uint8_t> pixels) const {
    std::ranges::copy(pixels_of(image), pixels.begin());
    if (crc_of(std::as_bytes(pixels)) == checksums_[static_cast<std::size_t>(image)]) return;
    refuse(file_, fmt::format("expected image {} as it was written, found damage (CRC-32)", image));
}

ImageCacheWriter::ImageCacheWriter(std::filesystem::path file) : file_(std::move(file)), part_(file_) {
    part_ += ".part";
    descriptor_ = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor_ < 0) fail(part_, "made");
    if (::lseek(descriptor_, pixels_begin, SEEK_SET) < 0) fail(part_, "written");
}

ImageCacheWriter::~ImageCacheWriter() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(part_.c_str());
}

void ImageCacheWriter::add(std::span<const std::uint8_t> pixels, const ImageShape& shape) {
    const std::size_t values = shape.values();
    for (std::size_t first = 0; first < pixels.size(); first += values) {
        checksums_.push_back(crc_of(std::as_bytes(pixels.subspan(first, values))));
    }
    write(std::as_bytes(pixels));
}

void ImageCacheWriter::finish(const ImageCacheFacts& facts) {
    const std::vector<std::uint32_t> places(facts.places.begin(), facts.places.end());
    const std::string text = text_of(facts);
    std::vector<std::byte> tables;
    const auto append = [&tables](std::span<const std::byte> bytes) {
        tables.insert(tables.end(), bytes.begin(), bytes.end());
    };
    append(std::as_bytes(std::span(places)));
    append(std::as_bytes(std::span(checksums_)));
    append(std::as_bytes(std::span(facts.labels)));
    append(std::as_bytes(std::span(text)));
    write(tables);
    Header header{.magic = magic,
                  .version = version,
                  .channels = static_cast<std::uint32_t>(facts.shape.channels),
                  .height = static_cast<std::uint32_t>(facts.shape.height),
                  .width = static_cast<std::uint32_t>(facts.shape.width),
                  .images = facts.labels.size(),
                  .text_bytes = text.size()};
    std::ranges::copy(facts.source_sha256, header.source_sha256.begin());
    header.crc = crc_of(header, tables);
    if (::lseek(descriptor_, 0, SEEK_SET) < 0) fail(part_, "written");
    write(std::as_bytes(std::span(&header, 1)));
    if (::fsync(descriptor_) != 0) fail(part_, "brought to disk");
    if (::rename(part_.c_str(), file_.c_str()) != 0) fail(file_, "put in its place");
    ::close(std::exchange(descriptor_, -1));
}

void ImageCacheWriter::write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) fail(part_, "written");
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

}   // namespace overfit

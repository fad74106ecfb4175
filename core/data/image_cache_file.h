#pragma once

#include "core/data/dataset.h"
#include "core/data/image_decoding.h"
#include "core/data/mapped_file.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace overfit {

// Decoded images in a file that is read as memory. Numbers as this processor holds them, since a cache is not passed on:
//
//   0      "OVFIMAGE", then the fields of the header (image_cache_file.cpp), among them version, shape, counts, the hash of
//          the source and a CRC-32 of the header and of everything behind the pixels
//   4096   the pixels of every image, C x H x W, one image after another
//   then   4 bytes an image: its place among the files that were chosen; 4 bytes an image: CRC-32 of its pixels;
//          2 bytes an image: its label; the rest: names of classes and how decoding went, as JSON

/// What a cache holds beside pixels.
struct ImageCacheFacts {
    ImageShape shape;
    std::string source_sha256;              // 64 hexadecimal digits
    std::vector<std::int64_t> places;       // of each image among the chosen files, ascending: unreadable ones are missing
    std::vector<std::uint16_t> labels;      // as many
    std::vector<std::string> class_names;   // of the data set
    DecodingTally tally;
};

/// A whole cache, opened for reading. May be read by several threads at once.
class ImageCache {
public:
    /// Throws Error (what was expected and found) for a file that is none, not whole, damaged or of another version. Looks
    /// at everything but the pixels.
    explicit ImageCache(const std::filesystem::path& file);

    const ImageCacheFacts& facts() const { return facts_; }
    std::size_t size() const { return facts_.labels.size(); }

    /// Copies an image's pixels. Throws Error when they are not those that were written.
    void read(std::int64_t image, std::span<std::uint8_t> pixels) const;

    /// This image is read soon.
    void will_read(std::int64_t image) const { mapped_.will_need(std::as_bytes(pixels_of(image))); }

private:
    std::span<const std::uint8_t> pixels_of(std::int64_t image) const;

    std::filesystem::path file_;
    MappedFile mapped_;
    ImageCacheFacts facts_;
    std::vector<std::uint32_t> checksums_;
};

/// Writes a cache beside its place and puts it there when it is whole: until then, and after any failure, what was there
/// stays. One writer at a time.
class ImageCacheWriter {
public:
    /// Throws Error when the file cannot be made.
    explicit ImageCacheWriter(std::filesystem::path file);
    ~ImageCacheWriter();   // what is not finished is removed
    ImageCacheWriter(const ImageCacheWriter&) = delete;
    ImageCacheWriter& operator=(const ImageCacheWriter&) = delete;

    /// Appends images, all of one shape. Throws Error when the disk is full.
    void add(std::span<const std::uint8_t> pixels, const ImageShape& shape);

    /// Writes tables and header, brings all to disk and renames. Throws Error.
    void finish(const ImageCacheFacts& facts);

private:
    void write(std::span<const std::byte> bytes);

    std::filesystem::path file_, part_;
    int descriptor_ = -1;
    std::vector<std::uint32_t> checksums_;
};

}   // namespace overfit

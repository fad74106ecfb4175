#pragma once

#include "core/data/dataset.h"

#include <cstdint>
#include <span>

namespace overfit {

/// Images that are read one by one from where they lie, as bytes before scaling. Several threads may read at once.
class ImageReader {
public:
    virtual ~ImageReader() = default;

    virtual ImageShape shape() const = 0;
    virtual std::int64_t size() const = 0;

    /// Image number `place`, C x H x W. Throws Error when it cannot be read.
    virtual void read(std::int64_t place, std::span<std::uint8_t> pixels) const = 0;

    /// Tells that this image is read soon.
    virtual void will_read(std::int64_t) const {}
};

/// Images in memory, read as if they lay elsewhere.
class ImagesInMemory : public ImageReader {
public:
    /// images: must outlive the reader.
    explicit ImagesInMemory(const ImageSet& images) : images_(images) {}

    ImageShape shape() const override { return images_.shape; }
    std::int64_t size() const override { return static_cast<std::int64_t>(images_.size()); }
    void read(std::int64_t place, std::span<std::uint8_t> pixels) const override;

private:
    const ImageSet& images_;
};

/// Some images of a set, one after another, for those that want no more of them in memory than that. All labels
/// are 0.
ImageSet read_images(const ImageReader& reader, std::int64_t first, std::int64_t count);

}   // namespace overfit

#pragma once

#include "core/corruption/pixel_corruption.h"
#include "core/data/image_reader.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace overfit {

/// Images that stay in a file, corrupted whenever one is read: the same pixels every time, since a draw depends on the seed
/// and the image's place in the data set alone.
class CorruptedImages : public ImageReader {
public:
    /// indices: as many as originals, their places in the data set's `half`.
    CorruptedImages(std::shared_ptr<const ImageReader> originals, std::shared_ptr<const PixelDraw> draw,
                    std::vector<std::int64_t> indices, Half half)
        : originals_(std::move(originals)), draw_(std::move(draw)), indices_(std::move(indices)), half_(half) {}

    ImageShape shape() const override { return originals_->shape(); }
    std::int64_t size() const override { return originals_->size(); }
    void read(std::int64_t place, std::span<std::uint8_t> pixels) const override {
        originals_->read(place, pixels);
        draw_->corrupt(pixels, indices_[static_cast<std::size_t>(place)], half_);
    }
    void will_read(std::int64_t place) const override { originals_->will_read(place); }

private:
    std::shared_ptr<const ImageReader> originals_;
    std::shared_ptr<const PixelDraw> draw_;
    std::vector<std::int64_t> indices_;
    Half half_;
};

}   // namespace overfit

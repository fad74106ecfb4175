#pragma once

#include <cstddef>

namespace overfit {

/// Channels, rows and columns of one image, in pixels.
struct ImageShape {
    int channels = 0;
    int height = 0;
    int width = 0;

    std::size_t values() const { return static_cast<std::size_t>(channels) * height * width; }
    bool operator==(const ImageShape&) const = default;
};

}   // namespace overfit

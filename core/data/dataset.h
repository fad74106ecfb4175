#pragma once

#include "core/config/image_shape.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace overfit {

/// Images and their true labels as they lie in the file.
struct ImageSet {
    ImageShape shape;
    std::vector<std::uint8_t> pixels;    // N x C x H x W
    std::vector<std::uint16_t> labels;   // N class indices

    std::size_t size() const { return labels.size(); }
};

/// A data set as read: both halves, checked, and the hash of what was read.
struct Dataset {
    std::string name = {};                       // as in `data.dataset`
    std::vector<std::string> class_names = {};   // C entries
    ImageSet train = {};
    ImageSet test = {};
    std::string sha256 = {};               // over the decoded pixels and labels of both halves, in data-set order
    std::vector<std::string> notes = {};   // what a person should know of the reading: files left out, colours converted

    int classes() const { return static_cast<int>(class_names.size()); }
};

}   // namespace overfit

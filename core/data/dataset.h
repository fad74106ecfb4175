#pragma once

#include "core/config/image_shape.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace overfit {

struct Photographs;

/// Images and their true labels as they lie in the file.
struct ImageSet {
    ImageShape shape;
    std::vector<std::uint8_t> pixels;    // N x C x H x W
    std::vector<std::uint16_t> labels;   // N class indices
    std::shared_ptr<const Photographs> photographs =
        {};   // files that are decoded when they are chosen: no pixels, no shape

    std::size_t size() const { return labels.size(); }
};

/// A data set as read: both halves, checked, and the hash of what was read.
struct Dataset {
    std::string name = {};                       // as in `data.dataset`
    std::vector<std::string> class_names = {};   // C entries
    ImageSet train = {};
    ImageSet test = {};
    /// Over the decoded pixels and labels of both halves, in data-set order; of photographs, which are decoded when they are
    /// chosen: over their names, sizes in bytes and labels, and what they are scaled and cropped to.
    std::string sha256 = {};
    std::vector<std::string> notes = {};   // what a person should know of the reading: files left out, colours converted

    int classes() const { return static_cast<int>(class_names.size()); }
};

}   // namespace overfit

#pragma once

#include "core/data/dataset.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace overfit {

/// What photographs of any size become. With both 0 they must all be of one size.
struct DecodedSize {
    std::int64_t resize = 0;   // pixels of the shorter side after scaling; 0 = as it is
    std::int64_t crop = 0;     // side of the centred square cut from that; 0 = `resize`, or the whole image
};

struct LabelledFile {
    std::filesystem::path file;
    std::uint16_t label = 0;
};

/// The images of one half, in the order of the files, and what a person should know of how they were read.
struct DecodedFiles {
    ImageSet images;
    std::vector<std::string> notes;   // "2 of 40 files could not be read and are left out: ..."; "3 grey images ..."
};

/// Decodes the files on all processors, scales and crops each, three channels always. A file that cannot be read is left out
/// and noted. what: "train images", for messages. Throws UsageError when an image is smaller than the crop, when the sizes
/// differ and nothing says which to make them, and when the result would not fit into half of this machine's memory; Stopped
/// when that is asked for.
DecodedFiles decode_files(std::span<const LabelledFile> files, const DecodedSize& size, std::string_view what,
                          const std::stop_token& stop = {});

/// Throws Error when one of the classes has no image in this half.
void require_every_class(const ImageSet& half, std::span<const std::string> class_names, const std::filesystem::path& folder,
                         std::string_view what);

}   // namespace overfit

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

/// How photographs are decoded, decided before the first, so that they can be decoded in pieces.
struct DecodingPlan {
    DecodedSize size;
    ImageShape shape;   // of every image
    int threads = 0;    // that decode; 0 = all processors that may be used
};

/// Where nothing fixes their size the first of the photographs that can be read does.
DecodingPlan plan_decoding(const ImageSet& half, std::span<const std::int64_t> indices, const DecodedSize& size);

/// How decoding went, in numbers and in words.
struct DecodingTally {
    std::int64_t files = 0;
    std::int64_t unreadable = 0, grey = 0, inks = 0;
    std::vector<std::string> problems;   // of the first of the unreadable ones

    void add(const DecodingTally& more);

    /// What a person should know: "2 of 40 train images could not be read and are left out: ..."; "3 grey images ..."
    std::vector<std::string> notes(std::string_view what) const;
};

struct DecodedFiles {
    ImageSet images;                    // of those that could be read
    std::vector<std::int64_t> places;   // of each of them among `indices`, ascending
    DecodingTally tally;
};

/// Decodes the photographs at `indices` on all processors, scales and crops each, three channels always. A file that cannot
/// be read is left out and counted. Throws UsageError when an image is smaller than the crop, when the sizes differ and
/// nothing says which to make them, and when the result would not fit into half of this machine's memory; Stopped when that
/// is asked for.
DecodedFiles decode_photographs(const ImageSet& half, std::span<const std::int64_t> indices, const DecodingPlan& plan,
                                const std::stop_token& stop = {});

/// Throws UsageError naming the folder when one of the classes has no image in this half. what: "train images", for the
/// message.
void require_every_class(std::span<const std::uint16_t> labels, std::span<const std::string> class_names,
                         const std::filesystem::path& folder, std::string_view what,
                         std::string_view remedy = "add images, or take the class out of both halves");

}   // namespace overfit

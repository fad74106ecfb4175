#pragma once

#include "core/data/dataset.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace overfit {

/// How a file's colours had to be changed to red, green and blue.
enum class ColourConversion { None, FromGrey, FromCmyk };

inline constexpr std::int64_t most_pixels = std::int64_t{1} << 26;   // of one image: 201 MB decoded

struct DecodedImage {
    ImageShape shape;                   // always three channels
    std::vector<std::uint8_t> pixels;   // H x W x C: red, green, blue
    ColourConversion conversion = ColourConversion::None;
};

/// The endings of names that are read, in lower case: ".jpg", ".jpeg", ".png".
std::span<const std::string_view> image_endings();

/// Decodes a JPEG or PNG file to red, green and blue; its first bytes tell which it is, not its name (ImageNet has a PNG
/// that is called .JPEG). Transparency is dropped, 16 bits a channel become 8, the camera's orientation (EXIF) is left as it
/// lies, inks without Adobe's marker are taken as inverted: all as Pillow's convert("RGB"). Throws Error for a file that is
/// neither, damaged, cut short, over 256 MiB, or that claims more than 16,384 pixels a side or 67 million in all, which is
/// refused by its header before anything is decoded.
///
/// A JPEG is damaged when libjpeg warns of anything in it (bad codes, data that end too soon, bytes too many before a
/// marker: codes that went wrong leave some over): Pillow would show a picture that was guessed. Not a sign of damage, and
/// in many good photographs: bytes after the end mark, a missing end mark behind a scan of everything, a byte or two of
/// padding before it. A progressive file needs its end mark: without it nobody can tell whether the last refinements are
/// there.
DecodedImage decode_image(const std::filesystem::path& file);

}   // namespace overfit

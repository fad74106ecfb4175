#include "core/data/image_file.h"

#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <array>
#include <fmt/format.h>
#include <memory>
#include <spng.h>
#include <turbojpeg.h>
#include <utility>

namespace overfit {

namespace {

constexpr std::size_t largest_file = std::size_t{256} << 20;
constexpr std::int64_t largest_side = 16'384;

[[noreturn]] void refuse(std::string problem) {
    throw Error({.where = "", .problem = std::move(problem), .remedy = "get the file again or take it out of the folder"});
}

ImageShape checked_shape(std::int64_t width, std::int64_t height) {
    if (width < 1 || height < 1 || width > largest_side || height > largest_side || width * height > most_pixels) {
        refuse(fmt::format("its header: expected at most {} pixels a side and {} in all, found {} x {}",
                           with_thousands(largest_side), with_thousands(most_pixels), width, height));
    }
    return {.channels = 3, .height = static_cast<int>(height), .width = static_cast<int>(width)};
}

/// Four bytes a pixel, inverted as Adobe writes them and as Pillow reads them all, to red, green and blue.
std::vector<std::uint8_t> from_cmyk(const std::vector<std::uint8_t>& inks) {
    std::vector<std::uint8_t> pixels;
    pixels.reserve(inks.size() / 4 * 3);
    for (std::size_t at = 0; at + 3 < inks.size(); at += 4) {
        for (std::size_t ink = 0; ink < 3; ++ink) {
            pixels.push_back(static_cast<std::uint8_t>((inks[at + ink] * inks[at + 3] + 127) / 255));
        }
    }
    return pixels;
}

/// Whether the last scan of a JPEG is of all its channels and frequencies: what is cut off after it can be no more of the
/// picture. A progressive file's scans each refine it, and nobody would see that some are missing.
bool ends_with_whole_scan(std::string_view bytes, int channels) {
    const std::size_t scan = bytes.rfind("\xff\xda");   // then: u16 length, u8 channels, 2 bytes each, first, last
    if (scan == std::string_view::npos || bytes.size() < scan + 7 + 2 * static_cast<std::size_t>(channels)) return false;
    const std::string_view frequencies = bytes.substr(scan + 5 + 2 * static_cast<std::size_t>(channels), 2);
    return bytes[scan + 4] == channels && frequencies == std::string_view("\0\x3f", 2);
}

int channels_of(int colours) {
    switch (colours) {
        case TJCS_GRAY: return 1;
        case TJCS_CMYK:
        case TJCS_YCCK: return 4;
        default: return 3;
    }
}

DecodedImage decode_jpeg(std::string bytes) {
    const std::unique_ptr<void, decltype(&tjDestroy)> decoder(tjInitDecompress(), tjDestroy);
    int width = 0, height = 0, subsampling = 0, colours = 0;
    const auto data = [&bytes] { return reinterpret_cast<const unsigned char*>(bytes.data()); };
    const auto fail = [&] {
        refuse(fmt::format("expected a whole JPEG, found damage ({})", tjGetErrorStr2(decoder.get())));
    };
    if (tjDecompressHeader3(decoder.get(), data(), bytes.size(), &width, &height, &subsampling, &colours) != 0) fail();
    DecodedImage image{.shape = checked_shape(width, height), .pixels = {}, .conversion = ColourConversion::None};
    const bool inks = colours == TJCS_CMYK || colours == TJCS_YCCK;
    if (inks) image.conversion = ColourConversion::FromCmyk;
    if (colours == TJCS_GRAY) image.conversion = ColourConversion::FromGrey;
    image.pixels.resize(static_cast<std::size_t>(width) * height * (inks ? 4 : 3));
    constexpr std::string_view end_mark = "\xff\xd9";   // libjpeg warns where it is missing
    if (!bytes.ends_with(end_mark) && ends_with_whole_scan(bytes, channels_of(colours))) bytes += end_mark;
    // What damage does to the data is only a warning to libjpeg, which then guesses the rest of the picture: an error here,
    // and the first one tells the reason. A small progressive file may ask for thousands of passes over all pixels: libjpeg
    // gives up after 500.
    if (tjDecompress2(decoder.get(), data(), bytes.size(), image.pixels.data(), width, 0, height,
                      inks ? TJPF_CMYK : TJPF_RGB, TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS) != 0) {
        fail();
    }
    if (inks) image.pixels = from_cmyk(image.pixels);
    return image;
}

DecodedImage decode_png(std::string_view bytes) {
    const std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)> decoder(spng_ctx_new(0), spng_ctx_free);
    // libspng is content once it has all pixels, checked or not.
    if (bytes.find("IEND\xae\x42\x60\x82") == std::string_view::npos) refuse("expected a whole PNG, found no end of it");
    const auto require = [](int outcome) {
        if (outcome != 0) refuse(fmt::format("expected a whole PNG, found damage ({})", spng_strerror(outcome)));
    };
    constexpr std::size_t largest_chunk = std::size_t{64} << 20;   // what is not pixels: texts, colour profiles
    spng_set_chunk_limits(decoder.get(), largest_chunk, largest_chunk);
    require(spng_set_png_buffer(decoder.get(), bytes.data(), bytes.size()));
    spng_ihdr header{};
    require(spng_get_ihdr(decoder.get(), &header));
    DecodedImage image{
        .shape = checked_shape(header.width, header.height), .pixels = {}, .conversion = ColourConversion::None};
    const bool grey = header.color_type == SPNG_COLOR_TYPE_GRAYSCALE || header.color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA;
    if (grey) image.conversion = ColourConversion::FromGrey;
    image.pixels.resize(image.shape.values());
    std::size_t size = 0;
    require(spng_decoded_image_size(decoder.get(), SPNG_FMT_RGB8, &size));
    if (size != image.pixels.size()) refuse("expected a PNG of 3 bytes a pixel, found another size");
    require(spng_decode_image(decoder.get(), image.pixels.data(), size, SPNG_FMT_RGB8, 0));
    require(spng_decode_chunks(decoder.get()));
    return image;
}

}   // namespace

std::span<const std::string_view> image_endings() {
    static constexpr std::array<std::string_view, 3> endings{".jpg", ".jpeg", ".png"};
    return endings;
}

DecodedImage decode_image(const std::filesystem::path& file) {
    std::string bytes = read_file(file, largest_file);
    try {
        if (bytes.starts_with("\xff\xd8\xff")) return decode_jpeg(std::move(bytes));
        if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return decode_png(bytes);
        refuse(
            fmt::format("byte 0: expected a JPEG or PNG, found {}", bytes.empty() ? "an empty file" : "another beginning"));
    } catch (const Error& error) {
        throw Error({.where = file.string(), .problem = error.parts().problem, .remedy = error.parts().remedy});
    }
}

}   // namespace overfit

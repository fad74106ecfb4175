#pragma once

#include "tests/core/data/data_files.h"

#include <cstdlib>
#include <spng.h>
#include <turbojpeg.h>

// Small photographs for the tests, made on the spot.

namespace data_files {

/// A JPEG of these bytes. pixel_format: TJPF_RGB, TJPF_GRAY or TJPF_CMYK; flags: 0 or TJFLAG_PROGRESSIVE.
inline QByteArray jpeg_of(const QByteArray& pixels, int width, int height, int pixel_format = TJPF_RGB, int flags = 0) {
    tjhandle encoder = tjInitCompress();
    unsigned char* packed = nullptr;
    unsigned long size = 0;
    const int subsampling = pixel_format == TJPF_GRAY ? TJSAMP_GRAY : TJSAMP_444;
    tjCompress2(encoder, reinterpret_cast<const unsigned char*>(pixels.data()), width, 0, height, pixel_format, &packed,
                &size, subsampling, 95, flags);
    const QByteArray bytes(reinterpret_cast<const char*>(packed), static_cast<qsizetype>(size));
    tjFree(packed);
    tjDestroy(encoder);
    return bytes;
}

/// An image of one colour that differs with `shade`, as JPEG.
inline QByteArray jpeg(int width, int height, int shade, int pixel_format = TJPF_RGB, int flags = 0) {
    const QByteArray pixels(qsizetype{width} * height * tjPixelSize[pixel_format], static_cast<char>(shade));
    return jpeg_of(pixels, width, height, pixel_format, flags);
}

/// A PNG of these bytes. colours: SPNG_COLOR_TYPE_*; bits a channel: 8 or 16.
inline QByteArray png(std::uint32_t width, std::uint32_t height, const QByteArray& pixels,
                      std::uint8_t colours = SPNG_COLOR_TYPE_TRUECOLOR, std::uint8_t bits = 8) {
    spng_ctx* encoder = spng_ctx_new(SPNG_CTX_ENCODER);
    spng_set_option(encoder, SPNG_ENCODE_TO_BUFFER, 1);
    spng_ihdr header{};
    header.width = width;
    header.height = height;
    header.bit_depth = bits;
    header.color_type = colours;
    spng_set_ihdr(encoder, &header);
    spng_encode_image(encoder, pixels.data(), static_cast<std::size_t>(pixels.size()), SPNG_FMT_PNG, SPNG_ENCODE_FINALIZE);
    std::size_t size = 0;
    int problem = 0;
    void* packed = spng_get_png_buffer(encoder, &size, &problem);
    const QByteArray bytes(static_cast<const char*>(packed), static_cast<qsizetype>(size));
    std::free(packed);
    spng_ctx_free(encoder);
    return bytes;
}

}   // namespace data_files

#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QTest>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <lzma.h>
#include <zlib.h>

// Small data files for the tests of core/data, made on the spot.

namespace data_files {

inline QByteArray big_endian(std::uint32_t value) {
    QByteArray bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 255);
    return bytes;
}

/// An IDX file of bytes with these sizes and this content.
inline QByteArray idx(std::initializer_list<std::uint32_t> sizes, const QByteArray& content) {
    QByteArray bytes("\0\0\x08", 3);
    bytes += static_cast<char>(sizes.size());
    for (const std::uint32_t size : sizes) bytes += big_endian(size);
    return bytes + content;
}

/// 0, 1, 2 ... as bytes.
inline QByteArray counting(int count, int modulus = 256) {
    QByteArray bytes;
    for (int i = 0; i < count; ++i) bytes += static_cast<char>(i % modulus);
    return bytes;
}

inline QByteArray gzipped(const QByteArray& content) {
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    QByteArray packed(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(content.size()))) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return packed;
}

inline QByteArray xz_packed(const QByteArray& content) {
    QByteArray packed(static_cast<qsizetype>(lzma_stream_buffer_bound(static_cast<std::size_t>(content.size()))), '\0');
    std::size_t size = 0;
    const lzma_ret outcome =
        lzma_easy_buffer_encode(6, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const std::uint8_t*>(content.data()),
                                static_cast<std::size_t>(content.size()), reinterpret_cast<std::uint8_t*>(packed.data()),
                                &size, static_cast<std::size_t>(packed.size()));
    if (outcome != LZMA_OK) qFatal("cannot pack a test file");
    packed.resize(static_cast<qsizetype>(size));
    return packed;
}

/// Writes the file and the folders above it.
inline std::filesystem::path write(const std::filesystem::path& file, const QByteArray& content) {
    std::filesystem::create_directories(file.parent_path());
    QFile out(QString::fromStdString(file.string()));
    if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size()) qFatal("cannot write a test file");
    return file;
}

}   // namespace data_files

#include "core/data/decompressor.h"

#include <fmt/format.h>
#include <lzma.h>
#include <zlib.h>

namespace overfit {

namespace {

class GzipDecompressor : public Decompressor {
public:
    GzipDecompressor() {
        constexpr int gzip_only = 16;   // added to the window bits: zlib checks gzip's header and CRC
        inflateInit2(&stream_, gzip_only + MAX_WBITS);
    }
    ~GzipDecompressor() override { inflateEnd(&stream_); }
    GzipDecompressor(const GzipDecompressor&) = delete;
    GzipDecompressor& operator=(const GzipDecompressor&) = delete;

    std::string_view format() const override { return "gzip"; }
    std::uint64_t most_growth() const override { return 1032; }   // deflate's limit: 258 bytes from 2 bits

    Step step(std::span<const std::uint8_t> packed, std::span<std::uint8_t> unpacked) override {
        stream_.next_in = const_cast<Bytef*>(packed.data());   // zlib only reads
        stream_.avail_in = static_cast<uInt>(packed.size());
        stream_.next_out = unpacked.data();
        stream_.avail_out = static_cast<uInt>(unpacked.size());
        const int outcome = inflate(&stream_, Z_NO_FLUSH);
        Step step{.eaten = packed.size() - stream_.avail_in,
                  .given = unpacked.size() - stream_.avail_out,
                  .ended = outcome == Z_STREAM_END,
                  .damage = ""};
        if (!step.ended && outcome != Z_OK && outcome != Z_BUF_ERROR) {
            step.damage = stream_.msg == nullptr ? "zlib cannot read on" : stream_.msg;
        }
        return step;
    }

    void restart() override { inflateReset(&stream_); }

private:
    z_stream stream_{};
};

class XzDecompressor : public Decompressor {
public:
    XzDecompressor() { restart(); }
    ~XzDecompressor() override { lzma_end(&stream_); }
    XzDecompressor(const XzDecompressor&) = delete;
    XzDecompressor& operator=(const XzDecompressor&) = delete;

    std::string_view format() const override { return "xz"; }
    std::uint64_t most_growth() const override { return std::uint64_t{1} << 20; }   // far above what LZMA2 reaches

    Step step(std::span<const std::uint8_t> packed, std::span<std::uint8_t> unpacked) override {
        stream_.next_in = packed.data();
        stream_.avail_in = packed.size();
        stream_.next_out = unpacked.data();
        stream_.avail_out = unpacked.size();
        const lzma_ret outcome = started_ == LZMA_OK ? lzma_code(&stream_, LZMA_RUN) : started_;
        Step step{.eaten = packed.size() - stream_.avail_in,
                  .given = unpacked.size() - stream_.avail_out,
                  .ended = outcome == LZMA_STREAM_END,
                  .damage = ""};
        if (!step.ended && outcome != LZMA_OK && outcome != LZMA_BUF_ERROR) step.damage = words_for(outcome);
        return step;
    }

    void restart() override {
        constexpr std::uint64_t most_memory = std::uint64_t{256} << 20;   // xz -9 takes 65 MiB
        started_ = lzma_stream_decoder(&stream_, most_memory, 0);
    }

private:
    static std::string words_for(lzma_ret outcome) {
        switch (outcome) {
            case LZMA_FORMAT_ERROR: return "not the beginning of an xz file";
            case LZMA_DATA_ERROR: return "data or checksum wrong";
            case LZMA_OPTIONS_ERROR: return "options that liblzma does not know";
            case LZMA_MEM_ERROR:
            case LZMA_MEMLIMIT_ERROR: return "it asks for more than 256 MiB of memory";
            default: return fmt::format("liblzma's error {}", static_cast<int>(outcome));
        }
    }

    lzma_stream stream_ = LZMA_STREAM_INIT;
    lzma_ret started_ = LZMA_OK;   // no memory for the decoder
};

}   // namespace

std::unique_ptr<Decompressor> decompressor_for(const std::filesystem::path& file) {
    if (file.extension() == ".gz") return std::make_unique<GzipDecompressor>();
    if (file.extension() == ".xz") return std::make_unique<XzDecompressor>();
    return nullptr;
}

}   // namespace overfit

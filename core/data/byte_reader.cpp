#include "core/data/byte_reader.h"

#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <fstream>
#include <limits>
#include <system_error>
#include <utility>
#include <zlib.h>

namespace overfit {

namespace {

constexpr std::size_t buffer_size = std::size_t{1} << 18;
constexpr std::size_t growth = std::size_t{1} << 24;
constexpr std::uint64_t most_inflation = 1032;   // deflate's limit: 258 bytes from 2 bits
constexpr int gzip_format = 16;                  // added to the window bits: zlib checks gzip's header and CRC

std::string number(std::uint64_t value) { return with_thousands(static_cast<std::int64_t>(value)); }

/// zlib's decompressor for as long as it lives.
class Inflater {
public:
    Inflater() { inflateInit2(&stream_, gzip_format + MAX_WBITS); }
    ~Inflater() { inflateEnd(&stream_); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    z_stream& stream() { return stream_; }

private:
    z_stream stream_{};
};

}   // namespace

struct ByteReader::State {
    std::filesystem::path file;
    std::ifstream stream;
    std::uint64_t size = 0;       // of the file, packed
    std::uint64_t position = 0;   // unpacked bytes handed out
    std::unique_ptr<Inflater> inflater;
    std::vector<std::uint8_t> packed;   // what the inflater eats from
    std::uint64_t packed_position = 0;
    bool inside_member = false;   // between the header of a gzip member and its checksum

    [[noreturn]] void fail(std::string_view place, std::string_view expected, std::string_view found) const {
        throw Error({.where = file.string(),
                     .problem = fmt::format("{}: expected {}, found {}", place, expected, found),
                     .remedy = "get the file again"});
    }

    std::string place(std::uint64_t offset) const { return fmt::format("{}byte {}", inflater ? "unpacked " : "", offset); }

    /// At most this many bytes can still come.
    std::uint64_t most_left() const {
        if (!inflater) return size - std::min(size, position);
        return size > std::numeric_limits<std::uint64_t>::max() / most_inflation ? size : size * most_inflation;
    }

    std::size_t read_raw(std::span<std::uint8_t> bytes) {
        stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        const auto got = static_cast<std::size_t>(stream.gcount());
        if (got < bytes.size() && !stream.eof()) fail(place(position + got), "more data", "a reading error of the disk");
        return got;
    }

    /// Gives the inflater more to eat. False at the end of the file.
    bool refill() {
        z_stream& z = inflater->stream();
        if (z.avail_in > 0) return true;
        packed.resize(buffer_size);
        const std::size_t got = read_raw(packed);
        packed_position += got;
        z.next_in = packed.data();
        z.avail_in = static_cast<uInt>(got);
        return got > 0;
    }

    [[noreturn]] void fail_packed(std::string_view expected, std::string_view found) const {
        fail(fmt::format("packed byte {}", packed_position - inflater->stream().avail_in), expected, found);
    }

    std::size_t read_packed(std::span<std::uint8_t> bytes) {
        z_stream& z = inflater->stream();
        std::size_t done = 0;
        while (done < bytes.size()) {
            if (!refill()) {
                if (inside_member || packed_position == 0) fail_packed("more gzip data", "the end of the file");
                break;
            }
            if (!inside_member) {   // the first member, or one more behind it, as `cat a.gz b.gz` makes
                if (packed_position > z.avail_in) inflateReset(&z);
                inside_member = true;
            }
            const auto wanted = static_cast<uInt>(std::min<std::size_t>(bytes.size() - done, buffer_size));
            z.next_out = bytes.data() + done;
            z.avail_out = wanted;
            const int outcome = inflate(&z, Z_NO_FLUSH);
            done += wanted - z.avail_out;
            if (outcome == Z_STREAM_END) {
                inside_member = false;
            } else if (outcome != Z_OK && outcome != Z_BUF_ERROR) {
                fail_packed("gzip data", fmt::format("damage ({})", z.msg == nullptr ? "zlib cannot read on" : z.msg));
            }
        }
        return done;
    }
};

ByteReader::ByteReader(std::filesystem::path file) : state_(std::make_unique<State>()) {
    state_->file = std::move(file);
    std::error_code problem;
    if (!std::filesystem::is_regular_file(state_->file, problem)) {
        throw Error({.where = state_->file.string(), .problem = "expected a file, found none", .remedy = ""});
    }
    state_->size = std::filesystem::file_size(state_->file, problem);
    state_->stream.open(state_->file, std::ios::binary);
    if (!state_->stream) {
        throw Error({.where = state_->file.string(),
                     .problem = fmt::format("cannot be read: {}", std::system_category().message(errno)),
                     .remedy = "check its permissions"});
    }
    if (state_->file.extension() == ".gz") state_->inflater = std::make_unique<Inflater>();
}

ByteReader::~ByteReader() = default;

std::size_t ByteReader::read(std::span<std::uint8_t> bytes) {
    const std::size_t got = state_->inflater ? state_->read_packed(bytes) : state_->read_raw(bytes);
    state_->position += got;
    return got;
}

std::vector<std::uint8_t> ByteReader::read_exactly(std::uint64_t count, std::string_view what) {
    const std::uint64_t start = state_->position;
    const auto cut = [&](std::string_view found) { fail(start, fmt::format("{} bytes ({})", number(count), what), found); };
    if (state_->most_left() < count) {
        const std::string_view limit = state_->inflater ? "at most " : "";
        cut(fmt::format("{}{}", limit, number(state_->most_left())));
    }
    std::vector<std::uint8_t> bytes;
    while (bytes.size() < count) {
        const std::size_t before = bytes.size();
        bytes.resize(before + static_cast<std::size_t>(std::min<std::uint64_t>(count - before, growth)));
        const std::size_t got = read(std::span(bytes).subspan(before));
        if (before + got < bytes.size()) cut(number(before + got));
    }
    return bytes;
}

void ByteReader::expect_end() {
    const std::uint64_t end = state_->position;
    std::uint8_t more = 0;
    if (read({&more, 1}) == 0) return;
    const std::uint64_t rest = state_->size - end;
    const std::string found =
        state_->inflater ? "more data" : fmt::format("{} more {}", number(rest), rest == 1 ? "byte" : "bytes");
    fail(end, "the end of the file", found);
}

void ByteReader::fail(std::uint64_t offset, std::string_view expected, std::string_view found) const {
    state_->fail(state_->place(offset), expected, found);
}

}   // namespace overfit

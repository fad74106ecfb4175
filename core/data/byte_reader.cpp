#include "core/data/byte_reader.h"

#include "core/data/decompressor.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <fstream>
#include <limits>
#include <system_error>
#include <utility>

namespace overfit {

namespace {

constexpr std::size_t buffer_size = std::size_t{1} << 18;
constexpr std::size_t growth = std::size_t{1} << 24;

std::string number(std::uint64_t value) { return with_thousands(static_cast<std::int64_t>(value)); }

}   // namespace

struct ByteReader::State {
    std::filesystem::path file;
    std::ifstream stream;
    std::uint64_t size = 0;                       // of the file, packed
    std::uint64_t position = 0;                   // unpacked bytes handed out
    std::unique_ptr<Decompressor> decompressor;   // null: not packed
    std::vector<std::uint8_t> buffer;             // packed bytes, of which `waiting` are not unpacked yet
    std::span<const std::uint8_t> waiting;
    std::uint64_t packed_position = 0;   // of the end of `waiting`
    bool inside_stream = false;          // between the header of a packed stream and its checksum

    [[noreturn]] void fail(std::string_view place, std::string_view expected, std::string_view found) const {
        throw Error({.where = file.string(),
                     .problem = fmt::format("{}: expected {}, found {}", place, expected, found),
                     .remedy = "get the file again"});
    }

    std::string place(std::uint64_t offset) const {
        return fmt::format("{}byte {}", decompressor ? "unpacked " : "", offset);
    }

    /// At most this many bytes can still come.
    std::uint64_t most_left() const {
        if (!decompressor) return size - std::min(size, position);
        const std::uint64_t factor = decompressor->most_growth();
        const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
        return size > most / factor ? most : size * factor;
    }

    std::size_t read_raw(std::span<std::uint8_t> bytes) {
        stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        const auto got = static_cast<std::size_t>(stream.gcount());
        if (got < bytes.size() && !stream.eof()) fail(place(position + got), "more data", "a reading error of the disk");
        return got;
    }

    /// Gives the decompressor more to eat. False at the end of the file.
    bool refill() {
        if (!waiting.empty()) return true;
        buffer.resize(buffer_size);
        const std::size_t got = read_raw(buffer);
        packed_position += got;
        waiting = std::span(buffer).first(got);
        return got > 0;
    }

    [[noreturn]] void fail_packed(std::string_view expected, std::string_view found) const {
        fail(fmt::format("packed byte {}", packed_position - waiting.size()), expected, found);
    }

    std::size_t read_packed(std::span<std::uint8_t> bytes) {
        std::size_t done = 0;
        while (done < bytes.size()) {
            if (!refill()) {
                if (inside_stream || packed_position == 0) {
                    fail_packed(fmt::format("more {} data", decompressor->format()), "the end of the file");
                }
                break;
            }
            if (!inside_stream) {   // the first stream, or one more behind it, as `cat a.gz b.gz` makes
                if (packed_position > waiting.size()) decompressor->restart();
                inside_stream = true;
            }
            const auto room = bytes.subspan(done, std::min(bytes.size() - done, buffer_size));
            const Decompressor::Step step = decompressor->step(waiting, room);
            waiting = waiting.subspan(step.eaten);
            done += step.given;
            if (step.ended) inside_stream = false;
            if (!step.damage.empty()) {
                fail_packed(fmt::format("{} data", decompressor->format()), fmt::format("damage ({})", step.damage));
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
    state_->decompressor = decompressor_for(state_->file);
}

ByteReader::~ByteReader() = default;

std::size_t ByteReader::read(std::span<std::uint8_t> bytes) {
    const std::size_t got = state_->decompressor ? state_->read_packed(bytes) : state_->read_raw(bytes);
    state_->position += got;
    return got;
}

std::vector<std::uint8_t> ByteReader::read_exactly(std::uint64_t count, std::string_view what) {
    const std::uint64_t start = state_->position;
    const auto cut = [&](std::string_view found) { fail(start, fmt::format("{} bytes ({})", number(count), what), found); };
    if (state_->most_left() < count) {
        const std::string_view limit = state_->decompressor ? "at most " : "";
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
        state_->decompressor ? "more data" : fmt::format("{} more {}", number(rest), rest == 1 ? "byte" : "bytes");
    fail(end, "the end of the file", found);
}

void ByteReader::fail(std::uint64_t offset, std::string_view expected, std::string_view found) const {
    state_->fail(state_->place(offset), expected, found);
}

}   // namespace overfit

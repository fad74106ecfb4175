#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

/// The bytes of a data file from its beginning to its end, unpacked on the way where the name ends in
/// ".gz" or ".xz".
/// Everything wrong with the file is an Error that names file, offset, expected and found.
class ByteReader {
public:
    /// Opens the file. Throws Error when it is not a file that can be read.
    explicit ByteReader(std::filesystem::path file);
    ~ByteReader();
    ByteReader(const ByteReader&) = delete;
    ByteReader& operator=(const ByteReader&) = delete;

    /// Fills `bytes`; returns how many were there, fewer only at the end. Throws Error for damaged or cut packed data.
    std::size_t read(std::span<std::uint8_t> bytes);

    /// `count` bytes. Throws Error when the file ends before. Memory grows with what is really there, never with what a
    /// damaged header asks for. what: "pixels of 60,000 images", for the message.
    std::vector<std::uint8_t> read_exactly(std::uint64_t count, std::string_view what);

    /// Throws Error when the file goes on.
    void expect_end();

    /// Throws Error about what was found at `offset` (of the unpacked bytes).
    [[noreturn]] void fail(std::uint64_t offset, std::string_view expected, std::string_view found) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}   // namespace overfit

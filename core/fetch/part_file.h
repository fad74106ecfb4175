#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace overfit {

/// A file that grows while it is fetched and stays after a break, so that the next attempt goes on from its end. Locked as
/// long as it is open: two fetches never write one file.
class PartFile {
public:
    /// Opens what is there, or a new one. Throws Error when it cannot be written or another fetch holds it.
    explicit PartFile(std::filesystem::path path);
    ~PartFile();
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::uint64_t size() const { return size_; }

    /// Throws Error (no space, quota); what was written before stays.
    void append(std::span<const std::byte> bytes);

    /// Back to an empty file.
    void restart();

    /// Brings it to disk, before it is renamed.
    void sync();

private:
    [[noreturn]] void fail(const char* action) const;

    std::filesystem::path path_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

}   // namespace overfit

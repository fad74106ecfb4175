#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace overfit {

/// A file's bytes as memory: the system reads them when they are looked at, and drops them again when it needs the room. The
/// file must not become shorter meanwhile; to replace it by another of its name is safe.
class MappedFile {
public:
    /// Throws Error when it cannot be opened or is empty.
    explicit MappedFile(const std::filesystem::path& file);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    std::span<const std::byte> bytes() const { return bytes_; }

    /// These bytes, of bytes(), are looked at soon: the system begins to read them.
    void will_need(std::span<const std::byte> part) const;

private:
    std::span<const std::byte> bytes_;
};

}   // namespace overfit

#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace overfit {

/// A file that only grows. Every append is one write() of whole records, unbuffered: what was appended survives a kill -9.
class AppendFile {
public:
    /// Makes the file or goes on at its end. Throws Error (file, what the system said).
    explicit AppendFile(std::filesystem::path file);
    ~AppendFile();
    AppendFile(const AppendFile&) = delete;
    AppendFile& operator=(const AppendFile&) = delete;

    /// All of `bytes` or none: what a full disk left half written is cut off again. Throws Error.
    void append(std::string_view bytes);

    /// Brings it to the disk, for a power cut. Throws Error.
    void sync();

    std::uint64_t size() const { return size_; }
    bool ends_with(char last) const;   // false for an empty file

private:
    [[noreturn]] void fail(const char* action, int error) const;

    std::filesystem::path file_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

}   // namespace overfit

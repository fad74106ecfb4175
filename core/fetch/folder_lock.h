#pragma once

#include <filesystem>

namespace overfit {

/// The right to work in a folder: its file `lock`, held by flock() and removed at the end. The kernel drops it with the
/// process, whatever kills it.
class FolderLock {
public:
    /// Throws Error when another fetch holds the folder, or the file cannot be made.
    explicit FolderLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    std::filesystem::path file_;
    int descriptor_ = -1;
};

}   // namespace overfit

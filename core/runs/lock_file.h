#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace overfit {

inline constexpr std::chrono::seconds lock_heartbeat{10};
inline constexpr std::chrono::seconds lock_is_stale_after{60};

/// Who writes a run folder: the content of its file `lock`.
struct LockHolder {
    std::string host;
    std::int64_t pid = 0;
    std::string boot_id;
    std::uint64_t process_start = 0;   // clock ticks since the machine's start
    double started = 0.0;              // seconds since 1970
    double heartbeat = 0.0;            // likewise; rewritten every 10 s
};

/// The right to write one run folder: a file made with O_EXCL and held by flock(). The kernel drops the flock with the
/// process, whatever kills it, so on one machine nothing is ever guessed from a pid; other hosts go by the heartbeat.
class RunLock {
public:
    /// Throws UsageError naming the holder when another process (or this one, elsewhere) writes the folder.
    explicit RunLock(const std::filesystem::path& run_folder);
    ~RunLock();   // removes the file
    RunLock(const RunLock&) = delete;
    RunLock& operator=(const RunLock&) = delete;

    /// Rewrites the heartbeat in place; the size stays, so a full disk does not stop it.
    void refresh();

private:
    std::filesystem::path file_;
    LockHolder holder_;
    int descriptor_ = -1;
};

/// Whoever writes the folder now; nothing when nobody does: no lock, its process gone, or stale on another host.
std::optional<LockHolder> lock_holder(const std::filesystem::path& run_folder);

}   // namespace overfit

#include "core/runs/lock_file.h"

#include "core/runs/json_document.h"
#include "core/runs/this_process.h"
#include "core/runs/utc_time.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace overfit {

namespace {

std::filesystem::path lock_path(const std::filesystem::path& run_folder) { return run_folder / "lock"; }

/// Always the same number of bytes for one holder, so that a heartbeat never needs a new block.
std::string lock_text(const LockHolder& holder) {
    nlohmann::ordered_json json = {{"host", holder.host},
                                   {"pid", holder.pid},
                                   {"boot_id", holder.boot_id},
                                   {"process_start", holder.process_start},
                                   {"started", static_cast<std::int64_t>(holder.started)}};
    std::string text = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    text.back() = ',';
    return text + fmt::format("\"heartbeat\":{}}}\n", static_cast<std::int64_t>(holder.heartbeat));
}

/// Nothing for a file that is being made, or damaged: then only the flock tells.
std::optional<LockHolder> read_holder(const std::filesystem::path& file) {
    try {
        const JsonDocument document(read_file(file, 65536), file.string());
        const JsonValue json = document.root();
        return LockHolder{.host = json.at("host").text(),
                          .pid = json.at("pid").integer(),
                          .boot_id = json.at("boot_id").text(),
                          .process_start = json.at("process_start").unsigned_integer(),
                          .started = json.at("started").real(),
                          .heartbeat = json.at("heartbeat").real()};
    } catch (const Error&) {
        return std::nullopt;
    }
}

enum class FlockState { Free, Taken, Unsupported };

FlockState try_flock(int descriptor, int operation) {
    if (::flock(descriptor, operation | LOCK_NB) == 0) return FlockState::Free;
    return errno == EWOULDBLOCK ? FlockState::Taken : FlockState::Unsupported;
}

bool process_lives(const LockHolder& holder) {
    const std::uint64_t start = process_start_time(holder.pid);
    return start != 0 && start == holder.process_start && holder.boot_id == boot_id();
}

bool is_fresh(const LockHolder& holder) {
    const double age = unix_seconds(std::chrono::system_clock::now()) - holder.heartbeat;
    return age < static_cast<double>(lock_is_stale_after.count());
}

/// Whether a lock file of this content and flock is somebody's.
bool is_held(FlockState flock, const std::optional<LockHolder>& holder) {
    if (flock == FlockState::Taken) return true;
    if (!holder) return false;
    // Another host: its flock may not reach us over a network file system, its heartbeat does.
    if (holder->host != host_name()) return is_fresh(*holder);
    // This host: a free flock means that the process is gone, or that the folder is a copy of the one it writes.
    return flock == FlockState::Unsupported && process_lives(*holder);
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::optional<LockHolder>& holder) {
    const std::string who =
        holder ? fmt::format("process {} on {}", holder->pid, holder->host) : std::string("another process");
    throw UsageError({.where = file.parent_path().string(),
                      .problem = fmt::format("this run is being written by {}", who),
                      .remedy = "stop that one first, or wait until it has ended"});
}

/// Whether the name still leads to the file that the descriptor is open on.
bool is_same_file(int descriptor, const std::filesystem::path& file) {
    struct stat open_one {
    }, named_one{};
    return ::fstat(descriptor, &open_one) == 0 && ::stat(file.c_str(), &named_one) == 0 &&
           open_one.st_ino == named_one.st_ino && open_one.st_dev == named_one.st_dev;
}

/// Opens and flocks the lock file, a new one or one that nobody holds any more.
int acquire(const std::filesystem::path& file) {
    // A reader that looks whether the run is alive holds the flock for an instant; an owner holds it much longer.
    for (int attempt = 0; attempt < 25; ++attempt) {
        int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        const bool is_new = descriptor >= 0;
        if (!is_new && errno == EEXIST) descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
        if (descriptor < 0 && errno == ENOENT) continue;   // its owner has just removed it
        if (descriptor < 0) {
            throw Error({.where = file.string(),
                         .problem = fmt::format("cannot be made: {}", std::system_category().message(errno)),
                         .remedy = "check free space and permissions"});
        }
        const FlockState flock = try_flock(descriptor, LOCK_EX);
        const bool free = is_new ? flock != FlockState::Taken : !is_held(flock, read_holder(file));
        if (free && is_same_file(descriptor, file)) return descriptor;
        ::close(descriptor);
        if (!free && flock != FlockState::Taken) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    refuse(file, read_holder(file));
}

}   // namespace

RunLock::RunLock(const std::filesystem::path& run_folder) : file_(lock_path(run_folder)), descriptor_(acquire(file_)) {
    holder_ = {.host = host_name(),
               .pid = process_id(),
               .boot_id = boot_id(),
               .process_start = process_start_time(process_id()),
               .started = unix_seconds(std::chrono::system_clock::now())};
    refresh();
}

RunLock::~RunLock() {
    // While the flock is still held, so that nobody takes over a file whose name is about to go.
    if (is_same_file(descriptor_, file_)) ::unlink(file_.c_str());
    ::close(descriptor_);
}

void RunLock::refresh() {
    holder_.heartbeat = unix_seconds(std::chrono::system_clock::now());
    const std::string text = lock_text(holder_);
    const ssize_t written = ::pwrite(descriptor_, text.data(), text.size(), 0);
    // A heartbeat that fails must not end a run: on this machine the flock speaks for it.
    if (written == static_cast<ssize_t>(text.size()) && ::ftruncate(descriptor_, written) != 0) return;
}

std::optional<LockHolder> lock_holder(const std::filesystem::path& run_folder) {
    const std::filesystem::path file = lock_path(run_folder);
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return std::nullopt;
    const std::optional<LockHolder> holder = read_holder(file);
    const FlockState flock = try_flock(descriptor, LOCK_SH);
    ::close(descriptor);   // lets the flock go
    if (!is_held(flock, holder)) return std::nullopt;
    return holder ? holder : LockHolder{};
}

}   // namespace overfit

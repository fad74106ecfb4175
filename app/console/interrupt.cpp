#include "app/console/interrupt.h"

#include "app/exit_code.h"
#include "core/support/error.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace overfit::cli {

namespace {

constexpr std::array signals{SIGINT, SIGTERM, SIGHUP};
constexpr char kPressed = 's';
constexpr char kLeave = 'l';

// What a signal handler may touch: lock-free atomics and write().
std::atomic<int> presses = 0;
std::atomic<int> pipe_end = -1;
std::array<struct sigaction, signals.size()> earlier;

void send(char message) {
    const int end = pipe_end.load();
    if (end < 0) return;
    [[maybe_unused]] const auto written = write(end, &message, 1);   // nothing can be done where it fails
}

void on_signal(int) {
    const int kept = errno;
    if (presses.fetch_add(1) > 0) _exit(static_cast<int>(ExitCode::Stopped));
    send(kPressed);
    errno = kept;
}

int watched_end = -1;   // of the pipe; read by the watcher only

}   // namespace

InterruptGuard::InterruptGuard() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw Error({.where = "", .problem = std::string("no pipe can be made: ") + std::strerror(errno), .remedy = ""});
    }
    watched_end = ends[0];
    pipe_end = ends[1];
    presses = 0;
    watcher_ = std::thread([this] { wait_for_signal(); });
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;   // a write to a run folder that is under way goes on
    for (std::size_t i = 0; i < signals.size(); ++i) {
        sigaction(signals[i], nullptr, &earlier[i]);
        if (earlier[i].sa_handler != SIG_IGN) sigaction(signals[i], &action, nullptr);
    }
}

InterruptGuard::~InterruptGuard() {
    for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &earlier[i], nullptr);
    send(kLeave);
    watcher_.join();
    close(pipe_end.exchange(-1));
    close(watched_end);
}

void InterruptGuard::wait_for_signal() {
    char message = kLeave;
    while (read(watched_end, &message, 1) != 1) {
        if (errno != EINTR) return;
    }
    if (message != kPressed) return;
    stop_.request_stop();
    constexpr std::string_view text = "\noverfit: stopping after this batch; Ctrl-C again ends at once\n";
    [[maybe_unused]] const auto written = write(STDERR_FILENO, text.data(), text.size());
}

}   // namespace overfit::cli

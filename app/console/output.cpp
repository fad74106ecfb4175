#include "app/console/output.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace overfit::cli {

namespace {

// The first failure of a write to stdout; EPIPE is a reader that has seen enough, as `head` does.
int write_error = 0;

void note_failure(bool failed) {
    if (failed && write_error == 0 && errno != EPIPE) write_error = errno;
}

}   // namespace

void out(std::string_view text) { note_failure(std::fwrite(text.data(), 1, text.size(), stdout) != text.size()); }

void out_line(std::string_view text) {
    out(text);
    out("\n");
    note_failure(std::fflush(stdout) != 0);
}

void say_error(std::string_view message) {
    std::fflush(stdout);
    std::fprintf(stderr, "overfit: %.*s\n", static_cast<int>(message.size()), message.data());
}

bool finish_output() {
    note_failure(std::fflush(stdout) != 0);
    return write_error == 0;
}

bool stdout_is_terminal() {
    const char* kind = std::getenv("TERM");
    return isatty(STDOUT_FILENO) == 1 && kind != nullptr && std::string_view(kind) != "dumb";
}

int terminal_width() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return 80;
}

}   // namespace overfit::cli

#include "app/console/fetch_console.h"

#include "app/console/output.h"
#include "core/support/text.h"

#include <cstdio>
#include <fmt/format.h>

namespace overfit::cli {

namespace {

constexpr std::string_view kEraseLine = "\r\033[K";

}   // namespace

std::string describe_fetch(const FetchProgress& progress) {
    std::string line = progress.file;
    if (progress.file_count > 1) line += fmt::format(" ({} of {})", progress.file_number, progress.file_count);
    line += "  " + as_size(progress.done_bytes);
    if (progress.total_bytes > 0) {
        line +=
            fmt::format(" of {} ({})", as_size(progress.total_bytes),
                        as_percent(static_cast<double>(progress.done_bytes) / static_cast<double>(progress.total_bytes)));
    }
    if (progress.bytes_per_second > 0)
        line += fmt::format("  {}/s", as_size(static_cast<std::uint64_t>(progress.bytes_per_second)));
    if (progress.seconds_left) line += fmt::format("  {} left", as_duration(*progress.seconds_left));
    return line;
}

void FetchConsole::close_live_line() {
    if (!line_is_open_) return;
    out(kEraseLine);
    line_is_open_ = false;
}

void FetchConsole::rewrite(const std::string& line) {
    out(kEraseLine);
    out(line.substr(0, static_cast<std::size_t>(terminal_width() - 1)));
    std::fflush(stdout);
    line_is_open_ = true;
}

void FetchConsole::on_phase(std::string_view phase) {
    if (style_ == Style::LiveLine) rewrite(std::string(phase) + " ...");
}

void FetchConsole::on_progress(const FetchProgress& progress) {
    if (style_ == Style::LiveLine) {
        rewrite(describe_fetch(progress));
        return;
    }
    const std::uint64_t tenths = progress.total_bytes == 0 ? 0 : progress.done_bytes * 10 / progress.total_bytes;
    if (progress.file == file_ && tenths == tenths_) return;
    file_ = progress.file;
    tenths_ = tenths;
    out_line(describe_fetch(progress));
}

void FetchConsole::on_note(std::string_view note) {
    close_live_line();
    out_line(note);
}

}   // namespace overfit::cli

#pragma once

#include "core/fetch/fetch_observer.h"

#include <string>

namespace overfit::cli {

/// "cifar-10-binary.tar.gz  85.02 MB of 170.1 MB (50.0 %)  4.321 MB/s  20 s left"; "(2 of 4)" where there are several files.
std::string describe_fetch(const FetchProgress& progress);

/// Shows on stdout how a fetch goes on.
class FetchConsole : public FetchObserver {
public:
    enum class Style {
        LiveLine,   // a terminal: one line, rewritten
        Lines       // a pipe or a file: a line every tenth of a file
    };

    explicit FetchConsole(Style style) : style_(style) {}

    void on_phase(std::string_view phase) override;
    void on_progress(const FetchProgress& progress) override;
    void on_note(std::string_view note) override;

    /// Takes the live line away; other text may follow.
    void close_live_line();

private:
    void rewrite(const std::string& line);

    Style style_;
    bool line_is_open_ = false;
    std::string file_;           // of the last line written
    std::uint64_t tenths_ = 0;   // of that file, written so far
};

}   // namespace overfit::cli

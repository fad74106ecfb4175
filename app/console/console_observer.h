#pragma once

#include "app/console/progress_text.h"
#include "core/experiment/observer.h"

#include <chrono>
#include <optional>

namespace overfit::cli {

/// How much a run says on stdout.
enum class Chatter {
    Lines,      // a pipe or a file: one line an evaluated epoch
    LiveLine,   // a terminal: one line, rewritten
    Nothing,    // --quiet
};

/// Shows a run as it goes on. Lives on the training thread.
class ConsoleObserver : public TrainingObserver {
public:
    explicit ConsoleObserver(Chatter chatter) : chatter_(chatter) {}

    void on_phase(std::string_view phase) override;
    void on_start(const RunHeader& header) override;
    void on_step(const StepReport& report) override;
    void on_epoch(const EpochReport& report) override;

    /// Takes the live line away; other text may follow. Also when a run ended with an error.
    void close_live_line();

private:
    using Clock = std::chrono::steady_clock;

    void say(const std::string& line);
    void rewrite_live_line();
    void estimate(std::int64_t step);

    Chatter chatter_;
    ProgressState state_;
    std::optional<TimeLeft> time_left_;
    Clock::time_point started_;
    Clock::time_point last_drawn_;
    bool line_is_open_ = false;
};

}   // namespace overfit::cli

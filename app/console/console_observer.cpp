#include "app/console/console_observer.h"

#include "app/console/output.h"

#include <cstdio>

namespace overfit::cli {

namespace {

constexpr auto kBetweenDrawings = std::chrono::milliseconds(100);   // a terminal over a slow line keeps up
constexpr std::string_view kEraseLine = "\r\033[K";

}   // namespace

void ConsoleObserver::say(const std::string& line) {
    if (chatter_ == Chatter::Nothing) return;
    close_live_line();
    out_line(line);
}

void ConsoleObserver::close_live_line() {
    if (!line_is_open_) return;
    out(kEraseLine);
    line_is_open_ = false;
}

void ConsoleObserver::rewrite_live_line() {
    const auto now = Clock::now();
    if (line_is_open_ && now - last_drawn_ < kBetweenDrawings) return;
    last_drawn_ = now;
    line_is_open_ = true;
    out(kEraseLine);
    out(progress_line(state_, terminal_width() - 1));
    std::fflush(stdout);
}

void ConsoleObserver::estimate(std::int64_t step) {
    if (!time_left_) return;
    const std::chrono::duration<double> elapsed = Clock::now() - started_;
    state_.seconds_left = time_left_->seconds(step, elapsed.count());
}

void ConsoleObserver::on_phase(std::string_view phase) {
    if (chatter_ != Chatter::LiveLine) return;
    close_live_line();
    out(std::string(phase) + " ...");
    std::fflush(stdout);
    line_is_open_ = true;
    last_drawn_ = {};
}

void ConsoleObserver::on_start(const RunHeader& header) {
    state_ = {};
    state_.epochs = header.config.training.epochs;
    state_.may_end_early = header.config.training.stop_when_fitted || header.config.training.early_stopping.patience > 0;
    time_left_.emplace(header.first_step, header.total_steps);
    started_ = Clock::now();
    say(describe_start(header));
    if (!header.device_note.empty()) say("  note: " + header.device_note);
    for (const Finding& finding : header.audit.findings) say("  " + describe_finding(finding));
}

void ConsoleObserver::on_step(const StepReport& report) {
    state_.step = report;
    estimate(report.step);
    if (chatter_ == Chatter::LiveLine) rewrite_live_line();
}

void ConsoleObserver::on_epoch(const EpochReport& report) {
    const EpochMetrics& metrics = report.metrics;
    const bool evaluated = metrics.train_accuracy || metrics.test_accuracy || metrics.validation_accuracy;
    if (evaluated) state_.evaluated = metrics;
    estimate(metrics.step);
    if (chatter_ == Chatter::LiveLine) rewrite_live_line();
    if (chatter_ == Chatter::Lines) say(describe_epoch(metrics, state_));
}

}   // namespace overfit::cli

#pragma once

#include <stop_token>
#include <thread>

namespace overfit::cli {

/// While it lives, Ctrl-C (SIGINT), SIGTERM and SIGHUP ask for a stop: the first one after the current batch, the second one
/// ends the process at once with exit code 130. A signal that was ignored before (nohup) stays ignored. One at a time.
class InterruptGuard {
public:
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;

    std::stop_token token() const { return stop_.get_token(); }
    bool stopped() const { return stop_.stop_requested(); }

private:
    void wait_for_signal();

    std::stop_source stop_;
    std::thread watcher_;   // turns the signal, in which hardly anything may be called, into a stop request
};

}   // namespace overfit::cli

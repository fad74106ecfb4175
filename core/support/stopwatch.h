#pragma once

#include <chrono>

namespace overfit {

/// Seconds while it runs, on top of those it begins with.
class Stopwatch {
public:
    explicit Stopwatch(double seconds = 0.0) : seconds_(seconds) {}

    void start() {
        begin_ = Clock::now();
        running_ = true;
    }
    void pause() {
        seconds_ = seconds();
        running_ = false;
    }
    double seconds() const {
        return running_ ? seconds_ + std::chrono::duration<double>(Clock::now() - begin_).count() : seconds_;
    }

private:
    using Clock = std::chrono::steady_clock;
    double seconds_;
    Clock::time_point begin_;
    bool running_ = false;
};

}   // namespace overfit

#pragma once

#include <exception>
#include <stop_token>

namespace overfit {

/// Thrown by work that its caller has stopped: nothing is wrong, and nobody waits for a result any more.
class Stopped : public std::exception {
public:
    const char* what() const noexcept override { return "stopped"; }
};

inline void throw_if_stopped(const std::stop_token& stop) {
    if (stop.stop_requested()) throw Stopped();
}

}   // namespace overfit

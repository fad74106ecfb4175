#pragma once

#include <cstdint>
#include <deque>
#include <optional>

namespace overfit {

/// Bytes per second over the last seconds, from the places that a transfer was seen at. Times in seconds from any start.
class TransferRate {
public:
    void add(double time_s, std::uint64_t bytes);

    /// 0 until there are two places at different times.
    double bytes_per_second() const;

    /// Seconds to `total`; nothing while no rate is known or when nothing is left to say (total not known, stalled).
    std::optional<double> seconds_left(std::uint64_t total) const;

private:
    struct Place {
        double time_s = 0.0;
        std::uint64_t bytes = 0;
    };
    std::deque<Place> places_;
};

}   // namespace overfit

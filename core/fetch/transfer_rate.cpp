#include "core/fetch/transfer_rate.h"

namespace overfit {

namespace {

constexpr double window_s = 5.0;

}   // namespace

void TransferRate::add(double time_s, std::uint64_t bytes) {
    if (!places_.empty() && bytes < places_.back().bytes) places_.clear();   // started again
    places_.push_back({time_s, bytes});
    while (places_.size() > 2 && time_s - places_[1].time_s >= window_s) places_.pop_front();
}

double TransferRate::bytes_per_second() const {
    if (places_.size() < 2) return 0.0;
    const double time_s = places_.back().time_s - places_.front().time_s;
    return time_s > 0.0 ? static_cast<double>(places_.back().bytes - places_.front().bytes) / time_s : 0.0;
}

std::optional<double> TransferRate::seconds_left(std::uint64_t total) const {
    const double rate = bytes_per_second();
    if (rate <= 0.0 || total < places_.back().bytes) return std::nullopt;
    return static_cast<double>(total - places_.back().bytes) / rate;
}

}   // namespace overfit

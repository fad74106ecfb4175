#include "ui/session/run_pace.h"

#include "ui/session/median.h"

#include <algorithm>

namespace overfit::ui {

namespace {

constexpr double recentSeconds = 20.0;   // the pace before there are stretches
constexpr double sureSeconds = 1.0;      // less tells nothing: the first steps warm up
constexpr double stretchSeconds = 2.0;   // at least, of one or several epochs
constexpr std::size_t fewestStretches = 3, mostStretches = 15;

}   // namespace

void RunPace::reach(std::int64_t step, double seconds) {
    // Steps and epochs arrive in lists of their own: the later of the two counts.
    if (!recent_.empty() && step < recent_.back().step) return;
    recent_.push_back({step, seconds});
    while (recent_.size() > 2 && recent_[1].seconds < seconds - recentSeconds) recent_.pop_front();
}

void RunPace::endEpoch(std::int64_t step, double seconds) {
    reach(step, seconds);
    if (!ends_.empty() && (step <= ends_.back().step || seconds < ends_.back().seconds + stretchSeconds)) return;
    ends_.push_back({step, seconds});
    if (ends_.size() > mostStretches + 1) ends_.pop_front();
}

double RunPace::secondsPerStep() const {
    if (ends_.size() > fewestStretches) {
        std::vector<double> stretches;
        for (std::size_t end = 1; end < ends_.size(); ++end) {
            const auto steps = static_cast<double>(ends_[end].step - ends_[end - 1].step);
            stretches.push_back((ends_[end].seconds - ends_[end - 1].seconds) / steps);
        }
        return medianOf(std::move(stretches));
    }
    if (recent_.size() < 2) return 0.0;
    const double seconds = recent_.back().seconds - recent_.front().seconds;
    const auto steps = static_cast<double>(recent_.back().step - recent_.front().step);
    return seconds < sureSeconds || steps <= 0 ? 0.0 : seconds / steps;
}

double RunPace::secondsLeft(std::int64_t totalSteps) const {
    return std::max(0.0, static_cast<double>(totalSteps - step()) * secondsPerStep());
}

}   // namespace overfit::ui

#pragma once

#include <cstdint>
#include <deque>

namespace overfit::ui {

/// How fast a run gets on, evaluations included. The time left follows the median of its last stretches of whole epochs: a
/// machine that is busy with something else for a while does not frighten anybody.
class RunPace {
public:
    /// The run is at that step after so many seconds. What comes out of order is passed over.
    void reach(std::int64_t step, double seconds);

    /// Likewise, and an epoch has ended and been evaluated there.
    void endEpoch(std::int64_t step, double seconds);

    std::int64_t step() const { return recent_.empty() ? 0 : recent_.back().step; }

    /// 0 where nothing can be told yet.
    double secondsLeft(std::int64_t totalSteps) const;

private:
    struct Mark {
        std::int64_t step = 0;
        double seconds = 0.0;
    };
    double secondsPerStep() const;

    std::deque<Mark> recent_;   // of the last seconds, oldest first
    std::deque<Mark> ends_;     // of stretches, each at an epoch's end, oldest first
};

}   // namespace overfit::ui

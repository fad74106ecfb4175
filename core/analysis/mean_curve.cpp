#include "core/analysis/mean_curve.h"

#include "core/analysis/seed_statistics.h"

#include <algorithm>
#include <cmath>

namespace overfit {

namespace {

/// Walks through curves side by side, from common place to common place.
class CommonPlaces {
public:
    explicit CommonPlaces(const std::vector<const Curve*>& curves) : curves_(curves), at_(curves.size(), 0) {}

    /// To the next x that all curves have; false at the end of the first that ends.
    bool advance() {
        if (started_) ++at_.front();
        started_ = true;
        for (;;) {
            double furthest = 0.0;
            for (std::size_t i = 0; i < curves_.size(); ++i) {
                if (at_[i] >= curves_[i]->x.size()) return false;
                furthest = i == 0 ? x(i) : std::max(furthest, x(i));
            }
            bool all_there = true;
            for (std::size_t i = 0; i < curves_.size(); ++i) {
                while (at_[i] < curves_[i]->x.size() && x(i) < furthest) ++at_[i];
                all_there = all_there && at_[i] < curves_[i]->x.size() && x(i) == furthest;
            }
            if (all_there) return true;
        }
    }

    double place() const { return x(0); }
    std::vector<double> values() const {
        std::vector<double> values;
        for (std::size_t i = 0; i < curves_.size(); ++i) values.push_back(curves_[i]->y[at_[i]]);
        return values;
    }

private:
    double x(std::size_t curve) const { return curves_[curve]->x[at_[curve]]; }

    const std::vector<const Curve*>& curves_;
    std::vector<std::size_t> at_;
    bool started_ = false;
};

/// A place that is no number is equal to none: the walk would not end.
bool has_places(const Curve& curve) {
    return !curve.x.empty() && std::ranges::all_of(curve.x, [](double x) { return std::isfinite(x); });
}

}   // namespace

MeanCurve mean_curve(std::span<const Curve> curves) {
    std::vector<const Curve*> recorded;
    for (const Curve& curve : curves) {
        if (has_places(curve)) recorded.push_back(&curve);
    }
    MeanCurve result;
    result.n = recorded.size();
    if (recorded.empty()) return result;
    for (const Curve* curve : recorded) result.longest = std::max(result.longest, curve->x.back());
    CommonPlaces places(recorded);
    while (places.advance()) {
        const SampleStatistics statistics = sample_statistics(places.values());
        const double spread = statistics.standard_deviation.value_or(0.0);
        result.mean.x.push_back(places.place());
        result.mean.y.push_back(statistics.mean);
        result.low.push_back(statistics.mean - spread);
        result.high.push_back(statistics.mean + spread);
    }
    return result;
}

}   // namespace overfit

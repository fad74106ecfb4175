#include "core/audit/binomial.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace overfit {

namespace {

constexpr double negligible = 1e-18;      // of the sum so far
constexpr double equally_likely = 1e-7;   // relative; two outcomes of the same probability differ by rounding

/// The distribution, strictly between the certain cases p = 0 and p = 1.
class Binomial {
public:
    Binomial(std::int64_t trials, double probability)
        : trials_(trials), probability_(probability), odds_(probability / (1.0 - probability)) {}

    double log_mass(std::int64_t k) const {
        const auto n = static_cast<double>(trials_);
        const auto x = static_cast<double>(k);
        return std::lgamma(n + 1.0) - std::lgamma(x + 1.0) - std::lgamma(n - x + 1.0) + x * std::log(probability_) +
               (n - x) * std::log1p(-probability_);
    }

    std::int64_t mode() const {
        return std::min(trials_, static_cast<std::int64_t>(std::floor(static_cast<double>(trials_ + 1) * probability_)));
    }

    /// P(X <= k) from k downwards; the terms shrink, as k lies at or below the mode.
    double sum_down(std::int64_t k) const {
        double term = 1.0, sum = 0.0;
        for (std::int64_t j = k; j >= 0 && term > negligible * sum; --j) {
            sum += term;
            term *= static_cast<double>(j) / (static_cast<double>(trials_ - j + 1) * odds_);
        }
        return std::exp(log_mass(k)) * sum;
    }

    /// P(X >= k) from k upwards; k lies at or above the mode.
    double sum_up(std::int64_t k) const {
        double term = 1.0, sum = 0.0;
        for (std::int64_t j = k; j <= trials_ && term > negligible * sum; ++j) {
            sum += term;
            term *= static_cast<double>(trials_ - j) * odds_ / static_cast<double>(j + 1);
        }
        return std::exp(log_mass(k)) * sum;
    }

    double lower_tail(std::int64_t k) const {
        if (k < 0) return 0.0;
        if (k >= trials_) return 1.0;
        return k <= mode() ? sum_down(k) : 1.0 - sum_up(k + 1);
    }

    double upper_tail(std::int64_t k) const {
        if (k <= 0) return 1.0;
        if (k > trials_) return 0.0;
        return k >= mode() ? sum_up(k) : 1.0 - sum_down(k - 1);
    }

    /// The first outcome above the mode that is at most as likely as `limit`; trials + 1 when there is none.
    std::int64_t first_unlikely_above(double limit) const {
        std::int64_t low = mode(), high = trials_ + 1;
        while (high - low > 1) {
            const std::int64_t middle = low + (high - low) / 2;
            (log_mass(middle) <= limit ? high : low) = middle;
        }
        return high;
    }

    /// The last outcome below the mode that is at most as likely as `limit`; -1 when there is none.
    std::int64_t last_unlikely_below(double limit) const {
        std::int64_t low = -1, high = mode();
        while (high - low > 1) {
            const std::int64_t middle = low + (high - low) / 2;
            (log_mass(middle) <= limit ? low : high) = middle;
        }
        return low;
    }

private:
    std::int64_t trials_;
    double probability_;
    double odds_;
};

/// Whether the outcome is certain: p = 0 or p = 1.
bool is_certain(double probability) { return probability <= 0.0 || probability >= 1.0; }

std::int64_t certain_outcome(std::int64_t trials, double probability) { return probability >= 1.0 ? trials : 0; }

}   // namespace

double binomial_upper_tail(std::int64_t trials, std::int64_t successes, double probability) {
    assert(successes >= 0 && successes <= trials);
    if (is_certain(probability)) return successes <= certain_outcome(trials, probability) ? 1.0 : 0.0;
    return Binomial(trials, probability).upper_tail(successes);
}

double binomial_lower_tail(std::int64_t trials, std::int64_t successes, double probability) {
    assert(successes >= 0 && successes <= trials);
    if (is_certain(probability)) return successes >= certain_outcome(trials, probability) ? 1.0 : 0.0;
    return Binomial(trials, probability).lower_tail(successes);
}

double binomial_two_sided(std::int64_t trials, std::int64_t successes, double probability) {
    assert(successes >= 0 && successes <= trials);
    if (is_certain(probability)) return successes == certain_outcome(trials, probability) ? 1.0 : 0.0;
    const Binomial binomial(trials, probability);
    const double limit = binomial.log_mass(successes) + equally_likely;
    const std::int64_t mode = binomial.mode();
    if (binomial.log_mass(mode) <= limit) return 1.0;
    if (successes < mode) {
        const std::int64_t above = binomial.first_unlikely_above(limit);
        return std::min(1.0, binomial.lower_tail(successes) + binomial.upper_tail(above));
    }
    const std::int64_t below = binomial.last_unlikely_below(limit);
    return std::min(1.0, binomial.upper_tail(successes) + binomial.lower_tail(below));
}

}   // namespace overfit

#pragma once

#include <cstdint>

namespace overfit {

// Exact binomial tests in logarithms: n up to millions in well under a millisecond, probabilities down to 1e-300 (smaller
// ones come out as 0). 0 <= successes <= trials, 0 <= probability <= 1.

/// P(X >= successes).
double binomial_upper_tail(std::int64_t trials, std::int64_t successes, double probability);

/// P(X <= successes).
double binomial_lower_tail(std::int64_t trials, std::int64_t successes, double probability);

/// The two-sided test: the probability of all outcomes that are at most as likely as this one.
double binomial_two_sided(std::int64_t trials, std::int64_t successes, double probability);

}   // namespace overfit

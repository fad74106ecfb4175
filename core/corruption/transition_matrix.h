#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace overfit {

/// The chance of each given class (column) for each true class (row); every row sums to 1.
struct TransitionMatrix {
    int classes = 0;
    std::vector<double> chances;   // C x C, row by row

    double chance(int true_class, int given_class) const {
        return chances[static_cast<std::size_t>(true_class) * static_cast<std::size_t>(classes) +
                       static_cast<std::size_t>(given_class)];
    }
};

/// Reads a row of numbers a line, between spaces, tabs, commas or semicolons; empty lines and what follows a # are passed
/// over. source: the file's name, for messages. Throws UsageError naming line and column for anything but `classes` rows of
/// `classes` numbers from 0 to 1 that sum to 1 within 1e-6.
TransitionMatrix parse_transition_matrix(std::string_view text, int classes, const std::string& source);

}   // namespace overfit

#pragma once

#include "core/config/experiment_config.h"

#include <span>
#include <string>
#include <vector>

namespace overfit {

/// One of several runs that are called the same.
struct Namesake {
    const ExperimentConfig* config = nullptr;   // null: cannot be read
    std::string begun;                          // ISO 8601, UTC; empty: unknown
    std::string folder;                         // its name, not its path
};

/// For each, words that none of the others has: the settings that differ, "p 0.5 · seed 3"; for the same experiment again
/// when it began, "26 Nov, 13:38"; within one minute also the end of the folder's name, which is drawn at random; for copies
/// of one folder a number. Nothing for a single run. List, legends and tables all go by this rule, each for the runs that it
/// shows.
std::vector<std::string> words_for_namesakes(std::span<const Namesake> runs);

}   // namespace overfit

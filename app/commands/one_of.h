#pragma once

#include "core/support/text.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <utility>
#include <vector>

namespace overfit::cli {

/// Of an option that takes one of these names. Another word is told with the nearest of them.
inline CLI::Validator one_of(std::vector<std::string> names) {
    const auto check = [names = std::move(names)](std::string& word) -> std::string {
        if (std::ranges::find(names, word) != names.end()) return {};
        const auto nearest = nearest_name(word, names);
        return fmt::format("expected {}, found {}{}", join(names, " or "), excerpt(word),
                           nearest ? "; the nearest is " + *nearest : std::string());
    };
    return CLI::Validator(check, "", "one_of");
}

/// The same of an enumeration: the name becomes its value.
template <typename Value>
CLI::Validator one_of(const std::vector<std::pair<std::string, Value>>& choices) {
    std::vector<std::string> names;
    for (const auto& [name, value] : choices) names.push_back(name);
    const auto turn = [choices, known = one_of(names)](std::string& word) -> std::string {
        std::string problem = known(word);
        if (!problem.empty()) return problem;
        const auto found = std::ranges::find(choices, word, [](const auto& choice) { return choice.first; });
        word = std::to_string(static_cast<int>(found->second));
        return {};
    };
    return CLI::Validator(turn, "", "one_of");
}

}   // namespace overfit::cli

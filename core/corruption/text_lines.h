#pragma once

#include "core/support/text.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace overfit {

struct TextLine {
    std::int64_t number = 1;   // as editors count
    std::string_view text;     // without spaces and line ends at its sides
};

/// The lines of a text file of any system; without a byte-order mark.
inline std::vector<TextLine> lines_of(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::vector<TextLine> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back({.number = static_cast<std::int64_t>(lines.size()) + 1, .text = trimmed(text.substr(0, end))});
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

/// The words between any of these separators; none of them is empty.
inline std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> words;
    while (true) {
        const std::size_t first = text.find_first_not_of(separators);
        if (first == std::string_view::npos) return words;
        text.remove_prefix(first);
        const std::size_t end = text.find_first_of(separators);
        words.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return words;
        text.remove_prefix(end);
    }
}

}   // namespace overfit

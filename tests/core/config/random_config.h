#pragma once

#include "core/config/field_table.h"
#include "core/support/random_stream.h"

#include <array>
#include <cmath>
#include <limits>

namespace overfit {

/// A value that the field takes, of any size that it takes, its empty one included.
inline FieldValue random_value(const Field& field, RandomStream& stream) {
    const auto integer = [&] {
        const auto least = static_cast<std::int64_t>(field.minimum);
        const auto most = static_cast<std::int64_t>(field.maximum);
        return least + static_cast<std::int64_t>(stream.below(static_cast<std::uint64_t>(most - least) + 1));
    };
    if (!field.empty_word.empty() && stream.below(2) == 0) return {};
    switch (field.kind) {
        case FieldKind::Boolean: return stream.below(2) == 1;
        case FieldKind::Integer: return integer();
        case FieldKind::Seed: return stream.next();
        case FieldKind::Real: {
            // Both rough and very small numbers.
            const double scale = std::pow(10.0, -static_cast<double>(stream.below(12)));
            return field.minimum + (field.maximum - field.minimum) * (1.0 - stream.uniform()) * scale;
        }
        case FieldKind::Choice: return field.choices[stream.below(field.choices.size())].name;
        case FieldKind::IntegerList: {
            std::vector<std::int64_t> list;
            for (std::uint64_t left = 1 + stream.below(5); left > 0; --left) list.push_back(integer());
            return list;
        }
        case FieldKind::Text: break;
    }
    if (field.path == "device") {
        constexpr std::array devices{"auto", "cpu", "cuda", "cuda:0", "cuda:17"};
        return std::string(devices[stream.below(devices.size())]);
    }
    // Words that YAML reads as something else, and signs that mean something to it.
    constexpr std::array pieces{"yes",        "no",
                                "~",          "null",
                                "010",        "1e5",
                                "0x1f",       ".5",
                                "-",          ": ",
                                " #",         "#",
                                "'",          "\"",
                                "\\",         "{",
                                "}",          "[",
                                "]",          ", ",
                                "*a",         "&b",
                                "!c",         "%",
                                "@",          "`",
                                "|",          ">",
                                "? ",         "- ",
                                "=",          "<<",
                                "Größe",      "漢",
                                "😀",          " ",
                                "a",          "1:30",
                                "2001-12-14", "\xe2\x80\xa8",
                                "\xc2\xa0",   "\xef\xbb\xbf",
                                "true",       "NaN",
                                "on:",        "---",
                                "..."};
    std::string text;
    for (std::uint64_t left = 1 + stream.below(4); left > 0; --left) text += pieces[stream.below(pieces.size())];
    return field.text_is_allowed(text) ? text : std::string("x");
}

/// Every field drawn anew with chance `share`.
inline ExperimentConfig random_config(RandomStream& stream, double share = 0.5) {
    ExperimentConfig config;
    for (const Field& field : field_table()) {
        if (stream.uniform() < share) field.set(config, random_value(field, stream));
    }
    return config;
}

}   // namespace overfit

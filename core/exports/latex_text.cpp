#include "core/exports/latex_text.h"

#include "core/support/text.h"

#include <cstdint>

namespace overfit {

namespace {

std::string_view special(char character) {
    switch (character) {
        case '\\': return "\\textbackslash{}";
        case '{': return "\\{";
        case '}': return "\\}";
        case '$': return "\\$";
        case '&': return "\\&";
        case '#': return "\\#";
        case '%': return "\\%";
        case '_': return "\\_";
        case '^': return "\\textasciicircum{}";
        case '~': return "\\textasciitilde{}";
        case '<': return "\\textless{}";
        case '>': return "\\textgreater{}";
        case '|': return "\\textbar{}";
        case '"': return "\\textquotedbl{}";
        case '[': return "{[}";
        case '*': return "{*}";   // behind a line end both would be its arguments
        default: return {};
    }
}

std::string_view special_in_key(char character) {
    switch (character) {
        case '-': return "{-}";   // "--" would become a dash, and "-" may end an optional argument
        case ',': return "{,}";   // commas and equal signs part the keys of pgfplots
        case '=': return "{=}";
        case ']': return "{]}";
        default: return {};
    }
}

std::string_view known_symbol(std::uint32_t code) {
    switch (code) {
        case 0x00a0: return "~";
        case 0x00b1: return "$\\pm$";
        case 0x00b7: return "\\textperiodcentered{}";
        case 0x00d7: return "\\texttimes{}";
        case 0x2013: return "\\textendash{}";
        case 0x2014: return "\\textemdash{}";
        case 0x2018: return "\\textquoteleft{}";
        case 0x2019: return "\\textquoteright{}";
        case 0x201c: return "\\textquotedblleft{}";
        case 0x201d: return "\\textquotedblright{}";
        case 0x2020: return "\\textdagger{}";
        case 0x2026: return "\\textellipsis{}";
        case 0x2212: return "$-$";
        default: return {};
    }
}

/// The letters of T1 that lie in Latin-1 and Latin Extended-A without gaps.
bool is_letter_of_t1(std::uint32_t code) { return code >= 0x00c0 && code <= 0x00ff && code != 0x00d7 && code != 0x00f7; }

}   // namespace

std::string latex_text(std::string_view text, LatexPlace place) {
    std::string escaped;
    if (!is_valid_utf8(text)) {
        for (const char character : text) escaped += static_cast<unsigned char>(character) < 0x80 ? character : '?';
        return latex_text(escaped, place);
    }
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        if (first < 0x80) {
            const bool control = first < 0x20 || first == 0x7f;
            std::string_view replacement = special(text[i]);
            if (replacement.empty() && place == LatexPlace::Key) replacement = special_in_key(text[i]);
            if (!replacement.empty())
                escaped += replacement;
            else
                escaped += control ? ' ' : text[i];
            ++i;
            continue;
        }
        const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        std::uint32_t code = first & (0x7fU >> length);
        for (std::size_t k = 1; k < length; ++k) code = code << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3fU);
        if (const std::string_view symbol = known_symbol(code); !symbol.empty())
            escaped += symbol;
        else
            escaped += is_letter_of_t1(code) ? text.substr(i, length) : "?";
        i += length;
    }
    return escaped;
}

}   // namespace overfit

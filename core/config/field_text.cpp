#include "core/config/field_table.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <iterator>

namespace overfit {

namespace {

template <typename... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;   // C++20 deduces it; clang before 17 does not

/// Shortest, but with a point before any exponent: Python's YAML reader takes 1e-05 for text.
std::string real_text(double value) {
    std::string text = shortest_text(value);
    const std::size_t exponent = text.find('e');
    if (exponent == std::string::npos || !std::isfinite(value)) return text;
    constexpr std::size_t readable = 12;
    std::array<char, 400> buffer{};
    const auto fixed = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
    if (fixed.ptr - buffer.data() <= static_cast<std::ptrdiff_t>(readable)) return {buffer.data(), fixed.ptr};
    if (text.find('.') == std::string::npos) text.insert(exponent, ".0");
    return text;
}

std::string list_text(const std::vector<std::int64_t>& values) { return fmt::format("[{}]", fmt::join(values, ", ")); }

std::string bound_text(double bound) {
    const bool whole = bound == std::floor(bound) && std::abs(bound) < 1e15;
    return whole ? with_thousands(static_cast<std::int64_t>(bound)) : shortest_text(bound);
}

std::string range_text(const Field& field) {
    const std::string unit = field.unit.empty() ? "" : " " + field.unit;
    const char* form = field.minimum_is_excluded ? "above {} and up to {}{}" : "from {} to {}{}";
    return fmt::format(fmt::runtime(form), bound_text(field.minimum), bound_text(field.maximum), unit);
}

std::string choices_text(const Field& field) {
    std::vector<std::string> names;
    for (const FieldChoice& choice : field.choices) names.push_back(choice.name);
    return join(names);
}

bool in_range(const Field& field, double value) {
    const bool above = field.minimum_is_excluded ? value > field.minimum : value >= field.minimum;
    return above && value <= field.maximum;   // false for NaN
}

bool is_allowed(const Field& field, const FieldValue& value) {
    return std::visit(Overloaded{
                          [&](std::monostate) { return !field.empty_word.empty(); },
                          [&](bool) { return true; },
                          [&](std::uint64_t) { return true; },
                          [&](std::int64_t number) { return in_range(field, static_cast<double>(number)); },
                          [&](double number) { return in_range(field, number) && std::isfinite(number); },
                          [&](const std::string& text) {
                              if (field.kind == FieldKind::Text) return field.text_is_allowed(text);
                              return std::ranges::find(field.choices, text, &FieldChoice::name) != field.choices.end();
                          },
                          [&](const std::vector<std::int64_t>& numbers) {
                              return !numbers.empty() && numbers.size() <= field.most_entries &&
                                     std::ranges::all_of(numbers,
                                                         [&](auto n) { return in_range(field, static_cast<double>(n)); });
                          },
                      },
                      value);
}

/// Typed text as a message shows it.
std::string shown(std::string_view text) { return text.empty() ? "nothing" : excerpt(text); }

std::string expected_and_found(const Field& field, const std::string& found) {
    return fmt::format("expected {}, found {}", allowed_text(field), found);
}

std::string unknown_choice(const Field& field, const std::string& text) {
    std::vector<std::string> names;
    for (const FieldChoice& choice : field.choices) names.push_back(choice.name);
    const std::optional<std::string> nearest = nearest_name(text, names);
    return expected_and_found(field, shown(text)) + (nearest ? "; nearest: " + *nearest : "");
}

/// 010 is eight to some YAML readers and ten to others.
bool has_leading_zero(std::string_view text) {
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    return text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

std::optional<FieldValue> parse_list(std::string_view text) {
    if (text.starts_with('[') != text.ends_with(']')) return std::nullopt;
    if (text.starts_with('[')) text = trimmed(text.substr(1, text.size() - 2));
    std::vector<std::int64_t> values;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const std::string_view entry = trimmed(text.substr(0, comma));
        const auto value = has_leading_zero(entry) ? std::nullopt : parse_integer(entry);
        if (!value) return std::nullopt;
        values.push_back(*value);
        if (comma == std::string_view::npos) break;
        text = trimmed(text.substr(comma + 1));
        if (text.empty()) return std::nullopt;   // "512," lacks its second entry
    }
    return values;
}

template <typename Number>
std::optional<FieldValue> as_value(const std::optional<Number>& number) {
    return number ? std::optional<FieldValue>(*number) : std::nullopt;
}

/// Nothing when the text is not of the field's kind.
std::optional<FieldValue> parse_kind(FieldKind kind, std::string_view text) {
    switch (kind) {
        case FieldKind::Boolean:
            if (text == "true" || text == "false") return text == "true";
            return std::nullopt;
        case FieldKind::Integer: return has_leading_zero(text) ? std::nullopt : as_value(parse_integer(text));
        case FieldKind::Seed: return has_leading_zero(text) ? std::nullopt : as_value(parse_unsigned(text));
        case FieldKind::Real: return has_leading_zero(text) ? std::nullopt : as_value(parse_real(text));
        case FieldKind::IntegerList: return parse_list(text);
        case FieldKind::Choice:
        case FieldKind::Text: return std::string(text);
    }
    return std::nullopt;
}

[[noreturn]] void refuse(const Field& field, std::string problem) {
    throw UsageError({.where = field.path, .problem = std::move(problem), .remedy = ""});
}

}   // namespace

std::string field_text(const FieldValue& value, const Field& field) {
    return std::visit(Overloaded{
                          [&](std::monostate) { return field.empty_word; },
                          [](bool flag) { return std::string(flag ? "true" : "false"); },
                          [](std::int64_t number) { return std::to_string(number); },
                          [](std::uint64_t number) { return std::to_string(number); },
                          [](double number) { return real_text(number); },
                          [](const std::string& text) { return text; },
                          [](const std::vector<std::int64_t>& numbers) { return list_text(numbers); },
                      },
                      value);
}

std::string allowed_text(const Field& field) {
    const std::string empty = field.empty_word.empty() ? "" : field.empty_word + " or ";
    switch (field.kind) {
        case FieldKind::Boolean: return "true or false";
        case FieldKind::Integer: return fmt::format("{}a whole number {}", empty, range_text(field));
        case FieldKind::Seed: return empty + "a whole number from 0 to 18446744073709551615";
        case FieldKind::Real: return fmt::format("a number {}", range_text(field));
        case FieldKind::IntegerList:
            return fmt::format("a list of 1 to {} whole numbers {}", field.most_entries, range_text(field));
        case FieldKind::Choice: return choices_text(field);
        case FieldKind::Text: return field.text_form;
    }
    return "";
}

std::string value_problem(const Field& field, const FieldValue& value) {
    if (is_allowed(field, value)) return "";
    if (field.kind == FieldKind::Choice) return unknown_choice(field, std::get<std::string>(value));
    const std::string text = field_text(value, field);
    return expected_and_found(field, field.kind == FieldKind::Text ? shown(text) : text);
}

FieldValue parse_field(const Field& field, std::string_view text) {
    if (field.kind != FieldKind::Text) text = trimmed(text);
    if (!field.empty_word.empty() && text == field.empty_word) return {};
    const std::optional<FieldValue> value = parse_kind(field.kind, text);
    if (!value) refuse(field, expected_and_found(field, shown(text)));
    if (std::string problem = value_problem(field, *value); !problem.empty()) refuse(field, std::move(problem));
    return *value;
}

}   // namespace overfit

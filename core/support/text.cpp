#include "core/support/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <numeric>
#include <utility>

namespace overfit {

std::string shortest_text(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
    std::array<char, 32> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), result.ptr};
}

namespace {

template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    Number value{};
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

}   // namespace

std::optional<double> parse_real(std::string_view text) { return parse_number<double>(text); }
std::optional<std::int64_t> parse_integer(std::string_view text) { return parse_number<std::int64_t>(text); }
std::optional<std::uint64_t> parse_unsigned(std::string_view text) { return parse_number<std::uint64_t>(text); }

std::string with_thousands(std::int64_t value) {
    std::string digits = std::to_string(value);
    const std::size_t first = value < 0 ? 1 : 0;
    for (std::size_t place = digits.size(); place > first + 3; place -= 3) digits.insert(place - 3, ",");
    return digits;
}

std::string as_percent(double fraction) {
    for (const int decimals : {1, 2, 3}) {
        std::string text = fmt::format("{:.{}f} %", 100.0 * fraction, decimals);
        if (fraction >= 1.0 || !text.starts_with("100.")) return text;
    }
    return "99.999 %";
}

std::string as_duration(double seconds) {
    if (!std::isfinite(seconds)) return "unknown";
    constexpr double longest = 1e15;   // beyond it a double holds no whole seconds
    const auto whole = static_cast<std::int64_t>(std::llround(std::clamp(seconds, 0.0, longest)));
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

std::string as_size(std::uint64_t bytes) {
    if (bytes < 1000) return fmt::format("{} {}", bytes, bytes == 1 ? "byte" : "bytes");
    double value = static_cast<double>(bytes);
    std::string_view unit;
    for (const std::string_view larger : {"kB", "MB", "GB", "TB"}) {
        unit = larger;
        value /= 1000;
        if (value < 999.95) break;
    }
    return fmt::format("{:.{}f} {}", value, value < 9.9995 ? 3 : value < 99.995 ? 2 : 1, unit);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

namespace {

/// The bytes of the character at the front of the text; 0 when it is not valid UTF-8 (RFC 3629, table 3-7 of Unicode).
std::size_t character_size(std::string_view text) {
    const auto byte = [&](std::size_t place) { return static_cast<unsigned char>(text[place]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t size = first >= 0xC2 && first <= 0xDF ? 2 : first >= 0xE0 && first <= 0xEF ? 3 : 4;
    if (first < 0xC2 || first > 0xF4 || text.size() < size) return 0;
    for (std::size_t place = 1; place < size; ++place) {
        if ((byte(place) & 0xC0) != 0x80) return 0;
    }
    const bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
    const bool surrogate = first == 0xED && byte(1) > 0x9F;
    const bool beyond = first == 0xF4 && byte(1) > 0x8F;
    return overlong || surrogate || beyond ? 0 : size;
}

bool is_control(std::string_view character) {
    const auto first = static_cast<unsigned char>(character[0]);
    if (character.size() == 1) return first < 0x20 || first == 0x7F;
    return first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
}

}   // namespace

std::string excerpt(std::string_view text, std::size_t limit) {
    std::string shown = "\"";
    for (std::size_t count = 0; !text.empty(); ++count) {
        if (count == limit) {
            shown += "...";
            break;
        }
        const std::size_t size = character_size(text);
        const std::string_view character = text.substr(0, std::max<std::size_t>(size, 1));
        shown += size == 0 || is_control(character) ? "?" : character;
        text.remove_prefix(character.size());
    }
    return shown + '"';
}

bool is_valid_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t size = character_size(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

std::size_t utf8_length(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char byte) { return (byte & 0xC0) != 0x80; }));
}

bool has_control_characters(std::string_view text) {
    while (!text.empty()) {
        const std::size_t size = std::max<std::size_t>(character_size(text), 1);
        if (is_control(text.substr(0, size))) return true;
        text.remove_prefix(size);
    }
    return false;
}

namespace {

char lower(char character) { return character >= 'A' && character <= 'Z' ? static_cast<char>(character + 32) : character; }

std::size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t replaced = diagonal + (lower(left[i]) == lower(right[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}   // namespace

std::optional<std::string> nearest_name(std::string_view wrong, std::span<const std::string> names) {
    constexpr std::size_t longest = 100;   // no name is as long; spares a long scan of a foreign file
    if (wrong.size() > longest) return std::nullopt;
    const std::string* nearest = nullptr;
    // More than a third of the letters wrong is a different word, and so is half of a very short one.
    std::size_t least = (wrong.size() <= 3 ? 1 : std::max<std::size_t>(2, wrong.size() / 3)) + 1;
    for (const std::string& name : names) {
        const std::size_t distance = edit_distance(wrong, name);
        if (distance < least) {
            least = distance;
            nearest = &name;
        }
    }
    if (nearest == nullptr) return std::nullopt;
    return *nearest;
}

std::string join(std::span<const std::string> parts, std::string_view separator) {
    return fmt::format("{}", fmt::join(parts.begin(), parts.end(), separator));
}

std::string slug(std::string_view name, std::size_t limit) {
    std::string text;
    for (const char character : name) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte < 128 && std::isalnum(byte)) {
            text += static_cast<char>(std::tolower(byte));
        } else if (!text.empty() && text.back() != '-') {
            text += '-';
        }
    }
    text.resize(std::min(text.size(), limit));
    while (text.ends_with('-')) text.pop_back();
    return text.empty() ? "run" : text;
}

}   // namespace overfit

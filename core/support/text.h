#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

/// Shortest text that reads back as the same double (std::to_chars): 0.1 stays "0.1". "NaN", "Infinity", "-Infinity".
std::string shortest_text(double value);

/// The whole text as a number in the C locale; nothing when any of it is not.
std::optional<double> parse_real(std::string_view text);
std::optional<std::int64_t> parse_integer(std::string_view text);
std::optional<std::uint64_t> parse_unsigned(std::string_view text);

/// "1,209,866".
std::string with_thousands(std::int64_t value);

/// "90.1 %": a fraction as percent with one decimal; more of them where 99.98 % would read as 100 %, which it is not.
std::string as_percent(double fraction);

/// "170.1 MB", "28.88 kB", "541 bytes": decimal units, as disks and downloads have them.
std::string as_size(std::uint64_t bytes);

/// "41 s", "3 min 20 s", "2 h 05 min".
std::string as_duration(double seconds);

/// Without spaces, tabs and line ends at both sides.
std::string_view trimmed(std::string_view text);

/// In double quotes for a message: control characters and broken UTF-8 become "?", long text ends in "...".
std::string excerpt(std::string_view text, std::size_t limit = 60);

bool is_valid_utf8(std::string_view text);

/// The number of characters (code points) of valid UTF-8.
std::size_t utf8_length(std::string_view text);

/// Whether valid UTF-8 holds a line end, a tab or another control character (C0, DEL, C1).
bool has_control_characters(std::string_view text);

/// The name most like `wrong` (edit distance, upper and lower case alike), or nothing when none is near.
std::optional<std::string> nearest_name(std::string_view wrong, std::span<const std::string> names);

/// "a, b, c".
std::string join(std::span<const std::string> parts, std::string_view separator = ", ");

/// Lower-case letters, digits and single dashes, at most `limit` characters: the readable part of a run folder's name.
std::string slug(std::string_view name, std::size_t limit = 40);

}   // namespace overfit

#include "core/config/config_yaml.h"
#include "core/config/field_table.h"
#include "core/support/text.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace overfit {

namespace {

/// Whether YAML readers of any version take the bare text for that text: words that begin with a letter, nothing that they
/// know as a boolean, null or number (1.1 has yes, on and n), no sign that means something to YAML.
bool is_plain(std::string_view text) {
    static constexpr std::array words{"true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf", "infinity"};
    static constexpr std::string_view harmless = " _-.,()/%+=:";
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.empty() || !is_letter(text.front()) || text.ends_with(' ') || text.ends_with(':')) return false;
    if (text.find(": ") != std::string_view::npos) return false;
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [&](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (std::ranges::find(words, lower) != words.end()) return false;
    return std::ranges::all_of(
        text, [&](char c) { return is_letter(c) || is_digit(c) || harmless.find(c) != std::string_view::npos; });
}

std::string in_quotes(std::string_view text) {
    std::string result = "\"";
    for (std::size_t place = 0; place < text.size(); ++place) {
        const auto byte = static_cast<unsigned char>(text[place]);
        const auto next = static_cast<unsigned char>(place + 1 < text.size() ? text[place + 1] : '\0');
        if (byte == '"' || byte == '\\') {
            result += '\\';
            result += text[place];
        } else if (byte < 0x20 || byte == 0x7F) {
            result += fmt::format("\\x{:02x}", byte);
        } else if (byte == 0xC2 && next >= 0x80 && next < 0xA0) {   // C1: U+0085 would be a line end
            result += fmt::format("\\x{:02x}", next);
            ++place;
        } else {
            result += text[place];
        }
    }
    return result + '"';
}

std::string yaml_value(const Field& field, const FieldValue& value) {
    const std::string text = field_text(value, field);
    if (field.kind != FieldKind::Text && field.kind != FieldKind::Choice) return text;
    return is_plain(text) ? text : in_quotes(text);
}

std::vector<std::string> split_path(std::string_view path) {
    std::vector<std::string> parts;
    for (std::size_t point = path.find('.'); point != std::string_view::npos; point = path.find('.')) {
        parts.emplace_back(path.substr(0, point));
        path.remove_prefix(point + 1);
    }
    parts.emplace_back(path);
    return parts;
}

}   // namespace

std::string config_to_yaml(const ExperimentConfig& config) {
    std::string yaml = fmt::format("format: {}\n", config.format);
    std::vector<std::string> open;   // the sections that the last line stands in
    for (const Field& field : field_table()) {
        const FieldValue value = field.get(config);
        if (!field.applies(config) && value == default_value(field)) continue;
        std::vector<std::string> sections = split_path(field.path);
        const std::string key = std::move(sections.back());
        sections.pop_back();
        const auto common = std::ranges::mismatch(sections, open).in1;
        for (auto section = common; section != sections.end(); ++section) {
            yaml += fmt::format("{:{}}{}:\n", "", 2 * (section - sections.begin()), *section);
        }
        yaml += fmt::format("{:{}}{}: {}\n", "", 2 * sections.size(), key, yaml_value(field, value));
        open = std::move(sections);
    }
    return yaml;
}

}   // namespace overfit

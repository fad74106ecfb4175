#include "core/config/preset_file.h"

#include "core/config/field_table.h"
#include "core/config/yaml_tree.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>

namespace overfit {

namespace {

constexpr std::string_view first_line = "preset:";

/// Where the settings begin: at the first line behind the block that is neither indented, empty nor a comment.
std::size_t settings_begin(std::string_view text) {
    for (std::size_t line = text.find('\n'); line != std::string_view::npos; line = text.find('\n', line + 1)) {
        const std::size_t begin = line + 1;
        if (begin < text.size() && std::string_view(" \t\r\n#").find(text[begin]) == std::string_view::npos) return begin;
    }
    return text.size();
}

class BlockReader {
public:
    BlockReader(PresetFile& preset, const std::string& where) : preset_(preset), where_(where) {}

    void read(const YamlNode& block) {
        if (block.kind != YamlNode::Kind::Map) refuse(block.line, "preset: expected the keys source, summary, open");
        for (const auto& [key, line, value] : block.entries) {
            if (key == "source") {
                preset_.source = words(key, line, value);
            } else if (key == "summary") {
                preset_.summary = words(key, line, value);
            } else if (key == "base") {
                preset_.base = words(key, line, value);
            } else if (key == "open") {
                read_open_points(line, value);
            } else {
                refuse(line, fmt::format("preset.{}: unknown key; expected source, summary, base, open", excerpt(key)));
            }
        }
        if (preset_.source.empty()) refuse(block.line, "preset.source: missing; it says where the experiment comes from");
        if (preset_.summary.empty()) refuse(block.line, "preset.summary: missing; it says what the experiment shows");
    }

    [[noreturn]] void refuse(int line, std::string problem) const {
        throw UsageError({.where = fmt::format("{}:{}", where_, line), .problem = std::move(problem), .remedy = ""});
    }

private:
    std::string words(const std::string& key, int line, const YamlNode& value) const {
        const std::string_view text = value.kind == YamlNode::Kind::Scalar ? trimmed(value.text) : std::string_view();
        if (text.empty()) refuse(line, fmt::format("preset.{}: expected words", key));
        return std::string(text);
    }

    void read_open_points(int line, const YamlNode& value) {
        if (value.kind != YamlNode::Kind::Map) refuse(line, "preset.open: expected what is open and why it was chosen so");
        for (const auto& [subject, at, reason] : value.entries) {
            const bool is_path = subject.find('.') != std::string::npos;
            if (is_path && find_field(subject) == nullptr) {
                refuse(at, fmt::format("preset.open: {} is not a field's path", excerpt(subject)));
            }
            const bool is_withdrawn = reason.kind == YamlNode::Kind::Null;
            preset_.open.push_back({subject, is_withdrawn ? "" : words("open." + subject, at, reason)});
        }
    }

    PresetFile& preset_;
    const std::string& where_;
};

}   // namespace

bool begins_as_preset(std::string_view text) { return text.starts_with(first_line); }

PresetFile parse_preset_file(std::string_view text, const std::string& where) {
    PresetFile preset;
    BlockReader reader(preset, where);
    if (!begins_as_preset(text)) reader.refuse(1, "expected the block `preset:` first");
    const std::size_t begin = settings_begin(text);
    const YamlTree tree = parse_yaml_tree(text.substr(0, begin));
    if (!tree.mistakes.empty()) reader.refuse(tree.mistakes.front().line, tree.mistakes.front().message);
    if (tree.root.kind != YamlNode::Kind::Map) reader.refuse(1, "expected the block `preset:` first");
    reader.read(tree.root.entries.front().value);
    preset.settings.assign(static_cast<std::size_t>(std::ranges::count(text.substr(0, begin), '\n')), '\n');
    preset.settings += text.substr(begin);
    return preset;
}

}   // namespace overfit

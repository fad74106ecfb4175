#include "core/config/config_yaml.h"
#include "core/config/field_table.h"
#include "core/config/presets.h"
#include "core/config/yaml_tree.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>

namespace overfit {

namespace {

constexpr std::int64_t known_format = 1;

std::string leaf(std::string_view path) { return std::string(path.substr(path.rfind('.') + 1)); }

/// Paths that begin with `path` and a point: it is a section.
std::vector<std::string> keys_below(std::string_view path) {
    std::vector<std::string> keys;
    for (const Field& field : field_table()) {
        if (path.empty() || (field.path.starts_with(path) && field.path[path.size()] == '.')) keys.push_back(field.path);
    }
    return keys;
}

bool is_section(std::string_view path) { return !path.empty() && !keys_below(path).empty(); }

/// The path that was probably meant: the same last word elsewhere, or the most alike in spelling.
std::optional<std::string> nearest_path(const std::string& path) {
    const std::vector<std::string> paths = keys_below("");
    const auto elsewhere = std::ranges::find(paths, leaf(path), leaf);
    if (elsewhere != paths.end()) return *elsewhere;
    std::vector<std::string> names = paths;
    for (const std::string& name : paths) {   // the sections too
        for (std::size_t point = name.find('.'); point != std::string::npos; point = name.find('.', point + 1)) {
            names.push_back(name.substr(0, point));
        }
    }
    if (const auto nearest = nearest_name(path, names)) return nearest;
    std::vector<std::string> leaves;
    std::ranges::transform(paths, std::back_inserter(leaves), leaf);
    const auto nearest = nearest_name(leaf(path), leaves);
    if (!nearest) return std::nullopt;
    return paths[static_cast<std::size_t>(std::ranges::find(leaves, *nearest) - leaves.begin())];
}

std::string unknown_key(const std::string& path) {
    if (path == "preset") {
        return "a preset's block has to begin its file; `overfit run --preset NAME` takes one of the program's presets";
    }
    const auto nearest = nearest_path(path);
    return nearest ? fmt::format("unknown key; nearest: {}", *nearest)
                   : std::string("unknown key; `overfit run --help-config` lists all");
}

std::string printable(const std::string& path) {
    constexpr std::size_t longest = 100;
    const std::string quoted = excerpt(path, longest);
    return quoted.substr(1, quoted.size() - 2);
}

/// Fills a configuration from a tree and collects what is wrong.
class ConfigReader {
public:
    ConfigReader(std::vector<YamlMistake> mistakes, const ExperimentConfig& base)
        : config_(base), mistakes_(std::move(mistakes)) {}

    ExperimentConfig read(const YamlNode& root) {
        if (root.kind == YamlNode::Kind::Refused) return config_;
        if (root.kind == YamlNode::Kind::Null) {
            complain(root.line, "", "holds no configuration");
        } else if (root.kind != YamlNode::Kind::Map) {
            complain(root.line, "", "expected keys and values, as in `training: {epochs: 50}`");
        } else if (format_is_known(root)) {
            read_map(root, "");
        }
        return config_;
    }

    std::vector<YamlMistake> take_mistakes() {
        std::ranges::stable_sort(mistakes_, {}, &YamlMistake::line);
        return std::move(mistakes_);
    }

private:
    void complain(int line, const std::string& path, std::string message) {
        mistakes_.push_back({line, path.empty() ? std::move(message) : printable(path) + ": " + message});
    }

    /// Asked first: what another format means by its keys is not ours to judge.
    bool format_is_known(const YamlNode& root) {
        const auto entry = std::ranges::find(root.entries, "format", &YamlNode::Entry::key);
        if (entry == root.entries.end()) return true;
        const YamlNode& value = entry->value;
        const auto format = value.kind == YamlNode::Kind::Scalar && !value.quoted ? parse_integer(value.text)
                                                                                  : std::optional<std::int64_t>();
        if (format == known_format) return true;
        if (format && *format > known_format) {
            mistakes_.clear();
            complain(
                entry->line, "format",
                fmt::format("{} is newer than this program, which reads {}; get a newer version", *format, known_format));
            return false;
        }
        complain(entry->line, "format", fmt::format("expected {}, found {}", known_format, described(value)));
        return true;
    }

    void read_map(const YamlNode& map, const std::string& prefix) {
        for (const auto& [key, line, value] : map.entries) {
            const std::string path = prefix + key;
            if (path == "format") continue;
            if (const Field* field = find_field(path)) {
                read_field(*field, line, value);
            } else if (is_section(path)) {
                read_section(path, line, value);
            } else {
                complain(line, path, unknown_key(path));
            }
        }
    }

    void read_section(const std::string& path, int line, const YamlNode& value) {
        if (value.kind == YamlNode::Kind::Map) {
            read_map(value, path + ".");
        } else if (value.kind != YamlNode::Kind::Null && value.kind != YamlNode::Kind::Refused) {
            complain(line, path, fmt::format("expected keys ({}), found {}", join(keys_below(path)), described(value)));
        }
    }

    void read_field(const Field& field, int line, const YamlNode& value) {
        if (value.kind == YamlNode::Kind::Refused) return;
        const std::optional<std::string> text = text_for(field, value);
        if (!text) {
            complain(line, field.path, fmt::format("expected {}, found {}", allowed_text(field), described(value)));
            return;
        }
        try {
            field.set(config_, parse_field(field, *text));
        } catch (const UsageError& problem) {
            complain(line, field.path, problem.parts().problem);
        }
    }

    /// The value as parse_field() reads it; nothing when YAML gives it another type.
    static std::optional<std::string> text_for(const Field& field, const YamlNode& value) {
        const bool wants_list = field.kind == FieldKind::IntegerList;
        const bool takes_quotes =
            field.kind == FieldKind::Text || field.kind == FieldKind::Choice || value.text == field.empty_word;
        switch (value.kind) {
            case YamlNode::Kind::Null: return field.empty_word == "~" ? std::optional<std::string>("~") : std::nullopt;
            case YamlNode::Kind::Scalar:
                return wants_list || (value.quoted && !takes_quotes) ? std::nullopt : std::optional<std::string>(value.text);
            case YamlNode::Kind::Sequence: return wants_list ? list_text(value) : std::nullopt;
            default: return std::nullopt;
        }
    }

    static std::optional<std::string> list_text(const YamlNode& list) {
        std::vector<std::string> parts;
        for (const YamlNode& item : list.items) {
            const bool plain = item.kind == YamlNode::Kind::Scalar && !item.quoted;
            if (!plain || item.text.find_first_of(",[]") != std::string::npos) return std::nullopt;
            parts.push_back(item.text);
        }
        return "[" + join(parts) + "]";
    }

    static std::string described(const YamlNode& value) {
        switch (value.kind) {
            case YamlNode::Kind::Scalar: return value.quoted ? "the text " + excerpt(value.text) : excerpt(value.text);
            case YamlNode::Kind::Sequence: return "another list";
            case YamlNode::Kind::Map: return "keys and values";
            default: return "nothing";
        }
    }

    ExperimentConfig config_;
    std::vector<YamlMistake> mistakes_;
};

[[noreturn]] void refuse(const std::vector<YamlMistake>& mistakes, const std::string& source) {
    constexpr std::size_t most_shown = 50;
    std::vector<std::string> lines;
    for (const YamlMistake& mistake : mistakes) {
        if (lines.size() == most_shown) {
            lines.push_back(fmt::format("{}: and {} more", source, mistakes.size() - most_shown));
            break;
        }
        lines.push_back(lines.empty() ? mistake.message : fmt::format("{}:{}: {}", source, mistake.line, mistake.message));
    }
    throw UsageError(
        {.where = fmt::format("{}:{}", source, mistakes.front().line), .problem = join(lines, "\n"), .remedy = ""});
}

ExperimentConfig read_over(const ExperimentConfig& base, std::string_view yaml, const std::string& source) {
    YamlTree tree = parse_yaml_tree(yaml);
    ConfigReader reader(std::move(tree.mistakes), base);
    const ExperimentConfig config = reader.read(tree.root);
    const std::vector<YamlMistake> mistakes = reader.take_mistakes();
    if (!mistakes.empty()) refuse(mistakes, source);
    return config;
}

}   // namespace

ExperimentConfig parse_config(std::string_view yaml, const std::string& source) { return read_over({}, yaml, source); }

ExperimentConfig parse_config(std::string_view yaml, const std::string& source, const ExperimentConfig& base) {
    ExperimentConfig config = read_over(base, yaml, source);
    reset_what_does_not_apply(config);
    return config;
}

ExperimentConfig read_config_as_written(const std::filesystem::path& file) {
    constexpr std::size_t most_bytes = std::size_t{1} << 20;
    std::string text;
    try {
        text = read_file(file, most_bytes);
    } catch (const Error& problem) {
        throw UsageError(problem.parts());   // the user named the file
    }
    return begins_as_preset(text) ? parse_preset_settings(text, file.string()) : parse_config(text, file.string());
}

ExperimentConfig read_config(const std::filesystem::path& file) {
    ExperimentConfig config = read_config_as_written(file);
    find_files_beside(config, file.parent_path());
    return config;
}

void find_files_beside(ExperimentConfig& config, const std::filesystem::path& folder) {
    for (std::string* path : {&config.corruption.labels.matrix, &config.corruption.labels.file}) {
        const std::filesystem::path beside = folder / *path;   // a whole path replaces the folder
        std::error_code problem;
        if (path->empty() || !std::filesystem::is_regular_file(beside, problem)) continue;
        *path = std::filesystem::absolute(beside, problem).lexically_normal().string();
    }
}

void apply_overrides(ExperimentConfig& config, std::span<const std::string> overrides) {
    for (const std::string& override_text : overrides) {
        const auto refuse_override = [&](std::string problem) {
            throw UsageError({.where = printable(override_text), .problem = std::move(problem), .remedy = ""});
        };
        const std::size_t equals = override_text.find('=');
        if (equals == std::string::npos) refuse_override("expected key=value, as in training.epochs=50");
        const std::string path(trimmed(override_text.substr(0, equals)));
        const Field* field = find_field(path);
        if (field == nullptr && is_section(path)) refuse_override("holds several keys: " + join(keys_below(path)));
        if (field == nullptr) refuse_override(unknown_key(path));
        try {
            field->set(config, parse_field(*field, std::string_view(override_text).substr(equals + 1)));
        } catch (const UsageError& problem) {
            refuse_override(problem.parts().problem);
        }
    }
}

}   // namespace overfit

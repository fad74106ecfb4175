#include "core/config/presets.h"

#include "core/config/config_yaml.h"
#include "core/config/embedded_texts.h"
#include "core/config/field_table.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace overfit {

namespace {

/// A point about a field that means nothing in this experiment is settled.
bool matters(const OpenPoint& point, const ExperimentConfig& config) {
    const Field* field = find_field(point.subject);
    return field == nullptr || !field->applies || field->applies(config);
}

/// The preset's own points, then those of its base that it says nothing of.
std::vector<OpenPoint> all_points(std::vector<OpenPoint> own, const Preset& base, const ExperimentConfig& config) {
    for (const OpenPoint& point : base.open) {
        const bool is_told = std::ranges::find(own, point.subject, &OpenPoint::subject) != own.end();
        if (!is_told && matters(point, config)) own.push_back(point);
    }
    std::erase_if(own, [](const OpenPoint& point) { return point.reason.empty(); });
    return own;
}

/// The preset `name` over its base; base: null where it has none.
Preset resolved(std::string_view name, PresetFile file, const Preset* base) {
    const std::string where = fmt::format("preset {}", name);
    Preset preset{.name = std::string(name),
                  .title = "",
                  .source = std::move(file.source),
                  .summary = std::move(file.summary),
                  .base = std::move(file.base),
                  .open = std::move(file.open),
                  .settings = std::move(file.settings),
                  .config = {}};
    preset.config =
        base == nullptr ? parse_config(preset.settings, where) : parse_config(preset.settings, where, base->config);
    if (base != nullptr) preset.open = all_points(std::move(preset.open), *base, preset.config);
    preset.title = preset.config.name;
    return preset;
}

/// In the order of the list, wherever their bases stand in it.
class PresetReader {
public:
    std::vector<Preset> read() {
        for (const auto& [name, text] : embedded_presets()) read_one(name, text, {});
        std::vector<Preset> all;
        for (const auto& [name, text] : embedded_presets()) all.push_back(presets_.at(name));
        return all;
    }

private:
    /// above: the presets that wait for this one as their base.
    const Preset& read_one(std::string_view name, std::string_view text, std::vector<std::string_view> above) {
        if (const auto known = presets_.find(name); known != presets_.end()) return known->second;
        const std::string where = fmt::format("preset {}", name);
        above.push_back(name);
        PresetFile file = parse_preset_file(text, where);
        const Preset* base = nullptr;
        if (!file.base.empty()) {
            const auto found = std::ranges::find(embedded_presets(), std::string_view(file.base), &EmbeddedText::name);
            const bool is_circle = std::ranges::find(above, std::string_view(file.base)) != above.end();
            if (found == embedded_presets().end() || is_circle) {
                throw UsageError({.where = where,
                                  .problem = fmt::format("its base {} {}", excerpt(file.base),
                                                         is_circle ? "stands on it in turn" : "is not in the list"),
                                  .remedy = "see resources/presets/README.md"});
            }
            base = &read_one(found->name, found->content, above);
        }
        return presets_.emplace(name, resolved(name, std::move(file), base)).first->second;
    }

    std::map<std::string_view, Preset> presets_;   // a map: what read_one() returned stays where it is
};

/// In lines of at most `width` bytes, each behind `# `.
std::string as_comment(std::string_view text, std::size_t width = 118) {
    std::string lines, line = "#";
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (line.size() > 1 && line.size() + 1 + end > width) {
            lines += line + "\n";
            line = "#";
        }
        line += fmt::format(" {}", text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines + line + "\n";
}

}   // namespace

std::span<const Preset> presets() {
    static const std::vector<Preset> all = PresetReader().read();
    return all;
}

const Preset& find_preset(std::string_view name) {
    const auto found = std::ranges::find(presets(), name, &Preset::name);
    if (found != presets().end()) return *found;
    std::vector<std::string> names;
    for (const Preset& preset : presets()) names.push_back(preset.name);
    const auto nearest = nearest_name(name, names);
    throw UsageError({.where = "preset " + excerpt(name),
                      .problem = "there is no such preset",
                      .remedy = nearest ? "nearest: " + *nearest : "there are " + join(names)});
}

ExperimentConfig preset_config(std::string_view name) { return find_preset(name).config; }

ExperimentConfig parse_preset_settings(std::string_view text, const std::string& source) {
    const PresetFile file = parse_preset_file(text, source);
    return file.base.empty() ? parse_config(file.settings, source)
                             : parse_config(file.settings, source, preset_config(file.base));
}

std::string open_point_text(const OpenPoint& point, const ExperimentConfig& config) {
    const Field* field = find_field(point.subject);
    if (field == nullptr) return fmt::format("{}: {}", point.subject, point.reason);
    return fmt::format("{} {}: {}", field->label, field_text(field->get(config), *field), point.reason);
}

std::string preset_as_yaml(const Preset& preset) {
    std::string text = as_comment(fmt::format("{}. Source: {}.", preset.title, preset.source)) + as_comment(preset.summary);
    if (!preset.open.empty()) text += "#\n# The paper leaves open:\n";
    for (const OpenPoint& point : preset.open) text += as_comment("- " + open_point_text(point, preset.config));
    const std::string_view own = trimmed(preset.settings);
    if (preset.base.empty()) return fmt::format("{}{}\n", text, own);
    text += fmt::format("#\n# It changes the preset {}:\n#   ", preset.base);
    for (const char character : own) {
        text += character;
        if (character == '\n') text += "#   ";
    }
    return fmt::format("{}\n{}", text, config_to_yaml(preset.config));
}

}   // namespace overfit

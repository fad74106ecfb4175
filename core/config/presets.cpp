#include "core/config/presets.h"

#include "core/config/config_yaml.h"
#include "core/config/embedded_texts.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace overfit {

namespace {

/// The lines that begin with "#" before the first other one, joined by spaces.
std::string head_comment(std::string_view yaml) {
    std::string text;
    while (yaml.starts_with('#')) {
        const std::size_t end = std::min(yaml.find('\n'), yaml.size());
        const std::string_view line = trimmed(yaml.substr(1, end - 1));
        if (!text.empty() && !line.empty()) text += ' ';
        text += line;
        yaml.remove_prefix(std::min(end + 1, yaml.size()));
    }
    return text;
}

ExperimentConfig parse_preset(std::string_view name, std::string_view yaml) {
    return parse_config(yaml, fmt::format("preset {}", name));
}

std::vector<Preset> read_presets() {
    std::vector<Preset> all;
    for (const auto& [name, yaml] : embedded_presets()) {
        all.push_back({.name = std::string(name),
                       .title = parse_preset(name, yaml).name,
                       .description = head_comment(yaml),
                       .yaml = std::string(yaml)});
    }
    return all;
}

}   // namespace

std::span<const Preset> presets() {
    static const std::vector<Preset> all = read_presets();
    return all;
}

ExperimentConfig preset_config(std::string_view name) {
    const auto found = std::ranges::find(presets(), name, &Preset::name);
    if (found != presets().end()) return parse_preset(found->name, found->yaml);
    std::vector<std::string> names;
    for (const Preset& preset : presets()) names.push_back(preset.name);
    const auto nearest = nearest_name(name, names);
    throw UsageError({.where = "preset " + excerpt(name),
                      .problem = "there is no such preset",
                      .remedy = nearest ? "nearest: " + *nearest : "there are " + join(names)});
}

}   // namespace overfit

#pragma once

#include "core/config/experiment_config.h"

#include <span>
#include <string>
#include <string_view>

namespace overfit {

/// A named experiment that comes with the program: a YAML file of resources/presets, whose comments give the reasons.
struct Preset {
    std::string name;          // the file's, without folder and ending: `overfit run --preset NAME`
    std::string title;         // the configuration's `name`
    std::string description;   // the comment at the file's head, as one paragraph
    std::string yaml;          // the file
};

/// All presets, the quick start's two first.
std::span<const Preset> presets();

/// Throws UsageError with the nearest name, or the list of all, when there is no such preset.
ExperimentConfig preset_config(std::string_view name);

}   // namespace overfit

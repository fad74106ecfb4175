#pragma once

#include "core/config/experiment_config.h"
#include "core/config/preset_file.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

/// A named experiment that comes with the program: a YAML file of resources/presets, whose comments give the reasons.
struct Preset {
    std::string name;              // the file's, without folder and ending: `overfit run --preset NAME`
    std::string title;             // the configuration's `name`
    std::string source;            // "the paper, table 1"
    std::string summary;           // one or two sentences
    std::string base;              // the preset whose settings it changes; empty: the defaults
    std::vector<OpenPoint> open;   // what the paper leaves open, the base's points included where they still matter
    std::string settings;          // of its file, with their reasons; without the block `preset`
    ExperimentConfig config;       // resolved
};

/// All presets, the quick start's two first.
std::span<const Preset> presets();

/// Throws UsageError with the nearest name, or the list of all, when there is no such preset.
const Preset& find_preset(std::string_view name);
ExperimentConfig preset_config(std::string_view name);

/// The experiment of a preset's file, over its base where it names one. Throws UsageError as parse_preset_file() and
/// parse_config() do, and for a base that is none of the presets. source: the file's name, for messages.
ExperimentConfig parse_preset_settings(std::string_view text, const std::string& source);

/// "Batch size 128: not stated; reproductions take 128", with the value that the field has in `config`.
std::string open_point_text(const OpenPoint& point, const ExperimentConfig& config);

/// A file for `overfit run`: what is known of the preset as comments, then its settings with their reasons, or, where it
/// changes another preset, what it changes as a comment and all settings.
std::string preset_as_yaml(const Preset& preset);

}   // namespace overfit

#pragma once

#include "core/config/experiment_config.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace overfit {

/// Reads one experiment strictly: an unknown or duplicate key, a wrong type, an anchor, alias or tag, a value out of range,
/// a file over 1 MiB or a newer `format` throws UsageError (`<source>:<line>`, the key, what is allowed, the nearest name).
/// All mistakes of the file are told in one error, one a line. Missing keys take their defaults.
/// source: the file's name, for messages.
ExperimentConfig parse_config(std::string_view yaml, const std::string& source = "configuration");

/// The same, but missing keys keep the values of `base`, as far as they mean something beside the new ones.
ExperimentConfig parse_config(std::string_view yaml, const std::string& source, const ExperimentConfig& base);

/// A file of resources/presets is read over its base. Throws UsageError, too, for a file that can't be read.
ExperimentConfig read_config_as_written(const std::filesystem::path& file);

/// To be run: label files and matrices that lie beside the configuration get their whole path.
ExperimentConfig read_config(const std::filesystem::path& file);
void find_files_beside(ExperimentConfig& config, const std::filesystem::path& folder);

/// Applies "key.path=value" in order. Throws UsageError naming the override.
void apply_overrides(ExperimentConfig& config, std::span<const std::string> overrides);

/// The resolved file: every field that applies, in table order, with shortest numbers, text quoted where it could be read
/// as something else. Read back it gives the same configuration: a field that does not apply is written only if it differs
/// from its default.
std::string config_to_yaml(const ExperimentConfig& config);

}   // namespace overfit

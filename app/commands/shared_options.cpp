#include "app/commands/shared_options.h"

#include "core/config/config_yaml.h"
#include "core/config/presets.h"
#include "core/data/dataset_table.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace overfit::cli {

namespace fs = std::filesystem;

fs::path RunsOption::folder() const { return given.empty() ? default_runs_dir() : fs::path(given); }

CLI::Option* not_empty(CLI::Option* option, const std::string& expected) {
    return option->check(CLI::Validator(
        [expected](const std::string& word) {
            return word.empty() ? "expected " + expected + ", found nothing" : std::string();
        },
        ""));
}

void add_runs_option(CLI::App& command, RunsOption& option) {
    not_empty(command.add_option("--runs-dir", option.given,
                                 "Folder of the run folders (default: OVERFIT_RUNS_DIR or ~/overfit-runs)"),
              "a folder")
        ->type_name("DIR");
}

std::vector<fs::path> DataOption::roots() const {
    const std::vector<fs::path> first(given.begin(), given.end());
    return data_roots(first);
}

CLI::Option* given_again(CLI::Option* option) {
    return option->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_data_option(CLI::App& command, DataOption& option) {
    given_again(
        command.add_option("--data-root", option.given,
                           "Folder of data sets, searched before the usual ones (overfit data list); may be given again"))
        ->type_name("DIR");
}

void add_json_option(CLI::App& command, bool& json) { command.add_flag("--json", json, "Print JSON, for scripts"); }

bool is_override(const std::string& word) {
    const auto equals = word.find('=');
    if (equals == std::string::npos || equals == 0) return false;
    const bool key = std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(equals), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
               c == '.';
    });
    std::error_code ignored;
    return key && !fs::exists(word, ignored);
}

namespace {

/// What is wrong with them whatever the experiment, a line each.
std::string wrong_settings(const std::vector<std::string>& overrides) {
    std::string lines;
    for (const std::string& setting : overrides) {
        ExperimentConfig any;
        try {
            apply_overrides(any, {&setting, 1});
        } catch (const UsageError& error) {
            lines += error.what() + std::string("\n");
        }
    }
    return lines;
}

}   // namespace

ExperimentConfig ConfigArguments::read() const {
    std::vector<std::string> files, overrides;
    for (const std::string& word : words) (is_override(word) ? overrides : files).push_back(word);
    if (!preset.empty() && !files.empty()) {
        throw UsageError({.where = files.front(),
                          .problem = "a configuration file and --preset " + preset + " are given; one experiment at a time",
                          .remedy = "leave one of them out"});
    }
    if (files.size() > 1) {
        throw UsageError({.where = files[1],
                          .problem = "a second configuration file; one experiment at a time",
                          .remedy = "settings are given as key.path=value, for example training.epochs=20"});
    }
    if (preset.empty() && files.empty()) {
        throw UsageError(
            {.where = "",
             .problem = wrong_settings(overrides) + "no experiment is named",
             .remedy = "give a CONFIG.yaml or --preset NAME; overfit presets lists those that come with the program"});
    }
    ExperimentConfig config = preset.empty() ? read_config(files.front()) : preset_config(preset);
    apply_overrides(config, overrides);
    return config;
}

}   // namespace overfit::cli

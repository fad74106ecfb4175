#pragma once

#include "core/config/experiment_config.h"

#include <filesystem>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}   // namespace CLI

namespace overfit::cli {

/// --runs-dir: where run folders are.
struct RunsOption {
    std::string given;
    std::filesystem::path folder() const;   // given, or default_runs_dir()
};
void add_runs_option(CLI::App& command, RunsOption& option);

/// Refuses an empty word, which is most likely a variable of a script that was not set and must not stand for the default.
/// expected: "a folder".
CLI::Option* not_empty(CLI::Option* option, const std::string& expected);

/// An option that may be given again, with one value each time: the word after the value is the command's.
CLI::Option* given_again(CLI::Option* option);

/// --data-root, which may be given several times: searched before the usual places.
struct DataOption {
    std::vector<std::string> given;
    std::vector<std::filesystem::path> roots() const;
};
void add_data_option(CLI::App& command, DataOption& option);

/// --json, for list, show, audit and data list.
void add_json_option(CLI::App& command, bool& json);

/// CONFIG.yaml | --preset NAME, then key.path=value ...
struct ConfigArguments {
    std::vector<std::string> words;
    std::string preset;

    bool empty() const { return words.empty() && preset.empty(); }

    /// Reads the file or the preset and applies the overrides. Throws UsageError.
    ExperimentConfig read() const;
};

/// Whether a word of the command line is "key.path=value" rather than a file.
bool is_override(const std::string& word);

}   // namespace overfit::cli

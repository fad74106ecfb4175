#include "core/comparison/run_names.h"

#include "core/comparison/tell_apart.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"

#include <map>

namespace overfit {

namespace {

/// Adds what differs to the names at these places; nothing where a configuration cannot be read.
void tell_namesakes_apart(std::span<const std::filesystem::path> run_folders, const std::vector<std::size_t>& places,
                          std::vector<std::string>& names) {
    std::vector<ExperimentConfig> configs;
    try {
        for (const std::size_t place : places) configs.push_back(read_run_config(run_folders[place]));
    } catch (const Error&) {
        return;
    }
    std::vector<const ExperimentConfig*> experiments;
    for (const ExperimentConfig& config : configs) experiments.push_back(&config);
    const std::vector<std::string> words = tell_apart(experiments);
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (!words[i].empty()) names[places[i]] += " (" + words[i] + ")";
    }
}

}   // namespace

std::vector<std::string> names_told_apart(std::span<const std::filesystem::path> run_folders) {
    std::vector<std::string> names;
    std::map<std::string, std::vector<std::size_t>> places;
    for (const std::filesystem::path& folder : run_folders) {
        const RunListing run = read_run(folder);
        places[run.shown_name()].push_back(names.size());
        names.push_back(run.shown_name());
    }
    for (const auto& [name, namesakes] : places) {
        if (namesakes.size() > 1) tell_namesakes_apart(run_folders, namesakes, names);
    }
    return names;
}

}   // namespace overfit

#include "core/comparison/run_names.h"

#include "core/comparison/namesakes.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"

#include <map>
#include <optional>

namespace overfit {

namespace {

std::optional<ExperimentConfig> config_of(const RunListing& run) {
    try {
        return read_run_config(run.folder);
    } catch (const Error&) {
        return std::nullopt;
    }
}

std::vector<std::string> words_of(const std::vector<const RunListing*>& runs) {
    std::vector<std::optional<ExperimentConfig>> configs;
    for (const RunListing* run : runs) configs.push_back(config_of(*run));
    std::vector<Namesake> namesakes;
    for (std::size_t place = 0; place < runs.size(); ++place) {
        namesakes.push_back({.config = configs[place] ? &*configs[place] : nullptr,
                             .begun = runs[place]->record ? runs[place]->record->created : "",
                             .folder = runs[place]->folder.filename().string()});
    }
    return words_for_namesakes(namesakes);
}

}   // namespace

std::vector<std::string> names_told_apart(std::span<const std::filesystem::path> run_folders) {
    std::vector<RunListing> runs;
    for (const std::filesystem::path& folder : run_folders) runs.push_back(read_run(folder));
    std::vector<std::string> names(runs.size());
    std::map<std::string, std::vector<std::size_t>> places;
    for (std::size_t place = 0; place < runs.size(); ++place) {
        names[place] = runs[place].shown_name();
        places[names[place]].push_back(place);
    }
    for (const auto& [name, alike] : places) {
        if (alike.size() < 2) continue;
        std::vector<const RunListing*> namesakes;
        for (const std::size_t place : alike) namesakes.push_back(&runs[place]);
        const std::vector<std::string> words = words_of(namesakes);
        for (std::size_t i = 0; i < alike.size(); ++i) names[alike[i]] += " (" + words[i] + ")";
    }
    return names;
}

}   // namespace overfit

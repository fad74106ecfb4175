#include "core/comparison/namesakes.h"

#include "core/comparison/tell_apart.h"
#include "core/runs/utc_time.h"

#include <map>

namespace overfit {

namespace {

/// Empty where a configuration cannot be read: it might be any of them.
std::vector<std::string> different_settings(std::span<const Namesake> runs) {
    std::vector<const ExperimentConfig*> experiments;
    std::vector<std::size_t> places;
    for (std::size_t place = 0; place < runs.size(); ++place) {
        if (runs[place].config == nullptr) continue;
        experiments.push_back(runs[place].config);
        places.push_back(place);
    }
    const std::vector<std::string> told = tell_apart(experiments);
    std::vector<std::string> words(runs.size());
    for (std::size_t i = 0; i < places.size(); ++i) words[places[i]] = told[i];
    return words;
}

/// "2f4f" of "20261126T133812Z-random-2f4f"; a foreign folder's whole name.
std::string end_of(const std::string& folder) { return folder.substr(folder.rfind('-') + 1); }

/// Adds `more` of each run to the words that several have, or that say nothing.
template <typename Words>
void add_where_alike(std::span<const Namesake> runs, Words more, std::vector<std::string>& words) {
    std::map<std::string, int> alike;
    for (const std::string& text : words) ++alike[text];
    for (std::size_t place = 0; place < runs.size(); ++place) {
        if (runs.size() < 2 || (alike.at(words[place]) < 2 && !words[place].empty())) continue;
        const std::string added = more(runs[place]);
        if (!added.empty()) words[place] += (words[place].empty() ? "" : " · ") + added;
    }
}

}   // namespace

std::vector<std::string> words_for_namesakes(std::span<const Namesake> runs) {
    std::vector<std::string> words = different_settings(runs);
    add_where_alike(
        runs, [](const Namesake& run) { return short_local_time(run.begun); }, words);
    add_where_alike(
        runs, [](const Namesake& run) { return end_of(run.folder); }, words);
    add_where_alike(
        runs, [turn = 0](const Namesake&) mutable { return "no. " + std::to_string(++turn); }, words);
    return words;
}

}   // namespace overfit

#pragma once

#include "core/config/experiment_config.h"
#include "core/runs/run_store.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace overfit {

/// One run with what a comparison needs of it. Whatever could not be read has its reason beside it.
struct ComparedRun {
    RunListing listing;
    std::optional<ExperimentConfig> config;
    std::string config_problem;   // empty when config.yaml could be read
};

/// Reads run.json and config.yaml. Never throws for their content.
ComparedRun read_compared_run(const std::filesystem::path& folder);

/// Runs that are compared as one, as places in the list of runs: one run, or several seeds of one experiment.
struct SeedGroup {
    std::vector<std::size_t> members;   // never empty; ascending
    std::string name;                   // what the members' names have in common
    bool has_repeats = false;           // two members drew from the same seeds: fewer independent samples than runs

    std::size_t n() const { return members.size(); }
};

enum class Grouping { Seeds, Off };

/// Groups in the order of their first members. Runs whose configurations differ only in `seed`, `seeds.*` and `name` form
/// one, as far as they came to an end of their own (completed, fitted, stopped early, diverged): an interrupted run would
/// spoil the mean and stands alone, as does one whose configuration cannot be read. Names are made different by the end of
/// the folder's name where two groups would read alike.
std::vector<SeedGroup> seed_groups(std::span<const ComparedRun> runs, Grouping grouping);

}   // namespace overfit

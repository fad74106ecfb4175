#include "core/comparison/compared_run.h"
#include "core/comparison/namesakes.h"
#include "core/support/text.h"

#include <algorithm>
#include <array>
#include <map>

namespace overfit {

namespace {

bool ended_by_itself(const ComparedRun& run) {
    if (!run.listing.record) return false;
    switch (run.listing.record->status) {
        case RunStatus::Completed:
        case RunStatus::Fitted:
        case RunStatus::EarlyStopped:
        case RunStatus::Diverged: return true;
        case RunStatus::Running:
        case RunStatus::Cancelled:
        case RunStatus::Failed:
        case RunStatus::Interrupted: break;
    }
    return false;
}

/// The experiment without what makes one run of it differ from the next.
ExperimentConfig without_seeds(ExperimentConfig config) {
    const ExperimentConfig defaults;
    config.name = defaults.name;
    config.seed = defaults.seed;
    config.seeds = defaults.seeds;
    return config;
}

bool share_seeds(const ComparedRun& a, const ComparedRun& b) { return resolve_seeds(*a.config) == resolve_seeds(*b.config); }

/// The length of the longest common beginning that ends between two characters.
std::size_t common_length(std::string_view a, std::string_view b) {
    const auto [end, ignored] = std::ranges::mismatch(a, b);
    auto length = static_cast<std::size_t>(end - a.begin());
    while (length > 0 && length < a.size() && (static_cast<unsigned char>(a[length]) & 0xC0U) == 0x80U) --length;
    return length;
}

/// "random labels" of "random labels, seed 1" and "random labels, seed 2"; empty where nothing readable is left.
std::string common_name(const std::vector<std::string>& names) {
    std::string_view common = names.front();
    for (const std::string& name : names) common = common.substr(0, common_length(common, name));
    if (common.size() == names.front().size()) return std::string(common);
    const auto drop_ends = [&common] {
        constexpr std::string_view joints = " \t,;:.-_/#(=+";
        common = common.substr(0, common.find_last_not_of(joints) + 1);
    };
    drop_ends();
    constexpr std::array<std::string_view, 3> seed_words{"seed", "Seed", "s"};
    for (const std::string_view word : seed_words) {
        const std::size_t before = common.size() - std::min(common.size(), word.size());
        const bool stands_alone =
            before == 0 || std::string_view(" ,;:-_/#(").find(common[before - 1]) != std::string_view::npos;
        if (common.ends_with(word) && stands_alone) {
            common = common.substr(0, before);
            drop_ends();
            break;
        }
    }
    return utf8_length(common) >= 3 ? std::string(common) : std::string();
}

std::string group_name(std::span<const ComparedRun> runs, const SeedGroup& group) {
    std::vector<std::string> names;
    for (const std::size_t member : group.members) names.push_back(runs[member].listing.shown_name());
    const std::string common = common_name(names);
    return common.empty() ? names.front() : common;
}

std::vector<std::string> words_of(std::span<const ComparedRun> runs, std::span<SeedGroup* const> alike) {
    std::vector<Namesake> namesakes;
    for (const SeedGroup* group : alike) {
        const ComparedRun& first = runs[group->members.front()];
        namesakes.push_back({.config = first.config ? &*first.config : nullptr,
                             .begun = first.listing.record ? first.listing.record->created : "",
                             .folder = first.listing.folder.filename().string()});
    }
    return words_for_namesakes(namesakes);
}

void make_names_different(std::span<const ComparedRun> runs, std::vector<SeedGroup>& groups) {
    std::map<std::string, std::vector<SeedGroup*>> of_name;
    for (SeedGroup& group : groups) of_name[group.name].push_back(&group);
    for (const auto& [name, alike] : of_name) {
        if (alike.size() < 2) continue;
        const std::vector<std::string> words = words_of(runs, alike);
        for (std::size_t place = 0; place < alike.size(); ++place) alike[place]->name += " (" + words[place] + ")";
    }
}

}   // namespace

std::vector<SeedGroup> seed_groups(std::span<const ComparedRun> runs, Grouping grouping) {
    std::vector<SeedGroup> groups;
    std::vector<std::optional<ExperimentConfig>> experiments;   // of each group; nothing: takes no one in
    for (std::size_t place = 0; place < runs.size(); ++place) {
        const ComparedRun& run = runs[place];
        const bool may_join = grouping == Grouping::Seeds && run.config && ended_by_itself(run);
        const auto experiment = may_join ? std::optional(without_seeds(*run.config)) : std::nullopt;
        const auto found = may_join ? std::ranges::find(experiments, experiment) : experiments.end();
        if (found == experiments.end()) {
            groups.push_back({.members = {place}, .name = "", .has_repeats = false});
            experiments.push_back(experiment);
            continue;
        }
        SeedGroup& group = groups[static_cast<std::size_t>(found - experiments.begin())];
        group.has_repeats = group.has_repeats || std::ranges::any_of(group.members, [&](std::size_t member) {
                                return share_seeds(runs[member], run);
                            });
        group.members.push_back(place);
    }
    for (SeedGroup& group : groups) group.name = group_name(runs, group);
    make_names_different(runs, groups);
    return groups;
}

}   // namespace overfit

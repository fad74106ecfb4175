#include "app/commands/data_commands.h"
#include "app/commands/shared_options.h"
#include "app/console/output.h"
#include "app/console/text_table.h"
#include "app/run_json.h"
#include "core/data/dataset_layout.h"
#include "core/data/image_cache.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <memory>

namespace overfit::cli {

namespace {

struct DataCacheOptions {
    std::vector<std::string> folders;
    DataOption data;
    bool clear = false;
    bool json = false;
};

DatasetPresence located(const std::string& dataset, const std::string& folder, const DataCacheOptions& options) {
    DataConfig data;
    data.dataset = dataset;
    data.folder = folder;
    return locate_dataset(data, options.data.roots());
}

void require_image_folder(const std::string& folder, const DatasetPresence& presence) {
    if (presence.present) return;
    const std::string found = presence.found_instead.substr(0, presence.found_instead.rfind(';'));
    throw UsageError({.where = folder,
                      .problem = "expected an image folder, found nothing of that name" +
                                 (found.empty() ? std::string() : " that is one: " + found),
                      .remedy = "name the folder that holds train and val, or none for all that are known"});
}

/// Beside the photographs that are found below the roots and those that are named, and in the user's cache folder.
std::vector<CacheFile> find_caches(const DataCacheOptions& options) {
    std::vector<DatasetPresence> sets{located("voc2012", "", options),
                                      located("image-folder", DataConfig().folder, options)};
    for (const std::string& folder : options.folders) {
        sets.push_back(located("image-folder", folder, options));
        require_image_folder(folder, sets.back());
    }
    std::vector<CacheFile> caches = find_image_caches(user_image_caches());
    for (const DatasetPresence& presence : sets) {
        if (!presence.present) continue;
        std::ranges::move(find_image_caches(image_cache_folders(presence.folder).front()), std::back_inserter(caches));
    }
    std::ranges::sort(caches, {}, &CacheFile::file);
    const auto twice = std::ranges::unique(caches, {}, &CacheFile::file);
    caches.erase(twice.begin(), twice.end());
    return caches;
}

void remove(const std::vector<CacheFile>& caches) {
    for (const CacheFile& cache : caches) {
        std::error_code problem;
        std::filesystem::remove(cache.file, problem);
        if (problem) {
            throw Error({.where = cache.file.string(),
                         .problem = fmt::format("cannot be removed: {}", problem.message()),
                         .remedy = "check the permissions of its folder"});
        }
        std::filesystem::remove(cache.file.parent_path(), problem);   // where it was the last one
    }
}

void print_text(const std::vector<CacheFile>& caches, bool cleared) {
    if (caches.empty()) {
        out("No decoded images are kept.\n");
        return;
    }
    TextTable table({{cleared ? "removed" : "decoded images"}, {"size", Align::Right}});
    std::uint64_t bytes = 0;
    for (const CacheFile& cache : caches) {
        table.add({one_line(cache.file.string()), as_size(cache.bytes)});
        bytes += cache.bytes;
    }
    out(table.text());
    const std::string more =
        cleared ? "" : "; `overfit data cache --clear` removes them, and a run makes anew what it needs";
    out(fmt::format("\n{} in all{}\n", as_size(bytes), more));
}

void print_json(const std::vector<CacheFile>& caches) {
    auto document = nlohmann::ordered_json::array();
    for (const CacheFile& cache : caches) document.push_back({{"file", cache.file.string()}, {"bytes", cache.bytes}});
    out(json_text(document));
}

}   // namespace

void add_data_cache(CLI::App& data, ExitCode& result) {
    auto options = std::make_shared<DataCacheOptions>();
    CLI::App* command = data.add_subcommand("cache", "Decoded photographs that are kept for larger-than-memory runs");
    command->add_option("FOLDER", options->folders, "An image folder: a path, or a name below a data root");
    command->add_flag("--clear", options->clear, "Remove them; a run makes anew what it needs");
    add_data_option(*command, options->data);
    add_json_option(*command, options->json);
    command->footer(
        "They lie in the folder .overfit-cache beside the photographs, or in the user's cache folder where that\n"
        "cannot be written.\n"
        "\n"
        "Examples:\n"
        "  overfit data cache\n"
        "  overfit data cache /data/imagenet --clear");
    command->callback([options, &result] {
        const std::vector<CacheFile> caches = find_caches(*options);
        if (options->clear) remove(caches);
        if (options->json) {
            print_json(caches);
        } else {
            print_text(caches, options->clear);
        }
        result = ExitCode::Done;
    });
}

}   // namespace overfit::cli

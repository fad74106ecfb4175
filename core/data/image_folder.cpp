#include "core/data/image_folder.h"

#include "core/data/image_decoding.h"
#include "core/data/image_file.h"
#include "core/data/photographs.h"
#include "core/support/error.h"
#include "core/support/stopped.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <set>

namespace overfit {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_classes = 65'536;   // labels are u16
constexpr int deepest = 16;                    // folders below a class: links may lead in a circle
constexpr std::size_t most_named = 10;

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

[[noreturn]] void refuse(const fs::path& folder, std::string problem, std::string remedy) {
    throw UsageError({.where = folder.string(), .problem = std::move(problem), .remedy = std::move(remedy)});
}

/// The names of the folders in `half`, sorted by bytes.
std::vector<std::string> class_folders(const fs::path& half) {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(half)) {
        if (entry.is_directory() && !is_hidden(entry.path())) names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    if (names.empty())
        refuse(half, "expected one folder for each class, found none",
               "put the images of each class into a folder of its name");
    if (names.size() > most_classes) {
        refuse(half,
               fmt::format("expected at most {} classes, found {}", with_thousands(most_classes),
                           with_thousands(static_cast<std::int64_t>(names.size()))),
               "");
    }
    return names;
}

std::vector<std::string> only_in(const std::vector<std::string>& left, const std::vector<std::string>& right) {
    std::vector<std::string> names;
    std::ranges::set_difference(left, right, std::back_inserter(names));
    if (names.size() > most_named) names.resize(most_named);
    return names;
}

void require_same_classes(const fs::path& folder, const fs::path& train, const fs::path& test) {
    const std::vector<std::string> in_train = class_folders(train), in_test = class_folders(test);
    const auto require_none = [&](const std::vector<std::string>& names, const fs::path& has, const fs::path& lacks) {
        if (names.empty()) return;
        refuse(folder,
               fmt::format("expected the same classes in both halves, found {} in {} but not in {}", join(names),
                           has.filename().string(), lacks.filename().string()),
               "add what is missing, or take the class out");
    };
    require_none(only_in(in_train, in_test), train, test);
    require_none(only_in(in_test, in_train), test, train);
}

/// Files of one half, and the endings of those that are no images.
struct FoundFiles {
    Photographs images;
    std::vector<std::uint16_t> labels;
    std::size_t others = 0;
    std::set<std::string> other_endings;
};

/// The files of a folder and of those below it, by folder. Sorted as torchvision does: by the bytes of the whole path, so
/// that "a-b" comes before "a/c".
using FilesByFolder = std::map<std::string, std::vector<fs::path>>;

void find_files(const fs::path& folder, int depth, FilesByFolder& found) {
    std::vector<fs::path>& files = found[folder.string()];
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (is_hidden(entry.path())) continue;
        std::error_code problem;   // a link that leads nowhere is a file that cannot be read
        if (!entry.is_directory(problem)) {
            if (!entry.is_other(problem)) files.push_back(entry.path());   // opening a pipe waits for its writer
            continue;
        }
        if (depth == deepest) {
            refuse(folder, fmt::format("lies more than {} folders deep", deepest),
                   "a link may lead in a circle: take it out");
        }
        find_files(entry.path(), depth + 1, found);
    }
    std::ranges::sort(files);
}

void collect(const fs::path& file, std::uint16_t label, FoundFiles& found) {
    std::string ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (std::ranges::find(image_endings(), ending) == image_endings().end()) {
        ++found.others;
        found.other_endings.insert(ending.empty() ? "no ending" : ending);
        return;
    }
    found.images.add(file);
    found.labels.push_back(label);
}

ImageSet list_half(Dataset& dataset, const fs::path& folder, const fs::path& half, const std::string& what,
                   const std::stop_token& stop) {
    FoundFiles found;
    found.images.folder = folder;
    found.images.what = what;
    for (std::size_t label = 0; label < dataset.class_names.size(); ++label) {
        throw_if_stopped(stop);
        FilesByFolder files;
        find_files(half / dataset.class_names[label], 0, files);
        for (const auto& [folder_name, of_folder] : files) {
            for (const fs::path& file : of_folder) collect(file, static_cast<std::uint16_t>(label), found);
        }
    }
    if (found.others > 0) {
        const std::vector<std::string> endings(found.other_endings.begin(), found.other_endings.end());
        dataset.notes.push_back(fmt::format("{} files beside the {} are not JPEG or PNG ({}) and are left out",
                                            with_thousands(static_cast<std::int64_t>(found.others)), what, join(endings)));
    }
    require_every_class(found.labels, dataset.class_names, half, what);
    return {.shape = {},
            .pixels = {},
            .labels = std::move(found.labels),
            .photographs = std::make_shared<const Photographs>(std::move(found.images))};
}

/// val, as ImageNet has it, else test.
fs::path test_half(const fs::path& folder) {
    std::error_code problem;
    return folder / (fs::is_directory(folder / "val", problem) ? "val" : "test");
}

}   // namespace

std::string missing_of_image_folder(const fs::path& folder) {
    std::error_code problem;
    if (!fs::exists(folder, problem)) return {};
    if (!fs::is_directory(folder, problem)) return fmt::format("{} is a file, not a folder", folder.string());
    const bool train = fs::is_directory(folder / "train", problem), test = fs::is_directory(test_half(folder), problem);
    if (train && test) return {};
    return fmt::format("{} lacks {}", folder.string(), train ? "val (or test)" : test ? "train" : "train and val (or test)");
}

bool is_image_folder(const fs::path& folder) {
    std::error_code problem;
    return fs::is_directory(folder / "train", problem) && fs::is_directory(test_half(folder), problem);
}

Dataset list_image_folder(const fs::path& folder, const std::stop_token& stop) {
    Dataset dataset;
    const fs::path train = folder / "train", test = test_half(folder);
    try {
        require_same_classes(folder, train, test);
        dataset.class_names = class_folders(train);
        dataset.train = list_half(dataset, folder, train, "train images", stop);
        dataset.test = list_half(dataset, folder, test, "test images", stop);
    } catch (const fs::filesystem_error& error) {
        refuse(error.path1(), fmt::format("cannot be listed: {}", error.code().message()), "check its permissions");
    }
    return dataset;
}

}   // namespace overfit

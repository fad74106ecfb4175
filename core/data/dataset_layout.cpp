#include "core/data/dataset_layout.h"

#include "core/config/dataset_facts.h"
#include "core/data/dataset_source.h"
#include "core/data/image_folder.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <optional>

namespace overfit {

namespace {

namespace fs = std::filesystem;

/// How a data set lies on disk.
struct DatasetLayout {
    std::vector<std::string> folders;   // below a root, torchvision's own first; "" = the root itself
    std::vector<std::string> files;     // all of them are needed; each may be packed
    std::string_view pickles;           // folder of the same images as Python pickles; may be empty
};

/// The four files of MNIST's kin; `middle` of QMNIST's labels differs.
std::vector<std::string> idx_files(std::string_view train, std::string_view test, std::string_view labels = "idx1-ubyte") {
    std::vector<std::string> files;
    for (const std::string_view half : {train, test}) {
        files.push_back(fmt::format("{}-images-idx3-ubyte", half));
        files.push_back(fmt::format("{}-labels-{}", half, labels));
    }
    return files;
}

DatasetLayout layout_of(std::string_view name) {
    if (name == "fashion-mnist") {
        return {{"FashionMNIST/raw", "fashion-mnist", "FashionMNIST"}, idx_files("train", "t10k"), ""};
    }
    if (name == "mnist") return {{"MNIST/raw", "mnist", "MNIST"}, idx_files("train", "t10k"), ""};
    if (name == "kmnist") return {{"KMNIST/raw", "kmnist", "KMNIST"}, idx_files("train", "t10k"), ""};
    if (name == "qmnist") {
        return {{"QMNIST/raw", "qmnist", "QMNIST"}, idx_files("qmnist-train", "qmnist-test", "idx2-int"), ""};
    }
    if (name.starts_with("emnist-")) {
        const std::string split(name);
        return {{"EMNIST/raw", "emnist", "EMNIST"}, idx_files(split + "-train", split + "-test"), ""};
    }
    if (name == "cifar10") {
        return {{"cifar-10-batches-bin"},
                {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin",
                 "test_batch.bin"},
                "cifar-10-batches-py"};
    }
    if (name.starts_with("cifar100")) return {{"cifar-100-binary"}, {"train.bin", "test.bin"}, "cifar-100-python"};
    if (name == "svhn") return {{"", "SVHN", "svhn"}, {"train_32x32.mat", "test_32x32.mat"}, ""};
    if (name == "svhn-extra") {
        return {{"", "SVHN", "svhn"}, {"train_32x32.mat", "test_32x32.mat", "extra_32x32.mat"}, ""};
    }
    if (name == "stl10") return {{"stl10_binary"}, {"train_X.bin", "train_y.bin", "test_X.bin", "test_y.bin"}, ""};
    if (name == "voc2012") {   // the first and the last of its lists stand for all of them
        return {{"VOCdevkit/VOC2012", "VOC2012"},
                {"ImageSets/Main/aeroplane_train.txt", "ImageSets/Main/tvmonitor_val.txt"},
                ""};
    }
    return {};
}

const DatasetFacts& facts_of(std::string_view name) {
    if (const DatasetFacts* facts = find_dataset_facts(name)) return *facts;
    std::vector<std::string> names;
    for (const DatasetFacts& facts : dataset_facts()) names.emplace_back(facts.name);
    std::string problem = "is not a data set";
    if (const auto nearest = nearest_name(name, names)) problem += fmt::format("; the nearest name is {}", *nearest);
    throw UsageError({.where = fmt::format("data set '{}'", name),
                      .problem = problem,
                      .remedy = fmt::format("expected one of {}", join(names))});
}

/// The names of the files that are not in `folder`.
std::vector<std::string> missing_files(const DatasetLayout& layout, const fs::path& folder) {
    std::vector<std::string> missing;
    for (const std::string& file : layout.files) {
        if (present_file(folder, file).empty()) missing.push_back(file);
    }
    return missing;
}

/// Where the set may lie: below every root, and the root itself when it carries the set's own folder name.
std::vector<fs::path> candidate_folders(const DatasetLayout& layout, std::span<const fs::path> roots) {
    std::vector<fs::path> folders;
    for (const fs::path& root : roots) {
        // "/data/mnist/" has an empty last part.
        const fs::path plain = root.has_filename() ? root : root.parent_path();
        for (const std::string& folder : layout.folders) {
            if (folder.empty()) {
                folders.push_back(plain);
                continue;
            }
            folders.push_back(root / folder);
            const std::string ending = "/" + folder;
            if (("/" + plain.generic_string()).ends_with(ending)) folders.push_back(root);
        }
    }
    return folders;
}

/// "overfit data fetch cifar10 gets it (170.1 MB from https://...) and puts it into /data/cifar-10-batches-bin".
std::string fetching_text(std::string_view name, const DatasetSource& source, const fs::path& root) {
    const bool one = source.files.size() == 1;
    const std::uint64_t bytes = source.download_bytes();
    const std::string size = bytes == 0 ? fmt::format("{} files", source.files.size()) : as_size(bytes);
    const std::string install =
        source.debian_package.empty()
            ? ""
            : fmt::format("install the Debian package {0} (sudo apt-get install {0}); or ", source.debian_package);
    return fmt::format("{}`overfit data fetch {}` gets it ({} from {}{}) and puts it into {}", install, name, size,
                       source.address, one ? source.files.front().name : "",
                       source.folder.empty() ? root.string() : (root / source.folder).string());
}

/// "/data/mnist lacks t10k-labels-idx1-ubyte; ": parts of the set, or the same images in another form.
std::string found_instead(const DatasetLayout& layout, std::span<const fs::path> roots) {
    std::string text;
    std::error_code problem;
    for (const fs::path& folder : candidate_folders(layout, roots)) {
        const std::vector<std::string> missing = missing_files(layout, folder);
        [[maybe_unused]] const bool there = fs::exists(folder / layout.files.front(), problem);
        if (problem == std::errc::permission_denied) {
            text += fmt::format("{} may not be read by this user: check its permissions; ", folder.string());
        }
        if (missing.size() == layout.files.size()) continue;
        text += fmt::format("{} lacks {}; ", folder.string(), join(missing));
    }
    for (const fs::path& root : roots) {
        if (layout.pickles.empty() || !fs::is_directory(root / layout.pickles, problem)) continue;
        text += fmt::format(
            "{} holds Python pickles, which run code when they are opened and are not read; the binary archive "
            "has the same images; ",
            (root / layout.pickles).string());
    }
    return text;
}

/// An image folder: a whole path, a name below a root, or a path from the current folder, in this order.
DatasetPresence locate_image_folder(const std::string& folder, std::span<const fs::path> roots) {
    DatasetPresence presence{.name = "image-folder", .present = false, .folder = {}, .how_to_get = {}};
    std::vector<fs::path> candidates;
    for (const fs::path& root : roots) candidates.push_back(root / folder);   // a whole path replaces the root
    candidates.emplace_back(folder);
    for (const fs::path& candidate : candidates) {
        if (!is_image_folder(candidate)) continue;
        presence.present = true;
        presence.folder = candidate;
        return presence;
    }
    fs::path wanted = candidates.front();
    for (const fs::path& candidate : candidates) {
        presence.found_instead = missing_of_image_folder(candidate);
        if (presence.found_instead.empty()) continue;
        presence.found_instead += "; ";
        wanted = candidate;
        break;
    }
    presence.how_to_get = presence.found_instead +
                          fmt::format(
                              "put JPEG or PNG files into {0}/train/CLASS and {0}/val/CLASS, one folder a class, or name "
                              "another folder in data.folder",
                              wanted.string());
    return presence;
}

/// The value of an environment variable; nothing when it is unset or empty.
std::optional<fs::path> path_from(const char* variable) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value == '\0') return std::nullopt;
    return fs::path(value);
}

}   // namespace

fs::path present_file(const fs::path& folder, std::string_view name) {
    std::error_code problem;
    for (const std::string_view ending : {"", ".gz", ".xz"}) {
        fs::path file = folder / (std::string(name) + std::string(ending));
        if (fs::is_regular_file(file, problem)) return file;
    }
    return {};
}

std::vector<fs::path> data_roots(std::span<const fs::path> given) {
    std::vector<fs::path> roots;
    const auto add = [&roots](const fs::path& root) {
        if (std::ranges::find(roots, root) == roots.end()) roots.push_back(root);
    };
    for (const fs::path& root : given) add(root);
    if (const auto root = path_from("OVERFIT_DATA")) add(*root);
    if (const auto data_home = path_from("XDG_DATA_HOME")) {
        add(*data_home / "overfit-workbench/data");
    } else if (const auto home = path_from("HOME")) {
        add(*home / ".local/share/overfit-workbench/data");
    }
    add("/usr/share/datasets");
    return roots;
}

std::vector<std::string> dataset_files(std::string_view name) { return layout_of(name).files; }

DatasetPresence locate_dataset(const DataConfig& data, std::span<const fs::path> roots) {
    facts_of(data.dataset);
    if (data.dataset == "image-folder") return locate_image_folder(data.folder, roots);
    const DatasetLayout layout = layout_of(data.dataset);
    DatasetPresence presence{.name = data.dataset, .present = layout.files.empty(), .folder = {}, .how_to_get = {}};
    if (presence.present) return presence;
    for (const fs::path& folder : candidate_folders(layout, roots)) {
        if (!missing_files(layout, folder).empty()) continue;
        presence.present = true;
        presence.folder = folder;
        return presence;
    }
    const fs::path root = roots.empty() ? fs::path("DATA_ROOT") : roots.front();
    presence.found_instead = found_instead(layout, roots);
    presence.how_to_get = presence.found_instead + fetching_text(data.dataset, *find_dataset_source(data.dataset), root);
    return presence;
}

DatasetPresence locate_dataset(std::string_view name, std::span<const fs::path> roots) {
    DataConfig data;
    data.dataset = name;
    return locate_dataset(data, roots);
}

}   // namespace overfit

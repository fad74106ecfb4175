#include "core/data/dataset_table.h"

#include "core/config/dataset_facts.h"
#include "core/data/cifar_file.h"
#include "core/data/class_names.h"
#include "core/data/idx_file.h"
#include "core/data/synthetic.h"
#include "core/support/error.h"
#include "core/support/sha256.h"
#include "core/support/text.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fmt/format.h>
#include <optional>

namespace overfit {

namespace {

namespace fs = std::filesystem;

/// How a data set lies on disk, how it is read, and what to tell somebody who has not got it.
struct DatasetEntry {
    std::string_view name;
    std::vector<std::string_view> folders;   // below a root, torchvision's own first
    std::vector<std::string_view> files;     // all of them are needed; each may be packed (".gz")
    std::string_view pickles;                // folder of the same images as Python pickles; may be empty
    std::string_view source;                 // where to get it
    void (*read)(Dataset&, const fs::path& folder, const DatasetFacts&);
};

/// The file itself, else packed; an empty path when neither is there.
fs::path present_file(const fs::path& folder, std::string_view name) {
    std::error_code problem;
    for (const std::string_view ending : {"", ".gz"}) {
        fs::path file = folder / (std::string(name) + std::string(ending));
        if (fs::is_regular_file(file, problem)) return file;
    }
    return {};
}

ImageSet read_idx_half(const fs::path& folder, const std::string& half, int classes) {
    return read_idx_images_and_labels(present_file(folder, half + "-images-idx3-ubyte"),
                                      present_file(folder, half + "-labels-idx1-ubyte"), classes);
}

void read_idx_set(Dataset& dataset, const fs::path& folder, const DatasetFacts& facts) {
    dataset.class_names = built_in_class_names(facts.name);
    dataset.train = read_idx_half(folder, "train", facts.classes);
    dataset.test = read_idx_half(folder, "t10k", facts.classes);
}

void read_cifar10(Dataset& dataset, const fs::path& folder, const DatasetFacts& facts) {
    std::vector<fs::path> batches;
    for (int batch = 1; batch <= 5; ++batch)
        batches.push_back(present_file(folder, fmt::format("data_batch_{}.bin", batch)));
    const std::array test{present_file(folder, "test_batch.bin")};
    dataset.class_names = class_names_from(folder / "batches.meta.txt", facts.name);
    dataset.train = read_cifar_files(batches, CifarLayout::Cifar10, 10'000, facts.classes);
    dataset.test = read_cifar_files(test, CifarLayout::Cifar10, 10'000, facts.classes);
}

void read_cifar100(Dataset& dataset, const fs::path& folder, const DatasetFacts& facts) {
    const std::array train{present_file(folder, "train.bin")};
    const std::array test{present_file(folder, "test.bin")};
    dataset.class_names = class_names_from(folder / "fine_label_names.txt", facts.name);
    dataset.train = read_cifar_files(train, CifarLayout::Cifar100, 50'000, facts.classes);
    dataset.test = read_cifar_files(test, CifarLayout::Cifar100, 10'000, facts.classes);
}

void make_synthetic(Dataset& dataset, const fs::path&, const DatasetFacts& facts) {
    dataset = make_synthetic_dataset(facts);
}

const std::vector<std::string_view> idx_files{"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                                              "t10k-labels-idx1-ubyte"};

const std::vector<DatasetEntry>& dataset_table() {
    static const std::vector<DatasetEntry> table{
        {.name = "fashion-mnist",
         .folders = {"FashionMNIST/raw", "fashion-mnist", "FashionMNIST"},
         .files = idx_files,
         .pickles = "",
         .source = "install the Debian package dataset-fashion-mnist (sudo apt-get install dataset-fashion-mnist), or get "
                   "the four .gz files from http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/ and put them into",
         .read = read_idx_set},
        {.name = "mnist",
         .folders = {"MNIST/raw", "mnist", "MNIST"},
         .files = idx_files,
         .pickles = "",
         .source = "get train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz and "
                   "t10k-labels-idx1-ubyte.gz from https://ossci-datasets.s3.amazonaws.com/mnist/ and put them into",
         .read = read_idx_set},
        {.name = "cifar10",
         .folders = {"cifar-10-batches-bin"},
         .files = {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin",
                   "test_batch.bin"},
         .pickles = "cifar-10-batches-py",
         .source = "get https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz and unpack it so that its files lie in",
         .read = read_cifar10},
        {.name = "cifar100",
         .folders = {"cifar-100-binary"},
         .files = {"train.bin", "test.bin"},
         .pickles = "cifar-100-python",
         .source = "get https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz and unpack it so that its files lie in",
         .read = read_cifar100},
        {.name = "synthetic", .folders = {}, .files = {}, .pickles = "", .source = "", .read = make_synthetic},
    };
    return table;
}

/// Throws UsageError for a name that is unknown, or fixed but without a reader.
const DatasetEntry& entry_of(std::string_view name) {
    std::vector<std::string> readable;
    for (const DatasetEntry& entry : dataset_table()) {
        if (entry.name == name) return entry;
        readable.emplace_back(entry.name);
    }
    std::string problem = find_dataset_facts(name) == nullptr ? "is not a data set" : "is not available yet";
    if (const auto nearest = nearest_name(name, readable)) problem += fmt::format("; the nearest name is {}", *nearest);
    throw UsageError({.where = fmt::format("data set '{}'", name),
                      .problem = problem,
                      .remedy = fmt::format("expected one of {}", join(readable))});
}

/// The names of the files that are not in `folder`.
std::vector<std::string> missing_files(const DatasetEntry& entry, const fs::path& folder) {
    std::vector<std::string> missing;
    for (const std::string_view file : entry.files) {
        if (present_file(folder, file).empty()) missing.emplace_back(file);
    }
    return missing;
}

/// Where the set may lie: below every root, and the root itself when it carries the set's own folder name.
std::vector<fs::path> candidate_folders(const DatasetEntry& entry, std::span<const fs::path> roots) {
    std::vector<fs::path> folders;
    for (const fs::path& root : roots) {
        // "/data/mnist/" has an empty last part.
        const fs::path plain = root.has_filename() ? root : root.parent_path();
        for (const std::string_view folder : entry.folders) {
            folders.push_back(root / folder);
            const std::string ending = "/" + std::string(folder);
            if (("/" + plain.generic_string()).ends_with(ending)) folders.push_back(root);
        }
    }
    return folders;
}

std::string how_to_get(const DatasetEntry& entry, std::span<const fs::path> roots) {
    std::string text;
    std::error_code problem;
    for (const fs::path& folder : candidate_folders(entry, roots)) {
        const std::vector<std::string> missing = missing_files(entry, folder);
        if (missing.size() == entry.files.size()) continue;
        text += fmt::format("{} lacks {}; ", folder.string(), join(missing));
    }
    for (const fs::path& root : roots) {
        if (entry.pickles.empty() || !fs::is_directory(root / entry.pickles, problem)) continue;
        text += fmt::format(
            "{} holds Python pickles, which run code when they are opened and are not read; the binary archive "
            "has the same images; ",
            (root / entry.pickles).string());
    }
    const fs::path root = roots.empty() ? fs::path("DATA_ROOT") : roots.front();
    return text + fmt::format("{} {}", entry.source, (root / entry.folders.front()).string());
}

void require_shape(const ImageSet& half, const DatasetFacts& facts, const fs::path& folder) {
    const ImageShape expected{.channels = facts.channels, .height = facts.height, .width = facts.width};
    if (half.shape == expected) return;
    throw Error({.where = folder.string(),
                 .problem = fmt::format("expected {} x {} images ({}), found {} x {}", expected.height, expected.width,
                                        facts.title, half.shape.height, half.shape.width),
                 .remedy = "get the files again"});
}

void add_labels(Sha256& hash, const std::vector<std::uint16_t>& labels) {
    std::string bytes;
    bytes.reserve(2 * labels.size());
    for (const std::uint16_t label : labels) {
        bytes += static_cast<char>(label & 0xff);
        bytes += static_cast<char>(label >> 8);
    }
    hash.add(bytes);
}

std::string hash_of(const Dataset& dataset) {
    Sha256 hash;
    for (const ImageSet* half : {&dataset.train, &dataset.test}) {
        hash.add(std::as_bytes(std::span(half->pixels)));
        add_labels(hash, half->labels);
    }
    return hash.hex_digest();
}

/// The value of an environment variable; nothing when it is unset or empty.
std::optional<fs::path> path_from(const char* variable) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value == '\0') return std::nullopt;
    return fs::path(value);
}

}   // namespace

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

DatasetPresence locate_dataset(std::string_view name, std::span<const fs::path> roots) {
    const DatasetEntry& entry = entry_of(name);
    DatasetPresence presence{.name = std::string(name), .present = entry.files.empty(), .folder = {}, .how_to_get = {}};
    if (presence.present) return presence;
    for (const fs::path& folder : candidate_folders(entry, roots)) {
        if (!missing_files(entry, folder).empty()) continue;
        presence.present = true;
        presence.folder = folder;
        return presence;
    }
    presence.how_to_get = how_to_get(entry, roots);
    return presence;
}

Dataset load_dataset(std::string_view name, std::span<const fs::path> roots) {
    const DatasetEntry& entry = entry_of(name);
    const DatasetFacts& facts = *find_dataset_facts(name);
    const DatasetPresence presence = locate_dataset(name, roots);
    if (!presence.present) {
        throw UsageError({.where = fmt::format("data set {}", facts.title),
                          .problem = "is not on this machine",
                          .remedy = presence.how_to_get});
    }
    Dataset dataset;
    dataset.name = name;
    entry.read(dataset, presence.folder, facts);
    require_shape(dataset.train, facts, presence.folder);
    require_shape(dataset.test, facts, presence.folder);
    dataset.sha256 = hash_of(dataset);
    return dataset;
}

}   // namespace overfit

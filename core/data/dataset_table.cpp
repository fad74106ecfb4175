#include "core/data/dataset_table.h"

#include "core/config/dataset_facts.h"
#include "core/data/cifar_file.h"
#include "core/data/class_names.h"
#include "core/data/geometry.h"
#include "core/data/idx_file.h"
#include "core/data/image_decoding.h"
#include "core/data/image_folder.h"
#include "core/data/label_hash.h"
#include "core/data/photographs.h"
#include "core/data/stl10_file.h"
#include "core/data/svhn_file.h"
#include "core/data/synthetic.h"
#include "core/data/voc2012.h"
#include "core/support/error.h"
#include "core/support/sha256.h"
#include "core/support/stopped.h"
#include "core/support/text.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace overfit {

namespace {

namespace fs = std::filesystem;

/// What a reader is given.
struct Request {
    const DatasetFacts& facts;
    const DataConfig& data;
    fs::path folder;
    std::stop_token stop;   // asked by those who list photographs

    fs::path file(std::string_view name) const { return present_file(folder, name); }
};

Dataset read_idx_set(const Request& request, std::string_view train, std::string_view test, LabelRange range) {
    const auto half = [&](std::string_view name) {
        return read_idx_images_and_labels(request.file(fmt::format("{}-images-idx3-ubyte", name)),
                                          request.file(fmt::format("{}-labels-idx1-ubyte", name)), range);
    };
    return {.class_names = built_in_class_names(request.facts.name), .train = half(train), .test = half(test)};
}

Dataset read_mnist(const Request& request) {
    return read_idx_set(request, "train", "t10k", {.classes = request.facts.classes});
}

Dataset read_emnist(const Request& request) {
    const std::string split(request.facts.name);
    const int first = split == "emnist-letters" ? 1 : 0;
    Dataset dataset =
        read_idx_set(request, split + "-train", split + "-test", {.classes = request.facts.classes, .first = first});
    if (!request.data.transpose) return dataset;
    dataset.train = transposed(std::move(dataset.train));
    dataset.test = transposed(std::move(dataset.test));
    return dataset;
}

Dataset read_qmnist(const Request& request) {
    const auto half = [&](std::string_view name) {
        return read_idx_images_and_labels(request.file(fmt::format("qmnist-{}-images-idx3-ubyte", name)),
                                          request.file(fmt::format("qmnist-{}-labels-idx2-int", name)),
                                          {.classes = request.facts.classes}, IdxLabels::NistRecords);
    };
    return {.class_names = built_in_class_names(request.facts.name), .train = half("train"), .test = half("test")};
}

Dataset read_cifar10(const Request& request) {
    std::vector<fs::path> batches;
    for (int batch = 1; batch <= 5; ++batch) batches.push_back(request.file(fmt::format("data_batch_{}.bin", batch)));
    const std::array test{request.file("test_batch.bin")};
    return {.class_names = class_names_from(request.folder / "batches.meta.txt", request.facts.name),
            .train = read_cifar_files(batches, CifarLayout::Cifar10, 10'000, request.facts.classes),
            .test = read_cifar_files(test, CifarLayout::Cifar10, 10'000, request.facts.classes)};
}

Dataset read_cifar100(const Request& request) {
    const bool coarse = request.facts.name == "cifar100-coarse";
    const CifarLayout layout = coarse ? CifarLayout::Cifar100Coarse : CifarLayout::Cifar100Fine;
    const std::array train{request.file("train.bin")};
    const std::array test{request.file("test.bin")};
    return {.class_names = class_names_from(request.folder / (coarse ? "coarse_label_names.txt" : "fine_label_names.txt"),
                                            request.facts.name),
            .train = read_cifar_files(train, layout, 50'000, request.facts.classes),
            .test = read_cifar_files(test, layout, 10'000, request.facts.classes)};
}

Dataset read_svhn(const Request& request) {
    std::vector<fs::path> train{request.file("train_32x32.mat")};
    if (request.facts.name == "svhn-extra") train.push_back(request.file("extra_32x32.mat"));
    const std::array test{request.file("test_32x32.mat")};
    return {.class_names = built_in_class_names(request.facts.name),
            .train = read_svhn_files(train),
            .test = read_svhn_files(test)};
}

Dataset read_stl10(const Request& request) {
    const auto half = [&](std::string_view name, std::int64_t count) {
        return read_stl10_files(request.file(fmt::format("{}_X.bin", name)), request.file(fmt::format("{}_y.bin", name)),
                                count, request.facts.classes);
    };
    return {.class_names = class_names_from(request.folder / "class_names.txt", request.facts.name),
            .train = half("train", request.facts.train_examples),
            .test = half("test", request.facts.test_examples)};
}

/// Which files make which set.
struct Reader {
    std::string_view dataset;   // or, with a dash at its end, the beginning of several names
    Dataset (*read)(const Request&);
};

constexpr std::array readers{
    Reader{"fashion-mnist", read_mnist},
    Reader{"mnist", read_mnist},
    Reader{"kmnist", read_mnist},
    Reader{"emnist-", read_emnist},
    Reader{"qmnist", read_qmnist},
    Reader{"cifar10", read_cifar10},
    Reader{"cifar100", read_cifar100},
    Reader{"cifar100-coarse", read_cifar100},
    Reader{"svhn", read_svhn},
    Reader{"svhn-extra", read_svhn},
    Reader{"stl10", read_stl10},
    Reader{"voc2012", [](const Request& request) { return list_voc2012(request.folder); }},
    Reader{"image-folder", [](const Request& request) { return list_image_folder(request.folder, request.stop); }},
    Reader{"synthetic", [](const Request& request) { return make_synthetic_dataset(request.facts); }},
};

Dataset read(const Request& request) {
    const std::string_view name = request.facts.name;
    const auto reader = std::ranges::find_if(readers, [name](const Reader& entry) {
        return entry.dataset == name || (entry.dataset.ends_with('-') && name.starts_with(entry.dataset));
    });
    return reader->read(request);   // every set of dataset_facts() has one: a test goes through them
}

void require_shape(const ImageSet& half, const DatasetFacts& facts, const fs::path& folder) {
    const ImageShape expected{.channels = facts.channels, .height = facts.height, .width = facts.width};
    if (facts.any_size() || half.shape == expected) return;
    throw Error({.where = folder.string(),
                 .problem = fmt::format("expected {} x {} images ({}), found {} x {}", expected.height, expected.width,
                                        facts.title, half.shape.height, half.shape.width),
                 .remedy = "get the files again"});
}

void add_photographs(Sha256& hash, const Photographs& photographs) {
    for (std::size_t file = 0; file < photographs.names.size(); ++file) {
        hash.add(fmt::format("{}{}{}\n", photographs.names[file], '\0', photographs.stamps[file].bytes));
    }
}

std::string hash_of(const Dataset& dataset, const DataConfig& data) {
    Sha256 hash;
    for (const ImageSet* half : {&dataset.train, &dataset.test}) {
        if (half->photographs) {
            hash.add(fmt::format("resize {} crop {}\n", data.resize, data.crop));
            add_photographs(hash, *half->photographs);
        } else {
            hash.add(std::as_bytes(std::span(half->pixels)));
        }
        add_labels(hash, half->labels);
    }
    return hash.hex_digest();
}

}   // namespace

Dataset load_dataset(const DataConfig& data, std::span<const fs::path> roots, const std::stop_token& stop) {
    const DatasetPresence presence = locate_dataset(data, roots);
    const DatasetFacts& facts = *find_dataset_facts(data.dataset);
    if (!presence.present) {
        throw UsageError({.where = fmt::format("data set {}", facts.title),
                          .problem = "is not on this machine",
                          .remedy = presence.how_to_get});
    }
    Dataset dataset = read({.facts = facts, .data = data, .folder = presence.folder, .stop = stop});
    throw_if_stopped(stop);
    dataset.name = data.dataset;
    require_shape(dataset.train, facts, presence.folder);
    require_shape(dataset.test, facts, presence.folder);
    require_every_class(dataset.train.labels, dataset.class_names, presence.folder, "train images", "get the files again");
    dataset.sha256 = hash_of(dataset, data);
    return dataset;
}

Dataset load_dataset(std::string_view name, std::span<const fs::path> roots) {
    DataConfig data;
    data.dataset = name;
    return load_dataset(data, roots);
}

}   // namespace overfit

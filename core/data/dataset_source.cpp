#include "core/data/dataset_source.h"

#include <algorithm>
#include <array>

namespace overfit {

namespace {

DatasetSource mnist() {
    return {
        .address = "https://ossci-datasets.s3.amazonaws.com/mnist/",
        .folder = "MNIST/raw",
        .files =
            {
                {"train-images-idx3-ubyte.gz", 9'912'422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                 "f68b3c2dcbeaaa9fbdd348bbdeb94873", "6bbc9ace898e44ae57da46a324031adb"},
                {"train-labels-idx1-ubyte.gz", 28'881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                 "d53e105ee54ea40749a09fcbcd1e9432", "a25bea736e30d166cdddb491f175f624"},
                {"t10k-images-idx3-ubyte.gz", 1'648'877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                 "9fb629c4189551a2d022fa330f9573f3", "2646ac647ad5339dbf082846283269ea"},
                {"t10k-labels-idx1-ubyte.gz", 4'542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
                 "ec29112dd5afa0611ce80d1b7f02629c", "27ae3e4e09519cfbb04c329615203637"},
            },
        .members = {},
        .debian_package = ""};
}

DatasetSource fashion_mnist() {
    return {
        .address = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        .folder = "FashionMNIST/raw",
        .files =
            {
                {"train-images-idx3-ubyte.gz", 26'421'880,
                 "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84", "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
                 "f4a8712d7a061bf5bd6d2ca38dc4d50a"},
                {"train-labels-idx1-ubyte.gz", 29'515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                 "25c81989df183df01b3e8a0aad5dffbe", "9018921c3c673c538a1fc5bad174d6f9"},
                {"t10k-images-idx3-ubyte.gz", 4'422'102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                 "bef4ecab320f06d8554ea6380940ec79", "8181f5470baa50b63fa0f6fddb340f0a"},
                {"t10k-labels-idx1-ubyte.gz", 5'148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
                 "bb300cfdad3c16e7a12a480ee83cd310", "15d484375f8d13e6eb1aabb0c3f46965"},
            },
        .members = {},
        .debian_package = "dataset-fashion-mnist",
        .licence = "MIT"};
}

DatasetSource kmnist() {
    return {
        .address = "http://codh.rois.ac.jp/kmnist/dataset/kmnist/",
        .folder = "KMNIST/raw",
        .files =
            {
                {"train-images-idx3-ubyte.gz", 18'165'135,
                 "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4", "bdb82020997e1d708af4cf47b453dcf7", ""},
                {"train-labels-idx1-ubyte.gz", 29'497, "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
                 "e144d726b3acfaa3e44228e80efcd344", ""},
                {"t10k-images-idx3-ubyte.gz", 3'041'136, "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
                 "5c965bf0a639b31b8f53240b1b52f4d7", ""},
                {"t10k-labels-idx1-ubyte.gz", 5'120, "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
                 "7320c461ea6c1c855c0b718fb2a4b134", ""},
            },
        .members = {},
        .debian_package = "",
        .licence = "CC BY-SA 4.0"};
}

DatasetSource emnist() {
    return {.address = "https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/",
            .folder = "EMNIST/raw",
            .files =
                {
                    {"gzip.zip", 561'753'746, "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e",
                     "58c8d27c78d21e728a6bc7b3cc06412e", ""},
                },
            .members = {.strip = "gzip/",
                        .paths =
                            {
                                "emnist-byclass-train-images-idx3-ubyte.gz",  "emnist-byclass-train-labels-idx1-ubyte.gz",
                                "emnist-byclass-test-images-idx3-ubyte.gz",   "emnist-byclass-test-labels-idx1-ubyte.gz",
                                "emnist-bymerge-train-images-idx3-ubyte.gz",  "emnist-bymerge-train-labels-idx1-ubyte.gz",
                                "emnist-bymerge-test-images-idx3-ubyte.gz",   "emnist-bymerge-test-labels-idx1-ubyte.gz",
                                "emnist-balanced-train-images-idx3-ubyte.gz", "emnist-balanced-train-labels-idx1-ubyte.gz",
                                "emnist-balanced-test-images-idx3-ubyte.gz",  "emnist-balanced-test-labels-idx1-ubyte.gz",
                                "emnist-letters-train-images-idx3-ubyte.gz",  "emnist-letters-train-labels-idx1-ubyte.gz",
                                "emnist-letters-test-images-idx3-ubyte.gz",   "emnist-letters-test-labels-idx1-ubyte.gz",
                                "emnist-digits-train-images-idx3-ubyte.gz",   "emnist-digits-train-labels-idx1-ubyte.gz",
                                "emnist-digits-test-images-idx3-ubyte.gz",    "emnist-digits-test-labels-idx1-ubyte.gz",
                                "emnist-mnist-train-images-idx3-ubyte.gz",    "emnist-mnist-train-labels-idx1-ubyte.gz",
                                "emnist-mnist-test-images-idx3-ubyte.gz",     "emnist-mnist-test-labels-idx1-ubyte.gz",
                            },
                        .most_bytes = 1'000'000'000},
            .debian_package = ""};
}

/// Only md5 is published, and no sizes.
DatasetSource qmnist() {
    return {.address = "https://raw.githubusercontent.com/facebookresearch/qmnist/master/",
            .folder = "QMNIST/raw",
            .files =
                {
                    {"qmnist-train-images-idx3-ubyte.gz", 0, "", "ed72d4157d28c017586c42bc6afe6370", ""},
                    {"qmnist-train-labels-idx2-int.gz", 0, "", "0058f8dd561b90ffdd0f734c6a30e5e4", ""},
                    {"qmnist-test-images-idx3-ubyte.gz", 0, "", "1394631089c404de565df7b7aeaf9412", ""},
                    {"qmnist-test-labels-idx2-int.gz", 0, "", "5b5b05890a5e13444e108efe57b788aa", ""},
                },
            .members = {},
            .debian_package = "",
            .licence = "of its software: BSD 3-clause"};
}

DatasetSource cifar10() {
    return {
        .address = "https://www.cs.toronto.edu/~kriz/",
        .folder = "cifar-10-batches-bin",
        .files =
            {
                {"cifar-10-binary.tar.gz", 170'052'171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                 "c32a1d4ab5d03f1284b67883e8d87530", ""},
            },
        .members = {.strip = "cifar-10-batches-bin/",
                    .paths = {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin",
                              "data_batch_5.bin", "test_batch.bin", "batches.meta.txt"},
                    .most_bytes = 200'000'000},
        .debian_package = ""};
}

DatasetSource cifar100() {
    return {
        .address = "https://www.cs.toronto.edu/~kriz/",
        .folder = "cifar-100-binary",
        .files =
            {
                {"cifar-100-binary.tar.gz", 168'513'733, "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
                 "03b5dce01913d631647c71ecec9e9cb8", ""},
            },
        .members = {.strip = "cifar-100-binary/",
                    .paths = {"train.bin", "test.bin", "fine_label_names.txt", "coarse_label_names.txt"},
                    .most_bytes = 200'000'000},
        .debian_package = ""};
}

DatasetSource svhn(bool extra) {
    DatasetSource source{
        .address = "http://ufldl.stanford.edu/housenumbers/",
        .folder = "",
        .files =
            {
                {"train_32x32.mat", 182'040'794, "435e94d69a87fde4fd4d7f3dd208dfc32cb6ae8af2240d066de1df7508d083b8",
                 "e26dedcc434d2e4c54c9b2d4a06d8373", ""},
                {"test_32x32.mat", 64'275'384, "cdce80dfb2a2c4c6160906d0bd7c68ec5a99d7ca4831afa54f09182025b6a75b",
                 "eb5a983be6a315427106f1b164d9cef3", ""},
            },
        .members = {},
        .debian_package = "",
        .licence = "for non-commercial use only"};
    if (extra)
        source.files.push_back({"extra_32x32.mat", 1'329'278'602,
                                "a133a4beb38a00fcdda90c9489e0c04f900b660ce8a316a5e854838379a71eb3",
                                "a93ce644f1a588dc4d68dda5feec44a7", ""});
    return source;
}

/// Without the 100,000 unlabelled images, which are most of the archive.
DatasetSource stl10() {
    return {
        .address = "http://ai.stanford.edu/~acoates/stl10/",
        .folder = "stl10_binary",
        .files =
            {
                {"stl10_binary.tar.gz", 2'640'397'119, "f31fd99273a1acb8609c8db427cebb1de3f71de77758cdc0e22956e1289b9866",
                 "91f7769df0f17e558f3565bffb0c7dfb", ""},
            },
        .members = {.strip = "stl10_binary/",
                    .paths = {"train_X.bin", "train_y.bin", "test_X.bin", "test_y.bin", "class_names.txt"},
                    .most_bytes = 400'000'000},
        .debian_package = ""};
}

DatasetSource voc2012() {
    return {
        .address = "http://host.robots.ox.ac.uk/pascal/VOC/voc2012/",
        .folder = "VOCdevkit/VOC2012",
        .files =
            {
                {"VOCtrainval_11-May-2012.tar", 1'999'639'040,
                 "e14f763270cf193d0b5f74b169f44157a4b0c6efa708f4dd0ff78ee691763bcb", "6cd6e144f989b92b3379bac3b3de84fd", ""},
            },
        .members = {.strip = "VOCdevkit/VOC2012/",
                    .paths = {"JPEGImages/*.jpg", "ImageSets/Main/*.txt"},
                    .most_bytes = 2'000'000'000},
        .debian_package = "",
        .licence = "the photographs: Flickr's terms of use"};
}

}   // namespace

std::uint64_t DatasetSource::download_bytes() const {
    std::uint64_t sum = 0;
    for (const SourceFile& file : files) {
        if (file.bytes == 0) return 0;
        sum += file.bytes;
    }
    return sum;
}

const DatasetSource* find_dataset_source(std::string_view dataset) {
    struct Entry {
        std::string_view dataset;   // or, with a dash at its end, the beginning of several names
        DatasetSource source;
    };
    static const std::array table{
        Entry{"mnist", mnist()},       Entry{"fashion-mnist", fashion_mnist()},
        Entry{"kmnist", kmnist()},     Entry{"emnist-", emnist()},
        Entry{"qmnist", qmnist()},     Entry{"cifar10", cifar10()},
        Entry{"cifar100", cifar100()}, Entry{"cifar100-coarse", cifar100()},
        Entry{"svhn", svhn(false)},    Entry{"svhn-extra", svhn(true)},
        Entry{"stl10", stl10()},       Entry{"voc2012", voc2012()},
    };
    const auto found = std::ranges::find_if(table, [dataset](const Entry& entry) {
        return entry.dataset == dataset || (entry.dataset.ends_with('-') && dataset.starts_with(entry.dataset));
    });
    return found == table.end() ? nullptr : &found->source;
}

std::string_view known_member_md5(std::string_view dataset, std::string_view name) {
    if (dataset != "stl10") return "";
    if (name == "train_X.bin") return "918c2871b30a85fa023e0c44e0bee87f";
    if (name == "train_y.bin") return "5a34089d4802c674881badbb80307741";
    if (name == "test_X.bin") return "7f263ba9f9e0b06b93213547f721ac82";
    if (name == "test_y.bin") return "36f9794fa4beb8a2c72628de14fa638e";
    return "";
}

std::span<const std::int64_t> known_channel_sums(std::string_view dataset) {
    static constexpr std::array<std::int64_t, 3> cifar10_sums{6'415'714'204, 6'295'060'180, 5'829'907'619};
    static constexpr std::array<std::int64_t, 3> cifar100_sums{6'620'373'279, 6'352'382'090, 5'756'623'363};
    if (dataset == "cifar10") return cifar10_sums;
    if (dataset == "cifar100" || dataset == "cifar100-coarse") return cifar100_sums;
    return {};
}

}   // namespace overfit

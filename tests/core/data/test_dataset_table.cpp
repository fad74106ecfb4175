#include "core/config/dataset_facts.h"
#include "core/data/dataset_table.h"
#include "core/data/synthetic.h"
#include "core/support/error.h"
#include "tests/core/data/data_files.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <array>
#include <numeric>

using namespace overfit;
using namespace data_files;

namespace {

using Path = std::filesystem::path;

constexpr std::uint32_t side = 28;

void write_idx_set(const Path& folder, const char* ending, int train = 20, int test = 10) {
    const auto packed = [&](const QByteArray& bytes) { return *ending == '\0' ? bytes : gzipped(bytes); };
    for (const auto& [half, count] : {std::pair{"train", train}, std::pair{"t10k", test}}) {
        const auto n = static_cast<std::uint32_t>(count);
        write(folder / (std::string(half) + "-images-idx3-ubyte" + ending),
              packed(idx({n, side, side}, counting(count * static_cast<int>(side * side)))));
        write(folder / (std::string(half) + "-labels-idx1-ubyte" + ending), packed(idx({n}, counting(count, 10))));
    }
}

/// Bytes that differ in rows and columns; two train images of each class, labels in ascending order over and over.
void write_emnist(const Path& folder, const std::string& split) {
    const int classes = find_dataset_facts("emnist-" + split)->classes, first = split == "letters" ? 1 : 0;
    for (const auto& [half, count] : {std::pair{"train", 2 * classes}, std::pair{"test", 10}}) {
        const std::string name = "emnist-" + split + "-" + half;
        const auto n = static_cast<std::uint32_t>(count);
        QByteArray labels;
        for (int i = 0; i < count; ++i) labels += static_cast<char>(first + i % classes);
        write(folder / (name + "-images-idx3-ubyte.gz"),
              gzipped(idx({n, side, side}, counting(count * static_cast<int>(side * side), 251))));
        write(folder / (name + "-labels-idx1-ubyte.gz"), gzipped(idx({n}, labels)));
    }
}

void write_qmnist(const Path& folder) {
    QByteArray labels = QByteArray("\0\0\x0c\x02", 4) + big_endian(10) + big_endian(8);
    for (const std::uint32_t digit : {4U, 9U, 0U, 1U, 2U, 3U, 5U, 6U, 7U, 8U}) {
        labels += big_endian(digit) + QByteArray(28, 'n');
    }
    for (const std::string half : {"train", "test"}) {
        write(folder / ("qmnist-" + half + "-images-idx3-ubyte.xz"),
              xz_packed(idx({10, side, side}, counting(10 * side * side))));
        write(folder / ("qmnist-" + half + "-labels-idx2-int.gz"), gzipped(labels));
    }
}

std::vector<int> class_counts(const ImageSet& set, int classes) {
    std::vector<int> counts(static_cast<std::size_t>(classes), 0);
    for (const std::uint16_t label : set.labels) ++counts[label];
    return counts;
}

double mean_pixel(const ImageSet& set) {
    const double sum = std::accumulate(set.pixels.begin(), set.pixels.end(), 0.0);
    return sum / static_cast<double>(set.pixels.size()) / 255.0;
}

/// The message of what cannot be loaded.
QString refusal(std::string_view name, const std::vector<Path>& roots) {
    try {
        load_dataset(name, roots);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

}   // namespace

class TestDatasetTable : public QObject {
    Q_OBJECT

private:
    /// Real files: where OVERFIT_TEST_DATA says, else Debian's package folder; empty when the set is in neither.
    static std::vector<Path> real_root(const char* name) {
        std::vector<Path> roots;
        if (qEnvironmentVariableIsSet("OVERFIT_TEST_DATA")) roots.emplace_back(qgetenv("OVERFIT_TEST_DATA").toStdString());
        roots.emplace_back("/usr/share/datasets");
        return locate_dataset(name, roots).present ? roots : std::vector<Path>{};
    }

private Q_SLOTS:
    void findsTheLayoutsOfTorchvisionAndOfDebian_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("folder");
        QTest::newRow("torchvision, MNIST") << "mnist"
                                            << "MNIST/raw";
        QTest::newRow("torchvision, Fashion-MNIST") << "fashion-mnist"
                                                    << "FashionMNIST/raw";
        QTest::newRow("Debian") << "fashion-mnist"
                                << "fashion-mnist";
        QTest::newRow("plain") << "mnist"
                               << "mnist";
    }
    void findsTheLayoutsOfTorchvisionAndOfDebian() {
        QFETCH(QString, name);
        QFETCH(QString, folder);
        for (const char* ending : {"", ".gz"}) {
            const QTemporaryDir root;
            const Path home = root.path().toStdString();
            write_idx_set(home / folder.toStdString(), ending);
            const std::string set = name.toStdString();
            const DatasetPresence presence = locate_dataset(set, std::array{home});
            QVERIFY(presence.present);
            QCOMPARE(presence.folder, home / folder.toStdString());
            const Dataset dataset = load_dataset(set, std::array{home});
            QCOMPARE(dataset.name, set);
            QCOMPARE(dataset.train.size(), 20u);
            QCOMPARE(dataset.test.size(), 10u);
            QCOMPARE(dataset.classes(), 10);
            QCOMPARE(dataset.sha256.size(), 64u);
            // The folder itself may be named as root, with or without a slash at its end.
            QVERIFY(locate_dataset(set, std::array{home / folder.toStdString()}).present);
            QVERIFY(locate_dataset(set, std::array{home / folder.toStdString() / ""}).present);
            // Files of the same names do not make it the other data set.
            QVERIFY(!locate_dataset(set == "mnist" ? "fashion-mnist" : "mnist", std::array{home}).present);
        }
    }

    void rawAndPackedFilesHaveTheSameHash() {
        const QTemporaryDir raw, packed;
        const std::array roots{Path(raw.path().toStdString()), Path(packed.path().toStdString())};
        write_idx_set(roots[0] / "mnist", "");
        write_idx_set(roots[1] / "mnist", ".gz");
        QCOMPARE(load_dataset("mnist", std::span(roots).first(1)).sha256,
                 load_dataset("mnist", std::span(roots).last(1)).sha256);
    }

    void theFirstRootWins() {
        const QTemporaryDir first, second;
        const std::vector<Path> roots{first.path().toStdString(), second.path().toStdString()};
        write_idx_set(roots[1] / "mnist", "");
        QCOMPARE(load_dataset("mnist", roots).train.size(), 20u);
        write_idx_set(roots[0] / "mnist", "", 30);
        QCOMPARE(load_dataset("mnist", roots).train.size(), 30u);
    }

    void aMissingSetSaysHowToGetIt() {
        const QTemporaryDir root;
        const std::vector<Path> roots{root.path().toStdString()};
        const QString fashion = refusal("fashion-mnist", roots);
        QVERIFY2(fashion.contains("data set Fashion-MNIST: is not on this machine"), qPrintable(fashion));
        QVERIFY(fashion.contains("dataset-fashion-mnist"));
        QVERIFY(fashion.contains(root.path() + "/FashionMNIST/raw"));
        QVERIFY(refusal("mnist", roots).contains("https://ossci-datasets.s3.amazonaws.com/mnist/"));
        QVERIFY(refusal("cifar10", roots).contains("cifar-10-binary.tar.gz"));
        QVERIFY(refusal("cifar100", roots).contains("cifar-100-binary.tar.gz"));
        QVERIFY_THROWS_EXCEPTION(UsageError, load_dataset("mnist", roots));
    }

    void aFolderThatLacksAFileNamesIt() {
        const QTemporaryDir root;
        const Path home = root.path().toStdString();
        write_idx_set(home / "MNIST/raw", ".gz");
        std::filesystem::remove(home / "MNIST/raw/t10k-labels-idx1-ubyte.gz");
        const QString message = refusal("mnist", {home});
        QVERIFY2(message.contains("MNIST/raw lacks t10k-labels-idx1-ubyte;"), qPrintable(message));
    }

    void picklesAreNamedButNotRead() {
        const QTemporaryDir root;
        const Path home = root.path().toStdString();
        write(home / "cifar-10-batches-py/data_batch_1", "pickle");
        const QString message = refusal("cifar10", {home});
        QVERIFY2(message.contains("cifar-10-batches-py holds Python pickles"), qPrintable(message));
        QVERIFY(message.contains("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"));
        QVERIFY(!refusal("cifar100", {home}).contains("pickles"));
    }

    void unknownNamesAreRefused() {
        QVERIFY2(refusal("fashion-mnits", {}).contains("is not a data set; the nearest name is fashion-mnist"),
                 qPrintable(refusal("fashion-mnits", {})));
        QVERIFY(
            refusal("imagenet", {}).contains("expected one of fashion-mnist, mnist, cifar10, cifar100, cifar100-coarse"));
        QVERIFY_THROWS_EXCEPTION(UsageError, locate_dataset("imagenet", {}));
    }

    void everySetHasALayoutAndAWayToGetIt() {
        const QTemporaryDir root;
        const std::vector<Path> roots{root.path().toStdString()};
        for (const DatasetFacts& facts : dataset_facts()) {
            const DatasetPresence presence = locate_dataset(facts.name, roots);
            if (facts.name == "synthetic") continue;
            QVERIFY2(!presence.present, facts.name.data());
            QVERIFY2(presence.how_to_get.find(roots.front().string()) != std::string::npos, facts.name.data());
            QVERIFY_THROWS_EXCEPTION(UsageError, load_dataset(facts.name, roots));
        }
    }

    void readsKmnistEmnistAndQmnist() {
        const QTemporaryDir root;
        const Path home = root.path().toStdString();
        const std::array roots{home};
        write_idx_set(home / "KMNIST/raw", ".gz");
        QCOMPARE(load_dataset("kmnist", roots).class_names[9], "wo");
        for (const char* split : {"byclass", "bymerge", "balanced", "letters", "digits", "mnist"}) {
            write_emnist(home / "EMNIST/raw", split);
            const std::string name = std::string("emnist-") + split;
            const Dataset dataset = load_dataset(name, roots);
            QCOMPARE(dataset.classes(), find_dataset_facts(name)->classes);
            QCOMPARE(dataset.train.size(), 2 * static_cast<std::size_t>(dataset.classes()));
            QCOMPARE(dataset.test.size(), 10u);
            QCOMPARE(dataset.train.labels[3], 3);   // labels 1, 2 ... of letters are the classes 0, 1 ...
        }
        write_qmnist(home / "QMNIST/raw");
        const Dataset qmnist = load_dataset("qmnist", roots);
        QCOMPARE(qmnist.train.labels, (std::vector<std::uint16_t>{4, 9, 0, 1, 2, 3, 5, 6, 7, 8}));
        QCOMPARE(qmnist.test.size(), 10u);
    }

    void emnistIsTurnedOnlyWhenAsked() {
        const QTemporaryDir root;
        const Path home = root.path().toStdString();
        const std::array roots{home};
        write_emnist(home / "EMNIST/raw", "digits");
        DataConfig data;
        data.dataset = "emnist-digits";
        const Dataset as_torchvision = load_dataset(data, roots);
        data.transpose = true;
        const Dataset upright = load_dataset(data, roots);
        for (std::size_t y = 0; y < side; ++y) {
            for (std::size_t x = 0; x < side; ++x) {
                QCOMPARE(upright.train.pixels[y * side + x], as_torchvision.train.pixels[x * side + y]);
            }
        }
        QVERIFY(upright.sha256 != as_torchvision.sha256);
    }

    void imagesOfAnotherSizeAreRefused() {
        const QTemporaryDir root;
        const Path home = root.path().toStdString();
        write_idx_set(home / "mnist", "");
        write(home / "mnist/train-images-idx3-ubyte", idx({20, 32, 32}, counting(20 * 32 * 32)));
        QVERIFY2(refusal("mnist", {home}).contains("expected 28 x 28 images (MNIST), found 32 x 32"),
                 qPrintable(refusal("mnist", {home})));
    }

    void aClassWithoutTrainingImagesIsRefused() {
        const QTemporaryDir root;
        const Path home = root.path().toStdString();
        write_idx_set(home / "mnist", "");
        write(home / "mnist/train-labels-idx1-ubyte", idx({20}, counting(20, 8)));
        const QString told = refusal("mnist", {home});
        QVERIFY2(told.startsWith(root.path() + "/mnist: expected train images of every class, found none of 8, 9"),
                 qPrintable(told));
        write(home / "mnist/train-labels-idx1-ubyte", idx({20}, counting(20, 10)));
        write(home / "mnist/t10k-labels-idx1-ubyte", idx({10}, counting(10, 8)));   // test images need not be of every class
        QCOMPARE(refusal("mnist", {home}), QString());
    }

    void rootsAreSearchedInTheirOrder() {
        qputenv("OVERFIT_DATA", "/from/environment");
        qputenv("XDG_DATA_HOME", "/home/data");
        const std::array given{Path("/given")};
        QCOMPARE(data_roots(given), (std::vector<Path>{"/given", "/from/environment", "/home/data/overfit-workbench/data",
                                                       "/usr/share/datasets"}));
        qunsetenv("OVERFIT_DATA");
        qunsetenv("XDG_DATA_HOME");
        qputenv("HOME", "/home/someone");
        QCOMPARE(data_roots(),
                 (std::vector<Path>{"/home/someone/.local/share/overfit-workbench/data", "/usr/share/datasets"}));
    }

    void theSyntheticSetIsTheSameEverywhere() {
        QVERIFY(locate_dataset("synthetic", {}).present);
        const Dataset dataset = load_dataset("synthetic", {});
        const DatasetFacts& facts = *find_dataset_facts("synthetic");
        QCOMPARE(static_cast<std::int64_t>(dataset.train.size()), facts.train_examples);
        QCOMPARE(static_cast<std::int64_t>(dataset.test.size()), facts.test_examples);
        QCOMPARE(dataset.classes(), facts.classes);
        for (const int count : class_counts(dataset.train, facts.classes))
            QCOMPARE(count, facts.train_examples / facts.classes);
        QCOMPARE(QString::fromStdString(dataset.sha256), "43d95e02125777036f318d1f413c8a951ce62aec6258365e087db15e9121a5bd");
    }

    void theSyntheticSetCanBeLearned() {
        // The nearest class mean is the weakest of learners; chance is 10 %.
        const Dataset dataset = load_dataset("synthetic", {});
        const std::size_t values = dataset.train.shape.values();
        std::vector<double> means(10 * values, 0.0);
        for (std::size_t i = 0; i < dataset.train.size(); ++i) {
            for (std::size_t v = 0; v < values; ++v) {
                means[dataset.train.labels[i] * values + v] += dataset.train.pixels[i * values + v] / 200.0;
            }
        }
        int right = 0;
        for (std::size_t i = 0; i < dataset.test.size(); ++i) {
            std::array<double, 10> distances{};
            for (std::size_t label = 0; label < 10; ++label) {
                for (std::size_t v = 0; v < values; ++v) {
                    const double difference = dataset.test.pixels[i * values + v] - means[label * values + v];
                    distances[label] += difference * difference;
                }
            }
            right += std::ranges::min_element(distances) - distances.begin() == dataset.test.labels[i] ? 1 : 0;
        }
        const double accuracy = right / static_cast<double>(dataset.test.size());
        QVERIFY2(accuracy > 0.8, qPrintable(QString::number(accuracy)));
    }

    void readsTheRealFashionMnist() {
        const std::vector<Path> roots = real_root("fashion-mnist");
        if (roots.empty()) QSKIP("Fashion-MNIST is not here: install dataset-fashion-mnist or set OVERFIT_TEST_DATA");
        QElapsedTimer timer;
        timer.start();
        const Dataset dataset = load_dataset("fashion-mnist", roots);
        qInfo("read in %lld ms", timer.elapsed());
        QCOMPARE(dataset.train.size(), 60'000u);
        QCOMPARE(dataset.test.size(), 10'000u);
        for (const int count : class_counts(dataset.train, 10)) QCOMPARE(count, 6'000);
        for (const int count : class_counts(dataset.test, 10)) QCOMPARE(count, 1'000);
        QVERIFY(std::abs(mean_pixel(dataset.train) - 0.2860) < 0.0001);
        QCOMPARE(std::vector(dataset.train.labels.begin(), dataset.train.labels.begin() + 10),
                 (std::vector<std::uint16_t>{9, 0, 0, 3, 0, 2, 7, 2, 5, 5}));
        QCOMPARE(dataset.class_names[9], "Ankle boot");
    }

    void readsTheRealMnist() {
        const std::vector<Path> roots = real_root("mnist");
        if (roots.empty()) QSKIP("MNIST is not here: set OVERFIT_TEST_DATA to a folder that holds MNIST/raw");
        const Dataset dataset = load_dataset("mnist", roots);
        QCOMPARE(dataset.train.size(), 60'000u);
        QCOMPARE(dataset.test.size(), 10'000u);
        QCOMPARE(class_counts(dataset.train, 10),
                 (std::vector<int>{5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949}));
        QVERIFY(std::abs(mean_pixel(dataset.train) - 0.1307) < 0.0001);
        QCOMPARE(std::vector(dataset.train.labels.begin(), dataset.train.labels.begin() + 10),
                 (std::vector<std::uint16_t>{5, 0, 4, 1, 9, 2, 1, 3, 1, 4}));
    }

    void readsTheRealCifar10() {
        const std::vector<Path> roots = real_root("cifar10");
        if (roots.empty()) QSKIP("CIFAR-10 is not here: set OVERFIT_TEST_DATA to a folder that holds cifar-10-batches-bin");
        QElapsedTimer timer;
        timer.start();
        const Dataset dataset = load_dataset("cifar10", roots);
        qInfo("read in %lld ms", timer.elapsed());
        QCOMPARE(dataset.train.size(), 50'000u);
        QCOMPARE(dataset.test.size(), 10'000u);
        for (const int count : class_counts(dataset.train, 10)) QCOMPARE(count, 5'000);
        QVERIFY(std::abs(mean_pixel(dataset.train) - 0.473) < 0.002);   // (125.3 + 123.0 + 113.9) / 3 / 255
        QCOMPARE(dataset.class_names[0], "airplane");
    }
};

QTEST_APPLESS_MAIN(TestDatasetTable)
#include "test_dataset_table.moc"

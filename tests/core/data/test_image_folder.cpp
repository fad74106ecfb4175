#include "core/data/dataset_table.h"
#include "core/data/image_decoding.h"
#include "core/data/image_folder.h"
#include "core/data/photographs.h"
#include "core/support/error.h"
#include "core/support/sha256.h"
#include "core/support/stopped.h"
#include "tests/core/data/image_files.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <numeric>
#include <sys/stat.h>
#include <thread>

using namespace overfit;
using namespace data_files;

namespace {

using Path = std::filesystem::path;

/// Two classes, one image of each shade, 16 x 16.
void write_folder(const Path& folder, const char* test_half = "val") {
    write(folder / "train/cat/b.jpg", jpeg(16, 16, 20));
    write(folder / "train/cat/a.JPEG", jpeg(16, 16, 10));
    write(folder / "train/dog/d.png", png(16, 16, QByteArray(768, 30)));
    write(folder / "train/cat/deep/c.jpg", jpeg(16, 16, 40));
    write(folder / test_half / "cat/t.jpg", jpeg(16, 16, 50));
    write(folder / test_half / "dog/u.jpg", jpeg(16, 16, 60));
}

void decode(Dataset& dataset, ImageSet& half, const DecodedSize& size) {
    std::vector<std::int64_t> indices(half.labels.size());
    std::iota(indices.begin(), indices.end(), std::int64_t{0});
    DecodedFiles files = decode_photographs(half, indices, plan_decoding(half, indices, size));
    for (std::string& note : files.tally.notes(half.photographs->what)) dataset.notes.push_back(std::move(note));
    half = std::move(files.images);
}

/// The folder listed, and all of its images decoded.
Dataset read_image_folder(const Path& folder, const DecodedSize& size) {
    Dataset dataset = list_image_folder(folder);
    decode(dataset, dataset.train, size);
    decode(dataset, dataset.test, size);
    return dataset;
}

/// Over pixels and labels of both halves, as tests/golden/image_folder.py does it.
std::string content_hash(const Dataset& dataset) {
    Sha256 hash;
    for (const ImageSet* half : {&dataset.train, &dataset.test}) {
        hash.add(std::as_bytes(std::span(half->pixels)));
        hash.add(std::as_bytes(std::span(half->labels)));
    }
    return hash.hex_digest();
}

/// The first byte of each image.
std::vector<int> shades(const ImageSet& set) {
    std::vector<int> values;
    for (std::size_t image = 0; image < set.size(); ++image) values.push_back(set.pixels[image * set.shape.values()]);
    return values;
}

}   // namespace

class TestImageFolder : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> directory_;
    Path folder_;

    QString refusal(const DecodedSize& size = {}) const {
        try {
            read_image_folder(folder_, size);
        } catch (const Error& error) {
            return QString(error.what()).remove(directory_->path() + "/");
        }
        return {};
    }

    QString notes(const DecodedSize& size = {}) const {
        QStringList lines;
        for (const std::string& note : read_image_folder(folder_, size).notes) lines << QString::fromStdString(note);
        return lines.join('\n').remove(directory_->path() + "/");
    }

private Q_SLOTS:
    void init() {
        directory_ = std::make_unique<QTemporaryDir>();
        folder_ = directory_->path().toStdString() + "/mine";
        write_folder(folder_);
    }

    void namesAndOrderFollowTheFolders() {
        const Dataset dataset = read_image_folder(folder_, {});
        QCOMPARE(dataset.class_names, (std::vector<std::string>{"cat", "dog"}));
        QCOMPARE(dataset.train.labels, (std::vector<std::uint16_t>{0, 0, 0, 1}));
        QCOMPARE(shades(dataset.train), (std::vector<int>{10, 20, 40, 30}));
        QCOMPARE(dataset.test.labels, (std::vector<std::uint16_t>{0, 1}));
        QCOMPARE(shades(dataset.test), (std::vector<int>{50, 60}));
        QCOMPARE(dataset.train.shape, (ImageShape{.channels = 3, .height = 16, .width = 16}));
        QCOMPARE(notes(), QString());
    }

    /// The order is that of torchvision 0.26's make_dataset on the same files.
    void nestedFoldersFollowInTorchvisionsOrder() {
        const std::vector<std::string> expected{"z.jpg", "a/10.jpg", "a/2.jpg", "a-b/1.jpg", "a/x/1.jpg", "a0/1.jpg"};
        const Path cat = folder_ / "train/cat";
        std::filesystem::remove_all(cat);
        for (const std::string& name : expected) write(cat / name, jpeg(16, 16, 1));
        write(cat / "B.jpg", jpeg(16, 16, 1));
        const std::vector<std::string> names = list_image_folder(folder_).train.photographs->names;
        QCOMPARE(names.front(), "train/cat/B.jpg");
        for (std::size_t image = 0; image < expected.size(); ++image) {
            QCOMPARE(names[image + 1], "train/cat/" + expected[image]);
        }
    }

    void aStopEndsTheDecodingWithinAnImage() {
        for (int image = 0; image < 200; ++image) {
            write(folder_ / ("train/cat/" + std::to_string(image) + ".jpg"), jpeg(16, 16, image));
        }
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Stopped, list_image_folder(folder_, stop.get_token()));
        const ImageSet train = list_image_folder(folder_).train;
        const std::vector<std::int64_t> often(1'000'000, 0);
        const DecodingPlan plan = plan_decoding(train, often, {});
        stop = std::stop_source();
        std::jthread stopper([&] { stop.request_stop(); });
        QVERIFY_THROWS_EXCEPTION(Stopped, decode_photographs(train, often, plan, stop.get_token()));
        DataConfig data;
        data.dataset = "image-folder";
        data.folder = folder_.string();
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Stopped, load_dataset(data, {}, stop.get_token()));
    }

    void theTestHalfMayBeCalledTest() {
        std::filesystem::rename(folder_ / "val", folder_ / "test");
        QVERIFY(is_image_folder(folder_));
        QCOMPARE(read_image_folder(folder_, {}).test.size(), 2u);
        std::filesystem::remove_all(folder_ / "test");
        QVERIFY(!is_image_folder(folder_));
    }

    void bringsAnySizeToOne() {
        write(folder_ / "train/dog/wide.jpg", jpeg(40, 20, 70));
        write(folder_ / "val/dog/high.jpg", jpeg(9, 31, 80));
        const Dataset dataset = read_image_folder(folder_, {.resize = 12, .crop = 8});
        QCOMPARE(dataset.train.shape, (ImageShape{.channels = 3, .height = 8, .width = 8}));
        QCOMPARE(dataset.test.shape, dataset.train.shape);
        QCOMPARE(shades(dataset.train), (std::vector<int>{10, 20, 40, 30, 70}));
        QCOMPARE(read_image_folder(folder_, {.resize = 12}).train.shape.width, 12);   // the square of that side
    }

    void leavesOutAnImageThatScalingWouldBlowUp() {
        write(folder_ / "train/dog/line.jpg", jpeg(16'384, 1, 70));
        const DecodedSize size{.resize = 128};
        QCOMPARE(read_image_folder(folder_, size).train.size(), 4u);
        const QString told = notes(size);
        QVERIFY2(told.contains("line.jpg: expected at most 67,108,864 pixels after data.resize, found 2097152 x 128"),
                 qPrintable(told));
    }

    void cutsTheCentre() {
        // Columns count up: of 16, the centred 4 begin at 6.
        QByteArray columns;
        for (int row = 0; row < 16; ++row) {
            for (int column = 0; column < 16; ++column) columns += QByteArray(3, static_cast<char>(column));
        }
        write(folder_ / "train/dog/d.png", png(16, 16, columns));
        const Dataset dataset = read_image_folder(folder_, {.crop = 4});
        const std::size_t last = 3 * dataset.train.shape.values();
        QCOMPARE(std::vector(dataset.train.pixels.begin() + static_cast<std::ptrdiff_t>(last),
                             dataset.train.pixels.begin() + static_cast<std::ptrdiff_t>(last) + 4),
                 (std::vector<std::uint8_t>{6, 7, 8, 9}));
    }

    void differentSizesNeedAWordOnTheirSize() {
        write(folder_ / "train/dog/wide.jpg", jpeg(40, 20, 70));
        QCOMPARE(refusal(),
                 "mine/train/dog/wide.jpg: the images differ in size: the first is 16 x 16, this one 40 x 20; set "
                 "data.resize to the side that all of them get");
        QVERIFY(refusal({.crop = 20}).contains("expected an image of at least 20 x 20, found 16 x 16"));
        QVERIFY_THROWS_EXCEPTION(UsageError, read_image_folder(folder_, {.crop = 20}));
    }

    void whatCannotBeReadIsLeftOutAndNamed() {
        write(folder_ / "train/cat/broken.jpg", jpeg(16, 16, 90).left(300));
        write(folder_ / "train/dog/empty.png", "");
        std::filesystem::create_symlink("/nowhere/at/all.jpg", folder_ / "train/dog/lost.jpg");
        const Dataset dataset = read_image_folder(folder_, {});
        QCOMPARE(dataset.train.labels, (std::vector<std::uint16_t>{0, 0, 0, 1}));
        QCOMPARE(shades(dataset.train), (std::vector<int>{10, 20, 40, 30}));
        QCOMPARE(dataset.notes.size(), 1u);
        const QString note = notes();
        QVERIFY2(
            note.startsWith("3 of 7 train images could not be read and are left out: mine/train/cat/broken.jpg: expected a "
                            "whole JPEG, found damage"),
            qPrintable(note));
        QVERIFY2(note.contains("empty.png: byte 0: expected a JPEG or PNG, found an empty file"), qPrintable(note));
        QVERIFY2(note.contains("lost.jpg"), qPrintable(note));
    }

    /// Opening a pipe would wait for somebody to write into it, for ever.
    void pipesArePassedOver() {
        QCOMPARE(mkfifo((folder_ / "train/cat/pipe.png").c_str(), 0600), 0);
        QCOMPARE(notes(), "");
    }

    void aLongListIsCutButCounted() {
        for (int file = 0; file < 25; ++file) write(folder_ / ("train/cat/x" + std::to_string(file) + ".jpg"), "no image");
        const QString note = notes();
        QVERIFY2(note.startsWith("25 of 29 train images") && note.endsWith("; and 15 more"), qPrintable(note));
    }

    void otherFilesAreToldAndHiddenOnesPassedOver() {
        write(folder_ / "train/cat/notes.txt", "words");
        write(folder_ / "train/cat/old.gif", "GIF89a");
        write(folder_ / "train/cat/.DS_Store", "x");
        write(folder_ / "train/.cache/y.jpg", "x");
        QCOMPARE(notes(), "2 files beside the train images are not JPEG or PNG (.gif, .txt) and are left out");
    }

    void greyImagesAreConvertedAndTold() {
        write(folder_ / "val/dog/grey.jpg", jpeg(16, 16, 90, TJPF_GRAY));
        QCOMPARE(notes(), "1 of 3 test images are grey and were converted to red, green and blue");
    }

    void classesMustBeTheSameInBothHalves() {
        write(folder_ / "train/eel/e.jpg", jpeg(16, 16, 1));
        QCOMPARE(refusal(),
                 "mine: expected the same classes in both halves, found eel in train but not in val; add what is "
                 "missing, or take the class out");
        std::filesystem::remove_all(folder_ / "train/eel");
        write(folder_ / "val/fox/f.jpg", jpeg(16, 16, 1));
        QVERIFY(refusal().contains("found fox in val but not in train"));
    }

    void aClassWithoutAnImageIsRefused() {
        std::filesystem::remove(folder_ / "val/dog/u.jpg");
        QCOMPARE(refusal(),
                 "mine/val: expected test images of every class, found none of dog; add images, or take the class out "
                 "of both halves");
    }

    void aFolderWithoutClassesIsRefused() {
        std::filesystem::remove_all(folder_ / "train");
        write(folder_ / "train/loose.jpg", jpeg(16, 16, 1));
        QVERIFY(refusal().contains("mine/train: expected one folder for each class, found none"));
    }

    void aCircleOfLinksEnds() {
        std::filesystem::create_directory_symlink(folder_ / "train/cat", folder_ / "train/cat/again");
        QVERIFY2(refusal().contains("folders deep; a link may lead in a circle"), qPrintable(refusal()));
    }

    void moreThanHalfTheMemoryIsRefusedBeforeDecoding() {
        for (int file = 0; file < 2'000; ++file) {
            std::filesystem::create_symlink(folder_ / "train/cat/b.jpg",
                                            folder_ / ("train/cat/many" + std::to_string(file) + ".jpg"));
        }
        const QString message = refusal({.resize = 16'384});   // 805 MB an image
        QVERIFY2(message.contains("2,004 train images of 16384 x 16384 take 1613.8 GB, more than half"),
                 qPrintable(message));
    }

    void isFoundBelowARootOrByItsPath() {
        const Path root = folder_.parent_path();
        DataConfig data;
        data.dataset = "image-folder";
        data.folder = "mine";
        QCOMPARE(locate_dataset(data, std::array{root}).folder, folder_);
        const Dataset below_root = load_dataset(data, std::array{root});
        data.folder = folder_.string();
        QCOMPARE(locate_dataset(data, {}).folder, folder_);
        const Dataset dataset = load_dataset(data, {});
        QCOMPARE(dataset.name, "image-folder");
        QVERIFY(dataset.train.pixels.empty());   // nothing is decoded before it is chosen
        QCOMPARE(dataset.train.labels.size(), 4u);
        QCOMPARE(dataset.sha256.size(), 64u);
        QCOMPARE(dataset.sha256, below_root.sha256);
        data.crop = 4;
        QVERIFY(load_dataset(data, {}).sha256 != dataset.sha256);
        write(folder_ / "train/cat/more.jpg", jpeg(16, 16, 20));
        data.crop = 0;
        QVERIFY(load_dataset(data, {}).sha256 != dataset.sha256);
        data.folder = "elsewhere";
        const DatasetPresence missing = locate_dataset(data, std::array{root});
        QVERIFY(!missing.present);
        QVERIFY(missing.how_to_get.find("elsewhere/train/CLASS") != std::string::npos);
        std::filesystem::remove_all(folder_ / "val");
        data.folder = "mine";
        QVERIFY(locate_dataset(data, std::array{root}).how_to_get.starts_with(folder_.string() + " lacks val (or test); "));
        data.folder = "mine/train/cat/b.jpg";
        QVERIFY(locate_dataset(data, std::array{root})
                    .how_to_get.starts_with(root.string() + "/mine/train/cat/b.jpg is a file"));
    }

    void readsRealPhotographsBitForBitAsPillow() {
        const Path real = Path(qgetenv("OVERFIT_TEST_DATA").toStdString()) / "cifar10-images";
        if (!is_image_folder(real))
            QSKIP("set OVERFIT_TEST_DATA to a folder that holds cifar10-images/{train,test}/CLASS/*.jpg");
        QElapsedTimer timer;
        timer.start();
        const Dataset dataset = read_image_folder(real, {});
        qInfo("read in %lld ms", timer.elapsed());
        QCOMPARE(dataset.classes(), 10);
        QCOMPARE(dataset.class_names.front(), "airplane");
        QCOMPARE(dataset.train.size(), 50'000u);
        QCOMPARE(dataset.test.size(), 10'000u);
        QCOMPARE(dataset.train.shape, (ImageShape{.channels = 3, .height = 32, .width = 32}));
        QCOMPARE(std::ranges::count(dataset.train.labels, 3), 5'000);
        QVERIFY(dataset.notes.empty());
        // Recorded from Pillow with tests/golden/image_folder.py.
        QCOMPARE(QString::fromStdString(content_hash(dataset)),
                 "e91bfdd3919e8c3ab0cefe85ae5a1f043fc9b00e41a5650b2a6b9c5f123f37d4");
        QCOMPARE(QString::fromStdString(content_hash(read_image_folder(real, {.resize = 24}))),
                 "7300aecc1d2ad1768d02c76b4caca03dcf5467cf2963630d13013e10198dd0d4");
    }
};

QTEST_APPLESS_MAIN(TestImageFolder)
#include "test_image_folder.moc"

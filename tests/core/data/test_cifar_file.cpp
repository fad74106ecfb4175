#include "core/config/dataset_facts.h"
#include "core/data/cifar_file.h"
#include "core/data/class_names.h"
#include "core/support/error.h"
#include "core/support/text.h"
#include "tests/core/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>
#include <set>

using namespace overfit;
using namespace data_files;

namespace {

constexpr int values = 3072;

/// One record: its labels, then pixels that are all `pixel`, but for the first one of each colour.
QByteArray record(const QByteArray& labels, char pixel) {
    QByteArray bytes = labels + QByteArray(values, pixel);
    for (qsizetype colour = 0; colour < 3; ++colour) {
        bytes[labels.size() + colour * 1024] = static_cast<char>(100 + colour);
    }
    return bytes;
}

const QByteArray two_records = record("\x03", 1) + record("\x09", 2);
const QByteArray two_fine_records = record("\x0b\x03", 1) + record("\x13\x63", 2);

}   // namespace

class TestCifarFile : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    std::filesystem::path path(const char* name) const { return folder_.path().toStdString() + "/" + name; }

    ImageSet read(const QByteArray& content, CifarLayout layout = CifarLayout::Cifar10, int classes = 10) const {
        const std::array files{write(path("batch.bin"), content)};
        return read_cifar_files(files, layout, 2, classes);
    }

    QString refusal(const QByteArray& content, CifarLayout layout = CifarLayout::Cifar10, int classes = 10) const {
        try {
            read(content, layout, classes);
        } catch (const Error& error) {
            return QString(error.what()).remove(folder_.path() + "/");
        }
        return {};
    }

private Q_SLOTS:
    void readsLabelsAndPlanes() {
        const ImageSet set = read(two_records);
        QCOMPARE(set.shape, (ImageShape{.channels = 3, .height = 32, .width = 32}));
        QCOMPARE(set.labels, (std::vector<std::uint16_t>{3, 9}));
        QCOMPARE(set.pixels.size(), 2 * std::size_t{values});
        QCOMPARE(set.pixels[0], 100);      // red
        QCOMPARE(set.pixels[1024], 101);   // green
        QCOMPARE(set.pixels[2048], 102);   // blue
        QCOMPARE(set.pixels[1], 1);
        QCOMPARE(set.pixels[values + 1], 2);
    }

    void takesTheFineLabelOfCifar100() {
        const ImageSet set = read(two_fine_records, CifarLayout::Cifar100Fine, 100);
        QCOMPARE(set.labels, (std::vector<std::uint16_t>{3, 99}));
        QCOMPARE(set.pixels[values], 100);
    }

    void takesTheCoarseLabelOfCifar100() {
        const ImageSet set = read(two_fine_records, CifarLayout::Cifar100Coarse, 20);
        QCOMPARE(set.labels, (std::vector<std::uint16_t>{11, 19}));
        QCOMPARE(set.pixels[0], 100);
        QCOMPARE(refusal(record("\x03\x03", 1) + record("\x14\x03", 2), CifarLayout::Cifar100Coarse, 20),
                 "batch.bin: byte 3074: expected a label of 0 to 19, found 20; get the file again");
    }

    void putsFilesOneBehindTheOther() {
        const std::array files{write(path("1.bin"), two_records),
                               write(path("2.bin"), record("\x01", 5) + record("\x02", 6))};
        const ImageSet set = read_cifar_files(files, CifarLayout::Cifar10, 2, 10);
        QCOMPARE(set.labels, (std::vector<std::uint16_t>{3, 9, 1, 2}));
        QCOMPARE(set.pixels[3 * values + 1], 6);
    }

    void refusesEveryBeginning() {
        for (qsizetype length = 0; length < two_records.size(); length += length < 100 ? 1 : 97) {
            const QString message = refusal(two_records.left(length));
            QCOMPARE(message,
                     QString("batch.bin: byte 0: expected 6,146 bytes (2 records of 3,073), found %1; get the file again")
                         .arg(QString::fromStdString(with_thousands(length))));
        }
    }

    void refusesWhatFollowsTheData() {
        QCOMPARE(refusal(two_records + "x"),
                 "batch.bin: byte 6146: expected the end of the file, found 1 more byte; get the file again");
    }

    void refusesALabelBeyondTheClasses() {
        QCOMPARE(refusal(record("\x03", 1) + record("\x0a", 2)),
                 "batch.bin: byte 3073: expected a label of 0 to 9, found 10; get the file again");
        QCOMPARE(refusal(record("\x03\x03", 1) + record("\x03\x64", 2), CifarLayout::Cifar100Fine, 100),
                 "batch.bin: byte 3075: expected a label of 0 to 99, found 100; get the file again");
    }

    void aFileOfTheOtherLayoutIsRefused() {
        QVERIFY(refusal(two_records, CifarLayout::Cifar100Fine, 100).contains("expected 6,148 bytes (2 records of 3,074)"));
        QVERIFY(refusal(two_fine_records).contains("expected the end of the file, found 2 more bytes"));
    }

    void classNamesComeFromTheFileWhereItHasThem() {
        const auto names = [&](const QByteArray& text) {
            return class_names_from(write(path("names.txt"), text), "cifar10");
        };
        QCOMPARE(names("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n").back(), "j");
        QCOMPARE(names("a\r\nb\r\nc\r\nd\r\ne\r\nf\r\ng\r\nh\r\ni\r\nj\r\n").front(), "a");
        QCOMPARE(names("a\nb\n"), built_in_class_names("cifar10"));
        QCOMPARE(names("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\x1b[0m\n"), built_in_class_names("cifar10"));
        QCOMPARE(names(QByteArray(100'000, 'x')), built_in_class_names("cifar10"));
        QCOMPARE(class_names_from(path("nowhere"), "cifar10"), built_in_class_names("cifar10"));
    }

    void builtInNamesAreAsManyAsClasses() {
        QCOMPARE(built_in_class_names("cifar10").size(), 10u);
        QCOMPARE(built_in_class_names("cifar100").size(), 100u);
        QVERIFY(std::ranges::is_sorted(built_in_class_names("cifar100")));   // the file's own order
        for (const DatasetFacts& facts : dataset_facts()) {
            if (facts.classes == 0) continue;   // its folders name them
            const std::vector<std::string> names = built_in_class_names(facts.name);
            QCOMPARE(static_cast<int>(names.size()), facts.classes);
            QCOMPARE(std::set(names.begin(), names.end()).size(), names.size());
        }
        QVERIFY(std::ranges::is_sorted(built_in_class_names("cifar100-coarse")));
    }
};

QTEST_APPLESS_MAIN(TestCifarFile)
#include "test_cifar_file.moc"

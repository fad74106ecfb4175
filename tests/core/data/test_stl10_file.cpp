#include "core/data/stl10_file.h"
#include "core/support/error.h"
#include "tests/core/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace overfit;
using namespace data_files;

namespace {

constexpr int side = 96;
constexpr int values = 3 * side * side;

/// Column by column, as the file has it: the value of a pixel is its row, that of the first column 200 + its channel.
QByteArray image() {
    QByteArray bytes;
    for (int channel = 0; channel < 3; ++channel) {
        for (int column = 0; column < side; ++column) {
            for (int row = 0; row < side; ++row) bytes += static_cast<char>(column == 0 ? 200 + channel : row);
        }
    }
    return bytes;
}

}   // namespace

class TestStl10File : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    std::filesystem::path path(const char* name) const { return folder_.path().toStdString() + "/" + name; }

    ImageSet read(const QByteArray& images, const QByteArray& labels) const {
        return read_stl10_files(write(path("X.bin"), images), write(path("y.bin"), labels), 2, 10);
    }

    QString refusal(const QByteArray& images, const QByteArray& labels) const {
        try {
            read(images, labels);
        } catch (const Error& error) {
            return QString(error.what()).remove(folder_.path() + "/");
        }
        return {};
    }

private Q_SLOTS:
    void turnsColumnsIntoRowsAndCountsClassesFromZero() {
        const ImageSet set = read(image() + image(), "\x01\x0a");
        QCOMPARE(set.shape, (ImageShape{.channels = 3, .height = side, .width = side}));
        QCOMPARE(set.labels, (std::vector<std::uint16_t>{0, 9}));
        QCOMPARE(set.pixels.size(), 2 * std::size_t{values});
        for (const std::size_t start : {0, values}) {
            for (std::size_t channel = 0; channel < 3; ++channel) {
                const std::size_t plane = start + channel * side * side;
                QCOMPARE(set.pixels[plane], 200 + channel);               // left column
                QCOMPARE(set.pixels[plane + 40 * side], 200 + channel);   // row 40, left column
                QCOMPARE(set.pixels[plane + 40 * side + 7], 40);          // row 40, column 7
            }
        }
    }

    void refusesLabelsOutOfRange() {
        const QByteArray images = image() + image();
        QCOMPARE(refusal(images, QByteArray("\x01\0", 2)),
                 "y.bin: byte 1: expected a label of 1 to 10, found 0; get the file again");
        QCOMPARE(refusal(images, "\x0b\x01"), "y.bin: byte 0: expected a label of 1 to 10, found 11; get the file again");
    }

    void refusesEveryBeginningAndWhatFollows() {
        const QByteArray images = image() + image();
        for (qsizetype length = 0; length < images.size(); length += length < 100 ? 1 : 997) {
            QVERIFY(refusal(images.left(length), "\x01\x02").contains("expected 55,296 bytes (pixels of 2 images)"));
        }
        QVERIFY(refusal(images, "\x01").contains("y.bin: byte 0: expected 2 bytes"));
        QVERIFY(refusal(images, "").contains("y.bin: byte 0: expected 2 bytes"));
        QVERIFY(refusal(images, "\x01\x02\x03").contains("expected the end of the file, found 1 more byte"));
        QVERIFY(refusal(images + "x", "\x01\x02").contains("expected the end of the file, found 1 more byte"));
    }
};

QTEST_APPLESS_MAIN(TestStl10File)
#include "test_stl10_file.moc"

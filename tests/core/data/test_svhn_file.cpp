#include "core/data/svhn_file.h"
#include "core/support/error.h"
#include "tests/core/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <limits>
#include <random>
#include <zlib.h>

using namespace overfit;
using namespace data_files;

namespace {

constexpr std::uint32_t side = 32;
constexpr std::size_t values = std::size_t{side} * side * 3;

QByteArray word(std::uint32_t value) {
    QByteArray bytes;
    for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(value >> shift & 255);
    return bytes;
}

// MATLAB 5.0 by hand, so that each part can be made wrong: an element is type, length and content, filled up to 8 bytes.
QByteArray element(std::uint32_t type, const QByteArray& content) {
    return word(type) + word(static_cast<std::uint32_t>(content.size())) + content +
           QByteArray((8 - content.size() % 8) % 8, '\0');
}

constexpr std::uint32_t mat_int8 = 1, mat_uint8 = 2, mat_int32 = 5, mat_uint32 = 6, mat_double = 9, mat_matrix = 14,
                        mat_compressed = 15;
constexpr std::uint32_t complex_flag = 0x800;
constexpr std::uint32_t class_double = 6, class_uint8 = 9, class_int16 = 10;

QByteArray array(const char* name, std::uint32_t kind, std::initializer_list<std::uint32_t> sizes, const QByteArray& content,
                 std::uint32_t stored_as = mat_uint8) {
    QByteArray dimensions;
    for (const std::uint32_t size : sizes) dimensions += word(size);
    return element(mat_matrix, element(mat_uint32, word(kind) + word(0)) + element(mat_int32, dimensions) +
                                   element(mat_int8, name) + element(stored_as, content));
}

QByteArray compressed(const QByteArray& element) {
    QByteArray packed(static_cast<qsizetype>(compressBound(static_cast<uLong>(element.size()))), '\0');
    auto size = static_cast<uLongf>(packed.size());
    compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(element.data()),
             static_cast<uLong>(element.size()));
    packed.resize(static_cast<qsizetype>(size));
    return word(mat_compressed) + word(static_cast<std::uint32_t>(packed.size())) + packed;   // not filled up
}

const QByteArray header = QByteArray("MATLAB 5.0 MAT-file").leftJustified(124, ' ') + QByteArray("\x00\x01IM", 4);

/// Pixels with the row fastest: row + 32 * (column / 8), plus 64 for green and 128 for blue.
QByteArray images(int count) {
    QByteArray bytes;
    for (int image = 0; image < count; ++image) {
        for (int channel = 0; channel < 3; ++channel) {
            for (std::uint32_t column = 0; column < side; ++column) {
                for (std::uint32_t row = 0; row < side; ++row) {
                    bytes += static_cast<char>(channel * 64 + static_cast<int>(row) + image * (column == 5 ? 1 : 0));
                }
            }
        }
    }
    return bytes;
}

QByteArray x_array(std::uint32_t count) {
    return array("X", class_uint8, {side, side, 3, count}, images(static_cast<int>(count)));
}

QByteArray y_array(const QByteArray& labels) {
    return array("y", class_double, {static_cast<std::uint32_t>(labels.size()), 1}, labels);
}

const QByteArray two_images = header + x_array(2) + y_array("\x0a\x03");

}   // namespace

class TestSvhnFile : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    std::filesystem::path path(const char* name) const { return folder_.path().toStdString() + "/" + name; }

    ImageSet read(const QByteArray& content) const {
        const std::array files{write(path("a.mat"), content)};
        return read_svhn_files(files);
    }

    QString refusal(const QByteArray& content) const {
        try {
            read(content);
        } catch (const Error& error) {
            return QString(error.what()).remove(folder_.path() + "/");
        }
        return {};
    }

    static void verify_two_images(const ImageSet& set) {
        QCOMPARE(set.shape, (ImageShape{.channels = 3, .height = 32, .width = 32}));
        QCOMPARE(set.labels, (std::vector<std::uint16_t>{0, 3}));   // 10 is the digit 0
        QCOMPARE(set.pixels.size(), 2 * values);
        for (std::size_t image = 0; image < 2; ++image) {
            for (std::size_t channel = 0; channel < 3; ++channel) {
                const std::size_t plane = image * values + channel * side * side;
                QCOMPARE(set.pixels[plane], 64 * channel);
                QCOMPARE(set.pixels[plane + std::size_t{20} * side], 64 * channel + 20);               // row 20
                QCOMPARE(set.pixels[plane + std::size_t{20} * side + 5], 64 * channel + 20 + image);   // its column 5
            }
        }
    }

private Q_SLOTS:
    void readsImagesAndLabels() { verify_two_images(read(two_images)); }

    void readsCompressedVariablesInEitherOrder() {
        verify_two_images(read(header + compressed(y_array("\x0a\x03")) + compressed(x_array(2))));
    }

    void putsExtraBehindTrain() {
        const std::array files{write(path("train.mat"), two_images),
                               write(path("extra.mat"), header + x_array(1) + y_array("\x07"))};
        const ImageSet set = read_svhn_files(files);
        QCOMPARE(set.labels, (std::vector<std::uint16_t>{0, 3, 7}));
        QCOMPARE(set.pixels.size(), 3 * values);
    }

    void refusesEveryBeginning_data() {
        QTest::addColumn<QByteArray>("whole");
        QTest::newRow("plain") << two_images;
        QTest::newRow("compressed") << header + compressed(x_array(2)) + compressed(y_array("\x0a\x03"));
    }
    void refusesEveryBeginning() {
        QFETCH(QByteArray, whole);
        for (qsizetype length = 0; length < whole.size(); length += length < 600 ? 1 : 13) {
            QVERIFY2(!refusal(whole.left(length)).isEmpty(), qPrintable(QString::number(length)));
        }
    }

    void flippedBytesNeverCrash() {
        std::mt19937 random(11);   // fixed: the same damage each time
        for (const QByteArray& whole : {two_images, header + compressed(x_array(1)) + compressed(y_array("\x01"))}) {
            for (int round = 0; round < 400; ++round) {
                QByteArray damaged = whole;
                const auto place = static_cast<qsizetype>(
                    random() % std::min<std::uint32_t>(static_cast<std::uint32_t>(whole.size()), 400));
                damaged[place] = static_cast<char>(random());
                refusal(damaged);
            }
        }
    }

    void refusesOtherFiles() {
        QCOMPARE(
            refusal(QByteArray(200, 'x')),
            "a.mat: byte 0: expected the header of a MATLAB 5.0 file, found \"xxxxxxxxxxxxxxxxxxxx\"; get the file again");
        QVERIFY(refusal("").contains("found a shorter file"));
        QVERIFY(refusal(header + y_array("\x01")).contains("X: expected a variable of that name, found none"));
        QVERIFY(refusal(header + x_array(1)).contains("y: expected a variable of that name, found none"));
        QVERIFY(refusal(two_images + "rest").contains("expected a whole element of the MAT file, found 4 bytes to the end"));
    }

    void refusesOtherShapesByTheirHeaders() {
        const auto with = [&](const QByteArray& x) { return refusal(header + x + y_array("\x01")); };
        QVERIFY(with(array("X", class_uint8, {16, 32, 3, 2}, QByteArray(3072, 'a')))
                    .contains("expected bytes of 32 x 32 x 3 x N"));
        QVERIFY(with(array("X", class_int16, {32, 32, 3, 1}, QByteArray(3072, 'a')))
                    .contains("expected bytes of 32 x 32 x 3 x N"));
        // Three terabytes by its header, three kilobytes in the file.
        QVERIFY(with(array("X", class_uint8, {32, 32, 3, 1'000'000'000}, QByteArray(3072, 'a')))
                    .contains("32 x 32 x 3 x 1000000000"));
        QVERIFY(with(array("X", class_uint8, {32, 32, 3, 900'000}, QByteArray(3072, 'a')))
                    .contains("y: expected 900000 x 1 labels"));
    }

    void refusesLabelsThatAreNoWholeNumbers() {
        for (const double label : {std::numeric_limits<double>::quiet_NaN(), 1e300, -1e300, 1.5}) {
            const std::array<double, 2> labels{1.0, label};
            const QByteArray bytes(reinterpret_cast<const char*>(labels.data()), sizeof labels);
            const QString told = refusal(header + x_array(2) + array("y", class_double, {2, 1}, bytes, mat_double));
            QVERIFY2(told.contains("y, label 1: expected 1 to 10"), qPrintable(told));
        }
    }

    void refusesComplexLabels() {
        const QString told = refusal(header + x_array(2) + array("y", class_double | complex_flag, {2, 1}, "\x01\x02"));
        QVERIFY2(told.contains("y: expected real labels"), qPrintable(told));
    }

    void refusesLabelsThatDoNotFit() {
        QVERIFY(refusal(header + x_array(2) + y_array("\x01"))
                    .contains("y: expected 2 x 1 labels, as many as images, found 1 x 1"));
        QVERIFY(refusal(header + x_array(2) + y_array(QByteArray("\x01\0", 2)))
                    .contains("y, label 1: expected 1 to 10, found 0"));
        QVERIFY(refusal(header + x_array(2) + y_array("\x0b\x01")).contains("y, label 0: expected 1 to 10, found 11"));
    }
};

QTEST_APPLESS_MAIN(TestSvhnFile)
#include "test_svhn_file.moc"

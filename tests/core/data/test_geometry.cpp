#include "core/data/geometry.h"
#include "core/support/sha256.h"

#include <QTest>

using namespace overfit;

namespace {

/// The pattern of tests/golden/resize.py, H x W x C.
std::vector<std::uint8_t> pattern(int width, int height, int channels) {
    std::vector<std::uint8_t> values;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < channels; ++c) {
                values.push_back(static_cast<std::uint8_t>((7 * x + 31 * y + 101 * c + x * y * (c + 1)) % 256));
            }
        }
    }
    return values;
}

QString digest(const std::vector<std::uint8_t>& values) {
    return QString::fromStdString(sha256_hex(std::as_bytes(std::span(values)))).left(16);
}

}   // namespace

class TestGeometry : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scalesBitForBitAsPillow_data() {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<QString>("golden");   // tests/golden/resize.py
        const auto row = [](int channels, int width, int height, const char* golden) {
            QTest::addRow("%d channels, %d x %d", channels, width, height) << channels << width << height << QString(golden);
        };
        row(1, 6, 4, "151ef51a9d727987");
        row(1, 4, 9, "df13f7f9aa0616d6");
        row(1, 13, 5, "1fd349fe0622741b");
        row(1, 29, 20, "b6449ba3219f2424");
        row(1, 1, 1, "594e519ae499312b");
        row(1, 13, 9, "d549885592381d6b");
        row(3, 6, 4, "2935b602e5416574");
        row(3, 4, 9, "d2fc8d28b1a96f3c");
        row(3, 13, 5, "053b6fa070afdad2");
        row(3, 29, 20, "c5bd8280bd0d8fd2");
        row(3, 1, 1, "73da7653195ebc0a");
        row(3, 13, 9, "f33ede62c161e99e");
    }

    void scalesBitForBitAsPillow() {
        QFETCH(int, channels);
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(QString, golden);
        const ImageShape from{.channels = channels, .height = 9, .width = 13};
        QCOMPARE(digest(resampled(pattern(13, 9, channels), from, height, width)), golden);
    }

    void scalesAPhotographBitForBitAsPillow() {
        const ImageShape from{.channels = 3, .height = 375, .width = 500};
        const ImageShape to = with_shorter_side(from, 256);
        QCOMPARE(to, (ImageShape{.channels = 3, .height = 256, .width = 341}));
        QCOMPARE(digest(resampled(pattern(500, 375, 3), from, to.height, to.width)), "c5e13ddad911ccfb");
    }

    void theShorterSideDecides() {
        const auto scaled = [](int width, int height, int side) {
            const ImageShape shape = with_shorter_side({.channels = 3, .height = height, .width = width}, side);
            return QSize(shape.width, shape.height);
        };
        QCOMPARE(scaled(500, 375, 256), QSize(341, 256));
        QCOMPARE(scaled(375, 500, 256), QSize(256, 341));
        QCOMPARE(scaled(32, 32, 64), QSize(64, 64));
    }

    void scalesEveryImageOfASet() {
        // Two images of one colour a channel stay so, whatever the filter does.
        ImageSet set{.shape = {.channels = 3, .height = 4, .width = 4}, .pixels = {}, .labels = {5, 6}};
        for (int value = 10; value <= 60; value += 10)
            set.pixels.insert(set.pixels.end(), 16, static_cast<std::uint8_t>(value));
        const ImageSet small = resized(set, 2);
        QCOMPARE(small.shape, (ImageShape{.channels = 3, .height = 2, .width = 2}));
        QCOMPARE(small.labels, set.labels);
        QCOMPARE(small.pixels, (std::vector<std::uint8_t>{10, 10, 10, 10, 20, 20, 20, 20, 30, 30, 30, 30,
                                                          40, 40, 40, 40, 50, 50, 50, 50, 60, 60, 60, 60}));
        QCOMPARE(resized(set, 0).pixels, set.pixels);
        QCOMPARE(resized(set, 4).pixels, set.pixels);
    }

    void transposesEachChannelOfEachImage() {
        const ImageSet set{.shape = {.channels = 2, .height = 2, .width = 3},
                           .pixels = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
                           .labels = {0}};
        const ImageSet turned = transposed(set);
        QCOMPARE(turned.shape, (ImageShape{.channels = 2, .height = 3, .width = 2}));
        QCOMPARE(turned.pixels, (std::vector<std::uint8_t>{1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12}));
        QCOMPARE(transposed(turned).pixels, set.pixels);
    }
};

QTEST_APPLESS_MAIN(TestGeometry)
#include "test_geometry.moc"

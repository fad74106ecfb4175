#include "core/data/image_file.h"
#include "core/support/error.h"
#include "tests/core/data/image_files.h"

#include <QTemporaryDir>
#include <QTest>
#include <random>

using namespace overfit;
using namespace data_files;

class TestImageFile : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    DecodedImage read(const QByteArray& content, const char* name = "a.jpg") const {
        return decode_image(write(folder_.path().toStdString() + "/" + name, content));
    }

    QString refusal(const QByteArray& content) const {
        try {
            read(content);
        } catch (const Error& error) {
            return QString(error.what()).remove(folder_.path() + "/");
        }
        return {};
    }

    /// A PNG header that claims another size; its checksum is made anew.
    static QByteArray claiming(std::uint32_t width, std::uint32_t height) {
        QByteArray bytes = png(1, 1, "abc");
        bytes.replace(16, 8, big_endian(width) + big_endian(height));
        const uLong sum = crc32(0, reinterpret_cast<const Bytef*>(bytes.constData()) + 12, 17);
        return bytes.replace(29, 4, big_endian(static_cast<std::uint32_t>(sum)));
    }

private Q_SLOTS:
    void readsJpeg() {
        const DecodedImage image = read(jpeg(5, 3, 120));
        QCOMPARE(image.shape, (ImageShape{.channels = 3, .height = 3, .width = 5}));
        QCOMPARE(image.pixels.size(), 45u);
        QCOMPARE(image.pixels.front(), 120);
        QCOMPARE(image.conversion, ColourConversion::None);
    }

    void readsPng() {
        const DecodedImage image = read(png(2, 2, counting(12)));
        QCOMPARE(image.shape, (ImageShape{.channels = 3, .height = 2, .width = 2}));
        QCOMPARE(image.pixels, (std::vector<std::uint8_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
    }

    void theFirstBytesDecideNotTheName() {
        QCOMPARE(read(png(2, 2, counting(12)), "really-a-png.jpeg").pixels[11], 11);
        QCOMPARE(read(jpeg(2, 2, 50), "really-a-jpeg.png").pixels[0], 50);
    }

    void makesColourOfGreyAndSaysSo() {
        const DecodedImage grey = read(jpeg(4, 4, 77, TJPF_GRAY));
        QCOMPARE(grey.conversion, ColourConversion::FromGrey);
        QCOMPARE(grey.pixels, std::vector<std::uint8_t>(48, 77));
        const DecodedImage png_grey = read(png(2, 1, "\x10\x20", SPNG_COLOR_TYPE_GRAYSCALE));
        QCOMPARE(png_grey.conversion, ColourConversion::FromGrey);
        QCOMPARE(png_grey.pixels, (std::vector<std::uint8_t>{16, 16, 16, 32, 32, 32}));
    }

    void makesColourOfPrintingInks() {
        const DecodedImage image = read(jpeg(8, 8, 200, TJPF_CMYK));
        QCOMPARE(image.conversion, ColourConversion::FromCmyk);
        QCOMPARE(image.pixels.size(), 192u);
        QVERIFY(std::abs(image.pixels[0] - 200 * 200 / 255) <= 2);
    }

    void dropsTransparencyAndTheSecondByteOf16Bits() {
        QCOMPARE(read(png(1, 2,
                          "abc\x01"
                          "def\x02",
                          SPNG_COLOR_TYPE_TRUECOLOR_ALPHA))
                     .pixels,
                 (std::vector<std::uint8_t>{'a', 'b', 'c', 'd', 'e', 'f'}));
        QCOMPARE(read(png(1, 1, QByteArray("\x40\x40\x80\x80\xff\xff", 6), SPNG_COLOR_TYPE_TRUECOLOR, 16)).pixels,
                 (std::vector<std::uint8_t>{0x40, 0x80, 0xff}));
    }

    void refusesEveryBeginning_data() {
        QTest::addColumn<QByteArray>("whole");
        QTest::newRow("JPEG") << jpeg(24, 24, 120);
        QTest::newRow("grey JPEG") << jpeg(24, 24, 120, TJPF_GRAY);
        QTest::newRow("PNG") << png(8, 8, counting(192));
    }
    void refusesEveryBeginning() {
        QFETCH(QByteArray, whole);
        // The last two bytes of a JPEG are its end mark: without it all pixels are there, as Pillow sees it too.
        const qsizetype end = whole.startsWith("\xff\xd8") ? whole.size() - 2 : whole.size();
        for (qsizetype length = 0; length < end; ++length) {
            const QString message = refusal(whole.left(length));
            QVERIFY2(message.startsWith("a.jpg: "), qPrintable(QString::number(length)));
        }
        QCOMPARE(refusal(whole), QString());
    }

    void flippedBytesNeverCrash() {
        std::mt19937 random(5);   // fixed: the same damage each time
        for (const QByteArray& whole : {jpeg(24, 24, 120), png(8, 8, counting(192))}) {
            for (int round = 0; round < 500; ++round) {
                QByteArray damaged = whole;
                damaged[static_cast<qsizetype>(random() % static_cast<std::uint32_t>(whole.size()))] =
                    static_cast<char>(random());
                refusal(damaged);
            }
        }
    }

    void refusesAbsurdSizesByTheHeader() {
        QCOMPARE(refusal(claiming(20'000, 1)),
                 "a.jpg: its header: expected at most 16,384 pixels a side and 67,108,864 in all, found 20000 x 1; "
                 "get the file again or take it out of the folder");
        QVERIFY(refusal(claiming(16'000, 16'000)).contains("found 16000 x 16000"));
        QByteArray wide = jpeg(8, 8, 1);
        const qsizetype frame = wide.indexOf(QByteArray("\xff\xc0", 2));
        QVERIFY(frame > 0);
        wide.replace(frame + 5, 4, "\xea\x60\xea\x60");   // height, width
        QVERIFY2(refusal(wide).contains("found 60000 x 60000"), qPrintable(refusal(wide)));
    }

    /// A small file of thousands of passes over all pixels would keep a processor busy for hours.
    void refusesMoreScansThanAnyPhotographHas() {
        QByteArray progressive = jpeg(24, 24, 120, TJPF_RGB, TJFLAG_PROGRESSIVE);
        QCOMPARE(refusal(progressive), QString());
        const qsizetype end = progressive.size() - 2;   // of the last scan
        const QByteArray last_scan = progressive.sliced(progressive.lastIndexOf("\xff\xda")).chopped(2);
        progressive.insert(end, last_scan.repeated(600));
        QVERIFY2(refusal(progressive).contains("more than 500 scans"), qPrintable(refusal(progressive)));
    }

    void refusesWhatIsNoImage() {
        QCOMPARE(refusal("GIF89a"),
                 "a.jpg: byte 0: expected a JPEG or PNG, found another beginning; "
                 "get the file again or take it out of the folder");
        QVERIFY(refusal("").contains("found an empty file"));
    }
};

QTEST_APPLESS_MAIN(TestImageFile)
#include "test_image_file.moc"

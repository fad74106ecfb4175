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

    /// Pixels that take many bits: 120 x 96.
    static QByteArray noisy_jpeg() {
        std::mt19937 random(7);
        QByteArray pixels(qsizetype{3} * 120 * 96, '\0');
        for (char& value : pixels) value = static_cast<char>(random());
        return jpeg_of(pixels, 120, 96);
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

    /// Without Adobe's marker nothing tells whether the inks are inverted. Pillow 13 takes them as inverted, and makes this
    /// colour of this file.
    void printingInksWithoutAdobesMarkerAreReadAsPillowDoes() {
        QByteArray bytes = jpeg(8, 8, 200, TJPF_CMYK);
        const qsizetype marker = bytes.indexOf("\xff\xee");
        QVERIFY(marker > 0);
        const DecodedImage image = read(bytes.remove(marker, 16));
        QCOMPARE(image.conversion, ColourConversion::FromCmyk);
        QCOMPARE((std::vector<std::uint8_t>(image.pixels.begin(), image.pixels.begin() + 3)),
                 (std::vector<std::uint8_t>{43, 100, 100}));
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

    /// libjpeg only warns of what damage does to the data, and guesses the rest of the picture.
    void refusesJpegDataThatLibjpegWarnsOf_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("reason");
        const QByteArray whole = noisy_jpeg();
        const qsizetype data = whole.lastIndexOf("\xff\xda") + 14;
        QByteArray flipped = whole;
        for (qsizetype at = data + 40; at < data + 60; ++at) flipped[at] = static_cast<char>(~flipped[at] & 0x7f);
        QByteArray superfluous = whole;
        superfluous.insert(whole.size() - 2, QByteArray(20, '\x11'));
        QByteArray between = whole;
        between.insert(whole.indexOf("\xff\xdb"), "abc");
        QTest::newRow("truncated") << whole.first(data + 200) << "premature end of";
        QTest::newRow("truncated, with an end mark") << whole.first(data + 200) + "\xff\xd9"
                                                     << "premature end of data segment";
        QTest::newRow("truncated, the last byte the first of an end mark") << whole.first(data + 200) + "\xff"
                                                                           << "premature end of data segment";
        const QByteArray progressive = jpeg(24, 24, 120, TJPF_RGB, TJFLAG_PROGRESSIVE);
        QTest::newRow("without the last refinement")
            << progressive.first(progressive.lastIndexOf("\xff\xda")) << "premature end of JPEG file";
        QTest::newRow("flipped bits") << flipped << "Corrupt JPEG data";
        QTest::newRow("bytes too many after the data") << superfluous << "extraneous bytes before marker 0xd9";
        QTest::newRow("bytes too many in the header") << between << "3 extraneous bytes before marker 0xdb";
    }
    void refusesJpegDataThatLibjpegWarnsOf() {
        QFETCH(QByteArray, content);
        QFETCH(QString, reason);
        const QString message = refusal(content);
        QVERIFY2(message.startsWith("a.jpg: expected a whole JPEG, found damage (") &&
                     message.contains(reason, Qt::CaseInsensitive),
                 qPrintable(message));
    }

    /// As real files have them, 140 of ImageNet's among them: the pixels are all there.
    void acceptsPaddingThatLibjpegDoesNotWarnOf() {
        const QByteArray whole = noisy_jpeg();
        const std::vector<std::uint8_t> pixels = read(whole).pixels;
        QCOMPARE(read(whole + "appended by a camera").pixels, pixels);
        QCOMPARE(read(whole.chopped(2) + "\x7f\xff\xd9").pixels, pixels);
        QCOMPARE(read(whole.chopped(2) + "\xff\xff\xff\xff\xd9").pixels, pixels);
        QCOMPARE(read(whole.chopped(2)).pixels, pixels);   // no end mark
        QCOMPARE(read(whole.chopped(1)).pixels, pixels);
        for (const int format : {TJPF_GRAY, TJPF_CMYK}) {
            const QByteArray other = jpeg(24, 24, 120, format);
            QCOMPARE(read(other.chopped(2)).pixels, read(other).pixels);
        }
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
        QByteArray last_scan = progressive.sliced(progressive.lastIndexOf("\xff\xda")).chopped(2);
        last_scan[9] = 0;   // not a refinement, which libjpeg would warn of the second time
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

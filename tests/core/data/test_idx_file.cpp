#include "core/data/idx_file.h"
#include "core/support/error.h"
#include "tests/core/data/data_files.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <random>

using namespace overfit;
using namespace data_files;

namespace {

constexpr int images = 3, rows = 2, columns = 4;

const QByteArray image_bytes = idx({images, rows, columns}, counting(images* rows* columns));
const QByteArray label_bytes = idx({images}, QByteArray("\x02\x00\x09", 3));

}   // namespace

class TestIdxFile : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    std::filesystem::path path(const char* name) const { return folder_.path().toStdString() + "/" + name; }

    ImageSet read(const QByteArray& image_file, const QByteArray& label_file) const {
        return read_idx_images_and_labels(write(path("images"), image_file), write(path("labels"), label_file), {});
    }

    /// The message, with the folder cut off; empty when the files are read.
    QString refusal(const QByteArray& image_file, const QByteArray& label_file) const {
        try {
            read(image_file, label_file);
        } catch (const Error& error) {
            return QString(error.what()).remove(folder_.path() + "/");
        }
        return {};
    }

    QString packed_refusal(const QByteArray& image_file) const {
        try {
            read_idx_images_and_labels(write(path("images.gz"), image_file), write(path("labels"), label_bytes), {});
        } catch (const Error& error) {
            return QString(error.what()).remove(folder_.path() + "/");
        }
        return {};
    }

    static void verify_content(const ImageSet& set) {
        QCOMPARE(set.shape, (ImageShape{.channels = 1, .height = rows, .width = columns}));
        QCOMPARE(set.labels, (std::vector<std::uint16_t>{2, 0, 9}));
        QCOMPARE(set.pixels.size(), std::size_t{images} * rows * columns);
        for (std::size_t i = 0; i < set.pixels.size(); ++i) QCOMPARE(set.pixels[i], i);
    }

private Q_SLOTS:
    void takesSizesFromTheHeader() { verify_content(read(image_bytes, label_bytes)); }

    void readsPackedFiles() {
        verify_content(read_idx_images_and_labels(write(path("i.gz"), gzipped(image_bytes)),
                                                  write(path("l.gz"), gzipped(label_bytes)), {}));
    }

    void readsSeveralGzipMembersAsOneFile() {
        const QByteArray members = gzipped(image_bytes.left(20)) + gzipped(image_bytes.mid(20));
        verify_content(
            read_idx_images_and_labels(write(path("i.gz"), members), write(path("l.gz"), gzipped(label_bytes)), {}));
    }

    void refusesEveryBeginningOfAFile() {
        for (qsizetype length = 0; length < image_bytes.size(); ++length) {
            const QString message = refusal(image_bytes.left(length), label_bytes);
            QVERIFY2(message.startsWith("images: byte ") && message.contains("expected"), qPrintable(message));
        }
        for (qsizetype length = 0; length < label_bytes.size(); ++length) {
            const QString message = refusal(image_bytes, label_bytes.left(length));
            QVERIFY2(message.startsWith("labels: byte ") && message.contains("expected"), qPrintable(message));
        }
        QCOMPARE(refusal(image_bytes.left(30), label_bytes),
                 "images: byte 16: expected 24 bytes (3 x 2 x 4, as its header says), found 14; get the file again");
    }

    void refusesEveryBeginningOfAPackedFile() {
        const QByteArray packed = gzipped(image_bytes);
        for (qsizetype length = 0; length < packed.size(); ++length) {
            const QString message = packed_refusal(packed.left(length));
            QVERIFY2(message.startsWith("images.gz: ") && message.contains("expected"), qPrintable(message));
        }
        QCOMPARE(packed_refusal({}),
                 "images.gz: unpacked byte 0: expected 4 bytes (IDX magic), found at most 0; get the file again");
    }

    void refusesWhatFollowsTheData() {
        QCOMPARE(refusal(image_bytes + "xy", label_bytes),
                 "images: byte 40: expected the end of the file, found 2 more bytes; get the file again");
        QCOMPARE(refusal(image_bytes, label_bytes + "x"),
                 "labels: byte 11: expected the end of the file, found 1 more byte; get the file again");
        QCOMPARE(packed_refusal(gzipped(image_bytes + "x")),
                 "images.gz: unpacked byte 40: expected the end of the file, found more data; get the file again");
        QVERIFY(packed_refusal(gzipped(image_bytes) + "garbage").contains("expected gzip data, found damage"));
    }

    void refusesAWrongMagic() {
        QCOMPARE(refusal(label_bytes, label_bytes),
                 "images: byte 0: expected IDX magic 00 00 08 03, found 00 00 08 01; get the file again");
        QCOMPARE(refusal(image_bytes, image_bytes),
                 "labels: byte 0: expected IDX magic 00 00 08 01, found 00 00 08 03; get the file again");
        // A packed file whose name does not say so.
        QVERIFY(refusal(gzipped(image_bytes), label_bytes)
                    .startsWith("images: byte 0: expected IDX magic 00 00 08 03, found 1f 8b"));
        QVERIFY(packed_refusal(image_bytes).contains("expected gzip data, found damage (incorrect header check)"));
    }

    void refusesCountsThatDiffer() {
        QCOMPARE(refusal(idx({2, rows, columns}, counting(2 * rows * columns)), label_bytes),
                 "images: byte 4: expected 3 images, as many as labels in labels, found 2; get the file again");
    }

    void refusesALabelBeyondTheClasses() {
        QCOMPARE(refusal(image_bytes, idx({3}, QByteArray("\x02\x0a\x09", 3))),
                 "labels: byte 9: expected a label of 0 to 9, found 10; get the file again");
    }

    void refusesEmptySizes() {
        QCOMPARE(refusal(idx({3, 0, 4}, {}), label_bytes),
                 "images: byte 8: expected a size of 1 to 16,384, found 0; get the file again");
        QVERIFY(refusal(image_bytes, idx({0}, {})).startsWith("labels: byte 4: expected a size of 1 to"));
    }

    void absurdCountsTakeNoMemory() {
        QElapsedTimer timer;
        timer.start();
        const QByteArray absurd = idx({0x7fffffff, 16384, 16384}, counting(100));
        QCOMPARE(refusal(absurd, label_bytes),
                 "images: byte 16: expected 576,460,752,034,988,032 bytes (2,147,483,647 x 16,384 x 16,384, as its header "
                 "says), found 100; get the file again");
        QVERIFY(packed_refusal(gzipped(absurd)).contains("found at most "));
        QVERIFY(refusal(idx({0xffffffff, 2, 2}, {}), label_bytes).contains("found 4,294,967,295"));
        QVERIFY(refusal(idx({3, 0x10000000, 2}, {}), label_bytes).contains("expected a size of 1 to 16,384"));
        QVERIFY(timer.elapsed() < 20'000);   // no timing: filling what the headers promise would take minutes
    }

    void aMissingFileOrAFolderIsNamed() {
        try {
            read_idx_images_and_labels(path("images"), path("nowhere"), {});
            QFAIL("read a file that is not there");
        } catch (const Error& error) {
            QVERIFY(QString(error.what()).contains("nowhere: expected a file, found none"));
        }
        QVERIFY_THROWS_EXCEPTION(
            Error, read_idx_images_and_labels(folder_.path().toStdString(), write(path("l"), label_bytes), {}));
    }

    void flippedBytesNeverCrash() {
        std::mt19937 random(7);   // fixed: the same damage each time
        const QByteArray packed = gzipped(image_bytes);
        for (int round = 0; round < 1000; ++round) {
            QByteArray image_file = image_bytes, label_file = label_bytes, packed_file = packed;
            for (QByteArray* file : {&image_file, &label_file, &packed_file}) {
                const int flips = 1 + static_cast<int>(random() % 3);
                for (int flip = 0; flip < flips; ++flip) {
                    (*file)[static_cast<qsizetype>(random() % static_cast<unsigned>(file->size()))] =
                        static_cast<char>(random());
                }
            }
            refusal(image_file, label_file);   // read or refused with an Error: anything else ends the test
            packed_refusal(packed_file);
        }
    }

    void longPackedFilesAreReadWhole() {
        const int side = 400, count = 60;   // 9.6 MB, more than any buffer
        const QByteArray big = idx({count, side, side}, counting(count * side * side, 251));
        const ImageSet set = read_idx_images_and_labels(write(path("big.gz"), gzipped(big)),
                                                        write(path("big-labels"), idx({count}, counting(count, 10))), {});
        QCOMPARE(set.size(), std::size_t{count});
        QCOMPARE(set.pixels.back(), (count * side * side - 1) % 251);
    }
};

QTEST_APPLESS_MAIN(TestIdxFile)
#include "test_idx_file.moc"

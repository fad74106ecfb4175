#include "core/data/idx_file.h"
#include "core/support/error.h"
#include "tests/core/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace overfit;
using namespace data_files;

namespace {

const QByteArray three_images = idx({3, 2, 2}, counting(12));

/// QMNIST's label: class, series, writer, index, code, two blanks and a serial number; only the class counts.
QByteArray nist_label(std::uint32_t digit) {
    QByteArray bytes = big_endian(digit);
    for (const std::uint32_t more : {4U, 2'900U, 17U, 35U, 0U, 0U, 70'001U}) bytes += big_endian(more);
    return bytes;
}

QByteArray nist_labels(std::initializer_list<std::uint32_t> digits, std::uint32_t columns = 8) {
    QByteArray bytes("\0\0\x0c\x02", 4);
    bytes += big_endian(static_cast<std::uint32_t>(digits.size())) + big_endian(columns);
    for (const std::uint32_t digit : digits) bytes += nist_label(digit);
    return bytes;
}

}   // namespace

class TestIdxLabels : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    std::filesystem::path path(const char* name) const { return folder_.path().toStdString() + "/" + name; }

    ImageSet read(const QByteArray& labels, LabelRange range, IdxLabels form, const char* name) const {
        return read_idx_images_and_labels(write(path("images"), three_images), write(path(name), labels), range, form);
    }

    QString refusal(const QByteArray& labels, LabelRange range = {}, IdxLabels form = IdxLabels::NistRecords,
                    const char* name = "labels") const {
        try {
            read(labels, range, form, name);
        } catch (const Error& error) {
            return QString(error.what()).remove(folder_.path() + "/");
        }
        return {};
    }

private Q_SLOTS:
    void lettersBeginAtOne() {
        const LabelRange letters{.classes = 26, .first = 1};
        const ImageSet set = read(idx({3}, QByteArray("\x01\x1a\x02", 3)), letters, IdxLabels::Bytes, "labels");
        QCOMPARE(set.labels, (std::vector<std::uint16_t>{0, 25, 1}));
        QCOMPARE(refusal(idx({3}, QByteArray("\x01\0\x02", 3)), letters, IdxLabels::Bytes),
                 "labels: byte 9: expected a label of 1 to 26, found 0; get the file again");
        QCOMPARE(refusal(idx({3}, QByteArray("\x01\x1b\x02", 3)), letters, IdxLabels::Bytes),
                 "labels: byte 9: expected a label of 1 to 26, found 27; get the file again");
    }

    void readsTheClassOfQmnistsLabels() {
        const QByteArray labels = nist_labels({7, 0, 9});
        const std::vector<std::uint16_t> expected{7, 0, 9};
        QCOMPARE(read(labels, {}, IdxLabels::NistRecords, "labels").labels, expected);
        QCOMPARE(read(gzipped(labels), {}, IdxLabels::NistRecords, "labels.gz").labels, expected);
        QCOMPARE(read(xz_packed(labels), {}, IdxLabels::NistRecords, "labels.xz").labels, expected);
    }

    void refusesOtherKindsOfLabels() {
        QCOMPARE(refusal(idx({3}, counting(3))),
                 "labels: byte 0: expected IDX magic 00 00 0c 02, found 00 00 08 01; get the file again");
        QCOMPARE(refusal(nist_labels({7, 0, 9}, 7)),
                 "labels: byte 96: expected the end of the file, found 12 more bytes; "
                 "get the file again");
        QCOMPARE(refusal(nist_labels({7, 10, 9})),
                 "labels: byte 44: expected a label of 0 to 9, found 10; get the file again");
        QCOMPARE(refusal(nist_labels({7, 0xffffffff, 9})),
                 "labels: byte 44: expected a label of 0 to 9, found -1; get the file again");
        QVERIFY(refusal(nist_labels({7, 0})).contains("expected 2 images, as many as labels in labels, found 3"));
    }

    void refusesEveryBeginning() {
        const QByteArray labels = nist_labels({7, 0, 9});
        const QByteArray packed = xz_packed(labels);
        for (qsizetype length = 0; length < labels.size(); ++length) QVERIFY(!refusal(labels.left(length)).isEmpty());
        for (qsizetype length = 0; length < packed.size(); ++length) {
            QVERIFY2(!refusal(packed.left(length), {}, IdxLabels::NistRecords, "labels.xz").isEmpty(),
                     qPrintable(QString::number(length)));
        }
    }

    void damagedXzIsTold() {
        QByteArray packed = xz_packed(nist_labels({7, 0, 9}));
        packed[packed.size() / 2] = static_cast<char>(packed[packed.size() / 2] ^ 1);
        const QString message = refusal(packed, {}, IdxLabels::NistRecords, "labels.xz");
        QVERIFY2(message.contains("expected xz data, found damage"), qPrintable(message));
        const QString other = refusal("not packed at all", {}, IdxLabels::NistRecords, "labels.xz");
        QVERIFY2(other.contains("not the beginning of an xz file"), qPrintable(other));
    }
};

QTEST_APPLESS_MAIN(TestIdxLabels)
#include "test_idx_labels.moc"

#include "core/runs/labels_file.h"
#include "core/runs/predictions_file.h"
#include "core/support/error.h"
#include "tests/core/runs/array_samples.h"
#include "tests/core/runs/run_samples.h"

#include <QtTest>

using namespace overfit;

namespace {

const PredictionsShape shape{.train = 5, .validation = 2, .test = 3, .classes = 10};

Predictions predictions_at(std::uint16_t value) { return {{value, 1, 2, 3, 4}, {5, 6}, {7, 8, 9}}; }

std::string records(std::initializer_list<int> epochs) {
    std::string bytes;
    for (const int epoch : epochs)
        bytes += predictions_record(epoch, predictions_at(static_cast<std::uint16_t>(epoch)), shape);
    return bytes;
}

}   // namespace

class TestPredictionsFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRecordIsEpochClassesAndZlibsChecksum() {
        // Python: struct.pack("<I", 3) + bytes([3,1,2,3,4,5,6,7,8,9]), then "<I" of zlib.crc32 of it
        QCOMPARE(QByteArray::fromStdString(records({3})).toHex(),
                 QByteArray("0300000003010203040506070809") + QByteArray(crc_of_3));
        QCOMPARE(records({3}).size(), shape.record_bytes());
    }

    void manyClassesTakeTwoBytes() {
        const PredictionsShape wide{.train = 1, .validation = 0, .test = 1, .classes = 257};
        const std::string bytes = predictions_record(1, {{256}, {}, {255}}, wide);
        QCOMPARE(bytes.size(), std::size_t{12});
        const auto read = parse_predictions(bytes, wide);
        QCOMPARE(read.at(0).predictions.train.at(0), std::uint16_t{256});
        QCOMPARE(read.at(0).predictions.test.at(0), std::uint16_t{255});
    }

    void exactly256ClassesTakeOneByte() {
        const PredictionsShape narrow{.train = 1, .validation = 0, .test = 0, .classes = 256};
        QCOMPARE(parse_predictions(predictions_record(0, {{255}, {}, {}}, narrow), narrow).at(0).predictions.train.at(0),
                 std::uint16_t{255});
        QCOMPARE(narrow.record_bytes(), std::size_t{9});
    }

    void everyPrefixKeepsTheWholeRecords() {
        const std::string bytes = records({0, 1, 2});
        for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
            QCOMPARE(parse_predictions(std::string_view(bytes).substr(0, cut), shape).size(), cut / shape.record_bytes());
        }
    }

    void theLastRecordOfAnEpochCounts() {
        std::string bytes = records({0, 1, 2});
        bytes += predictions_record(1, predictions_at(9), shape);
        const auto read = parse_predictions(bytes, shape);
        QCOMPARE(read.size(), std::size_t{3});
        QCOMPARE(read[1].epoch, std::int64_t{1});
        QCOMPARE(read[1].predictions.train[0], std::uint16_t{9});
        QCOMPARE(read[1].predictions.validation, (std::vector<std::uint16_t>{5, 6}));
        QCOMPARE(read[1].predictions.test, (std::vector<std::uint16_t>{7, 8, 9}));
    }

    void aDamagedRecordIsDropped() {
        const std::string bytes = records({0, 1, 2});
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            std::string damaged = bytes;
            damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
            const auto read = parse_predictions(damaged, shape);
            QCOMPARE(read.size(), std::size_t{2});
            for (const auto& epoch : read) QVERIFY(epoch.epoch != static_cast<std::int64_t>(i / shape.record_bytes()));
        }
    }

    void wrongCountsAreRefused() {
        QVERIFY_EXCEPTION_THROWN(predictions_record(0, {{1, 2}, {5, 6}, {7, 8, 9}}, shape), Error);
    }

    void aFolderIsReadByItsLabels() {
        const QTemporaryDir folder;
        const std::filesystem::path run = folder.path().toStdString();
        QVERIFY(read_predictions(run).empty());
        write_labels(run, samples::label_record());
        samples::put(run / "predictions.bin", records({0, 5}) + "torn");
        QCOMPARE(read_predictions(run).size(), std::size_t{2});
        QCOMPARE(read_predictions(run)[1].epoch, std::int64_t{5});
    }

private:
    static constexpr const char* crc_of_3 = "2f580be0";
};

QTEST_APPLESS_MAIN(TestPredictionsFile)
#include "test_predictions_file.moc"

#include "core/runs/labels_file.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"
#include "tests/core/runs/array_samples.h"
#include "tests/core/runs/run_samples.h"

#include <QtTest>

using namespace overfit;

class TestLabelsFile : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path run_;

    std::string error_now() {
        try {
            read_labels(run_);
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        run_ = folder_->path().toStdString();
        write_labels(run_, samples::label_record());
    }

    void bytesAreTrueThenGivenOfTrainValidationTest() {
        const std::string bytes = samples::content_of(run_ / "labels.bin");
        QCOMPARE(bytes.size(), std::size_t{40});
        QCOMPARE(bytes.substr(0, 8), std::string("\x00\x00\x05\x00\x01\x00\x01\x00", 8));
        QCOMPARE(bytes.substr(36), std::string("\x00\x00\x01\x00", 4));
    }

    void readsBackWhatItWrote() {
        const LabelRecord written = samples::label_record(), read = read_labels(run_);
        QCOMPARE(read.class_names, written.class_names);
        QCOMPARE(read.train.true_labels, written.train.true_labels);
        QCOMPARE(read.train.given_labels, written.train.given_labels);
        QCOMPARE(read.train.indices, written.train.indices);
        QCOMPARE(read.validation.given_labels, written.validation.given_labels);
        QCOMPARE(read.validation.indices, written.validation.indices);
        QCOMPARE(read.test.given_labels, written.test.given_labels);
        QCOMPARE(read.test.indices, written.test.indices);
    }

    void indicesAreNamedOnlyWhereASubsetIsUsed() {
        const std::string json = samples::content_of(run_ / "labels.json");
        QVERIFY(json.find("\"indices\":[2,3,5,7,11]") != std::string::npos);
        QVERIFY(json.find("\"test\":{\"count\":3,\"indices\":null}") != std::string::npos);
    }

    void labelsAboveAByteAreKept() {
        LabelRecord labels = samples::label_record(1000);
        labels.train.given_labels[0] = 999;
        write_labels(run_, labels);
        QCOMPARE(read_labels(run_).train.given_labels[0], std::uint16_t{999});
    }

    void aChangedByteIsNoticed() {
        std::string bytes = samples::content_of(run_ / "labels.bin");
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            std::string changed = bytes;
            changed[i] = static_cast<char>(changed[i] ^ 1);
            samples::put(run_ / "labels.bin", changed);
            QVERIFY(error_now().find("labels.bin: expected sha256") != std::string::npos);
        }
    }

    void everyPrefixIsAClearError() {
        for (const char* name : {"labels.bin", "labels.json"}) {
            const std::string whole = samples::content_of(run_ / name);
            for (std::size_t cut = 0; cut + 1 < whole.size(); ++cut) {
                samples::put(run_ / name, whole.substr(0, cut));
                QVERIFY(error_now().find(name) != std::string::npos);
            }
            samples::put(run_ / name, whole);
        }
        QVERIFY(error_now().empty());
    }

    void anyFlippedByteEndsWell() {
        std::mt19937 random(3);
        const std::string whole = samples::content_of(run_ / "labels.json");
        for (int round = 0; round < 1500; ++round) {
            samples::put(run_ / "labels.json", samples::damaged(whole, random));
            error_now();
        }
    }

    void aHugeCountIsAnErrorAndNoAllocation() {
        std::string json = samples::content_of(run_ / "labels.json");
        json.replace(json.find("\"count\":5"), 9, "\"count\":4000000000");
        samples::put(run_ / "labels.json", json);
        QVERIFY2(error_now().find("expected 4000000000 more labels") != std::string::npos, error_now().c_str());
    }

    void aMissingFileIsNamed() {
        std::filesystem::remove(run_ / "labels.bin");
        QVERIFY(error_now().find("labels.bin") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestLabelsFile)
#include "test_labels_file.moc"

#include "core/experiment/prepared_experiment.h"
#include "core/experiment/with_engine.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"
#include "tests/core/data/image_files.h"
#include "tests/fakes/fake_engine.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

using namespace overfit;
using namespace data_files;
using fakes::FakeEngine;

namespace {

/// Two classes, eight train images and two test images of each, one of them grey, and a train file that is none.
void write_folder(const std::filesystem::path& folder) {
    for (const std::string name : {"cat", "dog"}) {
        for (int image = 0; image < 8; ++image) {
            write(folder / "train" / name / (std::to_string(image) + ".jpg"), jpeg(24, 16, 10 * image));
        }
        for (int image = 0; image < 2; ++image) {
            write(folder / "val" / name / (std::to_string(image) + ".jpg"),
                  jpeg(16, 20, 90, image == 0 ? TJPF_GRAY : TJPF_RGB));
        }
    }
    write(folder / "train/cat/9.jpg", "no image");
}

struct Listener : TrainingObserver {
    std::vector<Finding> findings;
    void on_start(const RunHeader& header) override { findings = header.audit.findings; }
};

std::ptrdiff_t notes_of_the_data(const std::vector<Finding>& findings) {
    return std::ranges::count_if(
        findings, [](const Finding& finding) { return finding.level == FindingLevel::Note && finding.code == "data-read"; });
}

}   // namespace

class TestImageExperiment : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    ExperimentConfig config() const {
        ExperimentConfig config;
        config.data.dataset = "image-folder";
        config.data.folder = (folder_.path() + "/mine").toStdString();
        config.data.resize = 12;
        config.data.crop = 8;
        config.corruption.labels.fraction = 1.0;
        config.training.batch_size = 4;
        config.training.epochs = 2;
        return config;
    }

    static QString refusal(const ExperimentConfig& config) {
        try {
            prepare_experiment(config, {});
        } catch (const UsageError& error) {
            return error.what();
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase() { write_folder(folder_.path().toStdString() + "/mine"); }

    void anImageFolderBecomesAnExperiment() {
        const PreparedExperiment prepared = prepare_experiment(config(), {});
        QCOMPARE(prepared.classes(), 2);
        QCOMPARE(prepared.shape(), (ImageShape{.channels = 3, .height = 8, .width = 8}));
        QCOMPARE(prepared.train.size(), 16u);
        QCOMPARE(prepared.test.size(), 4u);
        QCOMPARE(prepared.data_notes,
                 (std::vector<std::string>{"1 of 17 train images could not be read and are left out: " +
                                               (folder_.path() + "/mine/train/cat/9.jpg").toStdString() +
                                               ": byte 0: expected a JPEG or PNG, found another beginning",
                                           "2 of 4 test images are grey and were converted to red, green and blue"}));
    }

    void subsetAndSplitCountWhatWasRead() {
        ExperimentConfig some = config();
        some.data.train_examples = 12;
        some.data.validation_fraction = 0.25;
        const PreparedExperiment prepared = prepare_experiment(some, {});
        QCOMPARE(prepared.train.size(), 9u);
        QCOMPARE(prepared.validation.size(), 3u);
        some.data.train_examples = 17;   // one more than can be read
        QVERIFY2(refusal(some).contains("expected 0 to 16 examples, found 17"), qPrintable(refusal(some)));
        some = config();
        some.training.batch_size = 17;
        QVERIFY2(refusal(some).contains("expected at most 16, the number of training examples that were read, found 17"),
                 qPrintable(refusal(some)));
    }

    void aModelThatDoesNotFitTheFolderIsRefused() {
        ExperimentConfig wide = config();
        wide.data.resize = 0;
        wide.data.crop = 0;
        QVERIFY(refusal(wide).contains("set data.resize to the side that all of them get"));   // 24 x 16 and 16 x 20
        wide.model.name = "wide-resnet";
        wide.data.crop = 12;
        QCOMPARE(refusal(wide), QString());
        wide.data.crop = 10;
        QVERIFY(refusal(wide).contains("divisible by 4"));
    }

    void otherSetsAreResizedBeforeTheCrop() {
        ExperimentConfig synthetic;
        synthetic.data.dataset = "synthetic";
        synthetic.data.train_examples = 50;
        synthetic.training.batch_size = 10;
        synthetic.data.resize = 32;
        synthetic.data.crop = 28;
        const PreparedExperiment prepared = prepare_experiment(synthetic, {});
        QCOMPARE(prepared.shape(), (ImageShape{.channels = 3, .height = 28, .width = 28}));
        synthetic.data.resize = 0;
        synthetic.data.crop = 0;
        QCOMPARE(prepare_experiment(synthetic, {}).data_sha256, prepared.data_sha256);   // of what was read
    }

    void theNotesReachAuditAndRunFolder() {
        FakeEngine engine;
        Listener listener;
        const auto open = [&]() -> Engine& { return engine; };
        const RecordedRun run = record_experiment_with(open, config(), folder_.path().toStdString() + "/runs", listener);
        QCOMPARE(notes_of_the_data(listener.findings), 2);
        QCOMPARE(notes_of_the_data(run.summary.audit.findings), 2);
        const RunListing listing = read_run(run.folder);
        QVERIFY(listing.record && listing.record->audit);
        QCOMPARE(notes_of_the_data(listing.record->audit->findings), 2);
    }
};

QTEST_APPLESS_MAIN(TestImageExperiment)
#include "test_image_experiment.moc"

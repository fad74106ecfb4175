#include "core/audit/audit_labels.h"
#include "core/corruption/label_noise.h"
#include "core/data/dataset_table.h"
#include "core/data/photographs.h"
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

    /// Red alone differs from its other channels, but no permutation of pixels changes it.
    void imagesOfOneColourProveNothingOfPermutations() {
        const std::filesystem::path folder = folder_.path().toStdString() + "/plain";
        const QByteArray red = QByteArray("\xff\0\0", 3).repeated(64);
        for (const std::string name : {"a", "b"}) {
            for (const char* image : {"train", "val"}) {
                write(folder / image / name / "red.png", png(8, 8, red));
                write(folder / image / name / "half.png", png(8, 8, red.first(96) + QByteArray(96, '\0')));
            }
        }
        ExperimentConfig plain = config();
        plain.data.folder = folder.string();
        plain.data.resize = 8;
        plain.data.crop = 0;
        for (const auto& [pixels, kept] :
             {std::pair{PixelCorruption::Shuffled, 2u}, {PixelCorruption::Random, 2u}, {PixelCorruption::Gaussian, 4u}}) {
            plain.corruption.pixels = pixels;
            QCOMPARE(prepare_experiment(plain, {}).train.originals.places.size(), kept);
        }
    }

    void whatCannotBeReadIsMissingInASubset() {
        ExperimentConfig some = config();
        some.data.train_examples = 8;
        some.data.validation_fraction = 0.25;
        int times_drawn = 0;
        for (some.seed = 1; some.seed <= 12; ++some.seed) {
            const PreparedExperiment prepared = prepare_experiment(some, {});
            const bool drawn = prepared.data_notes.front().starts_with("1 of 8 train images could not be read");
            QCOMPARE(prepared.train.size() + prepared.validation.size(), drawn ? 7u : 8u);
            times_drawn += drawn ? 1 : 0;
        }
        QVERIFY(times_drawn > 0 && times_drawn < 12);
        some.data.train_examples = 18;   // one more than there are files
        QVERIFY2(refusal(some).contains("expected 0 to 17 examples, found 18"), qPrintable(refusal(some)));
        some = config();
        some.training.batch_size = 17;
        QVERIFY2(refusal(some).contains("expected at most 16, the number of training examples that were read, found 17"),
                 qPrintable(refusal(some)));
    }

    /// The broken file's label is one that the label file leaves: without it more than half of them differ.
    void theExpectedShareIsThatOfTheImagesThatWereRead() {
        ExperimentConfig some = config();
        const Dataset listed = load_dataset(some.data, {});
        const std::filesystem::path labels = folder_.path().toStdString() + "/labels.txt";
        const std::size_t files = listed.train.labels.size(), broken = 8;   // cat/9.jpg follows cat/0.jpg to cat/7.jpg
        std::string text;
        for (std::size_t place = 0; place < files; ++place) {
            const bool changes = place < files / 2;
            text += std::to_string(changes ? 1 - listed.train.labels[place] : listed.train.labels[place]) + "\n";
        }
        write(labels, QByteArray::fromStdString(text));
        some.corruption.labels = {.fraction = 0.0, .draw = LabelDraw::LabelFile, .file = labels.string()};
        const PreparedExperiment prepared = prepare_experiment(some, {});
        QVERIFY(std::ranges::find(prepared.train.indices, broken) == prepared.train.indices.end());
        QCOMPARE(prepared.expected_changed_fraction,
                 changed_fraction(prepared.train.images.labels, prepared.train.given_labels));
        QCOMPARE(prepared.expected_changed_fraction, 0.5);   // 8 of 16; of the files it is 8 of 17
        const LabelPair train{prepared.train.images.labels, prepared.train.given_labels};
        QVERIFY(audit_prepared(some, train, 2, prepared.expected_changed_fraction).findings.empty());
    }

    void aSubsetOpensNoOtherFiles() {
        ExperimentConfig some = config();
        some.data.train_examples = 6;
        some.data.test_examples = 2;
        const PreparedExperiment before = prepare_experiment(some, {});
        const QTemporaryDir copy;
        some.data.folder = (copy.path() + "/copy").toStdString();
        std::filesystem::copy(config().data.folder, some.data.folder, std::filesystem::copy_options::recursive);
        const Dataset listed = load_dataset(some.data, {});
        for (std::int64_t index = 0; index < static_cast<std::int64_t>(listed.train.labels.size()); ++index) {
            if (std::ranges::find(before.train.indices, index) != before.train.indices.end()) continue;
            write(listed.train.photographs->file(index), "no image");
        }
        const PreparedExperiment after = prepare_experiment(some, {});
        QCOMPARE(after.train.indices, before.train.indices);
        QCOMPARE(after.train.images.pixels, before.train.images.pixels);
    }

    void imagesInAFileAreTheSameAsInMemory_data() {
        QTest::addColumn<int>("examples");
        QTest::addColumn<PixelCorruption>("pixels");
        QTest::newRow("all") << 0 << PixelCorruption::None;
        QTest::newRow("a subset") << 12 << PixelCorruption::None;
        QTest::newRow("shuffled") << 0 << PixelCorruption::Shuffled;
        QTest::newRow("random") << 12 << PixelCorruption::Random;
        QTest::newRow("gaussian") << 0 << PixelCorruption::Gaussian;
    }

    void imagesInAFileAreTheSameAsInMemory() {
        QFETCH(int, examples);
        QFETCH(PixelCorruption, pixels);
        ExperimentConfig some = config();
        some.corruption.pixels = pixels;
        some.data.scaling = Scaling::ChannelStatistics;
        some.data.train_examples = examples;
        some.data.validation_fraction = 0.25;
        some.image_store = ImageStore::Resident;
        const PreparedExperiment resident = prepare_experiment(some, {});
        some.image_store = ImageStore::Mapped;
        for (int time = 0; time < 2; ++time) {   // the second one decodes nothing
            const PreparedExperiment mapped = prepare_experiment(some, {});
            QCOMPARE(mapped.data_notes, resident.data_notes);
            QCOMPARE(mapped.data_sha256, resident.data_sha256);
            QCOMPARE(mapped.statistics.mean, resident.statistics.mean);
            QCOMPARE(mapped.statistics.deviation, resident.statistics.deviation);
            for (const auto block :
                 {&PreparedExperiment::train, &PreparedExperiment::validation, &PreparedExperiment::test}) {
                const PreparedExamples& there = mapped.*block;
                const PreparedExamples& here = resident.*block;
                QCOMPARE(there.indices, here.indices);
                QCOMPARE(there.given_labels, here.given_labels);
                QCOMPARE(there.images.labels, here.images.labels);
                QCOMPARE(there.images.shape, here.images.shape);
                QCOMPARE(there.originals.places, here.originals.places);
                QCOMPARE(there.originals.images.pixels, here.originals.images.pixels);
                QVERIFY(there.images.pixels.empty() && there.stored != nullptr && here.stored == nullptr);
                QCOMPARE(there.stored->size(), static_cast<std::int64_t>(there.size()));
                QCOMPARE(read_images(*there.stored, 0, there.stored->size()).pixels, here.images.pixels);
            }
        }
    }

    void aStopWhileDecodingCancelsTheRun() {
        FakeEngine engine;
        const QTemporaryDir runs;
        std::stop_source stop;
        stop.request_stop();
        Listener listener;
        const RecordedRun run = record_experiment_with([&]() -> Engine& { return engine; }, config(),
                                                       runs.path().toStdString(), listener, stop.get_token(), {});
        QCOMPARE(run.summary.reason, StopReason::Cancelled);
        QCOMPARE(run.summary.explanation, "stopped before the first step, while the data was read");
    }

    /// How many labels a folder needs is known only once it was listed; how many bytes are too many, before.
    void aLabelFileThatIsTooLargeLeavesNoRunBehind() {
        FakeEngine engine;
        const QTemporaryDir scratch;
        const std::filesystem::path file = scratch.path().toStdString() + "/large.txt";
        write(file, "0\n");
        std::filesystem::resize_file(file, (std::uintmax_t{1} << 28) + 1);   // a hole: takes no room
        ExperimentConfig large = config();
        large.corruption.labels = {.fraction = 0.0, .draw = LabelDraw::LabelFile, .file = file.string()};
        Listener listener;
        const std::filesystem::path runs = scratch.path().toStdString() + "/runs";
        QVERIFY_THROWS_EXCEPTION(UsageError,
                                 record_experiment_with([&]() -> Engine& { return engine; }, large, runs, listener));
        QVERIFY(list_runs(runs).empty());
    }

    /// That the data do not fit the configuration is known once they were read: wrong use all the same.
    void dataThatDoNotFitLeaveNoRunBehind() {
        FakeEngine engine;
        const QTemporaryDir scratch;
        const std::filesystem::path runs = scratch.path().toStdString() + "/runs";
        const auto refused = [&](const ExperimentConfig& wrong) -> QString {
            Listener listener;
            try {
                record_experiment_with([&]() -> Engine& { return engine; }, wrong, runs, listener);
            } catch (const UsageError& error) {
                return error.what();
            }
            return {};
        };
        ExperimentConfig many = config();
        many.training.batch_size = 17;
        QVERIFY(refused(many).contains("expected at most 16"));
        ExperimentConfig others = config();
        others.data.folder = scratch.path().toStdString() + "/others";
        write_folder(others.data.folder);
        std::filesystem::rename(others.data.folder + "/val/dog", others.data.folder + "/val/wolf");
        QVERIFY2(refused(others).contains("found dog in train but not in val"), qPrintable(refused(others)));
        ExperimentConfig labelled = config();
        labelled.corruption.labels.draw = LabelDraw::LabelFile;
        labelled.corruption.labels.fraction = 0.0;
        labelled.corruption.labels.file = scratch.path().toStdString() + "/few.txt";
        write(labelled.corruption.labels.file, "0\n1\n");
        const QString told = refused(labelled);   // of the user's file: its copy goes with the run
        QVERIFY2(told.contains(QString::fromStdString(labelled.corruption.labels.file)), qPrintable(told));
        QVERIFY(std::filesystem::is_empty(runs));
    }

    void aClassOfWhichNothingCanBeReadIsRefused() {
        const QTemporaryDir folder;
        ExperimentConfig bad = config();
        bad.data.folder = (folder.path() + "/bad").toStdString();
        write_folder(bad.data.folder);
        for (const std::string name : {"0.jpg", "1.jpg"}) write(bad.data.folder + "/val/dog/" + name, "no image");
        const QString told = refusal(bad);
        QVERIFY2(told.contains("none of dog") && told.contains("0.jpg: byte 0: expected a JPEG or PNG"), qPrintable(told));
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

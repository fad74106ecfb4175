#include "core/audit/audit_labels.h"
#include "core/config/config_yaml.h"
#include "core/corruption/label_noise.h"
#include "core/data/scaling.h"
#include "core/data/split.h"
#include "core/experiment/experiment_preview.h"
#include "tests/core/experiment/recording_desk.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <fstream>
#include <numeric>

using namespace overfit;

namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }

ExperimentConfig experiment(PixelCorruption pixels = PixelCorruption::None,
                            ChannelTreatment channels = ChannelTreatment::Together) {
    ExperimentConfig config = small_config();
    config.data.validation_fraction = 0.2;
    config.corruption.labels.fraction = 0.0;
    config.corruption.pixels = pixels;
    config.corruption.channels = channels;
    return config;
}

PreparedExperiment prepare(const ExperimentConfig& config) { return prepare_experiment(config, {}); }

std::span<const std::uint8_t> image_of(const PreparedExamples& examples, std::size_t place) {
    const std::size_t values = examples.images.shape.values();
    return std::span(examples.images.pixels).subspan(place * values, values);
}

/// Made-up labels of people: the true one, but class 2 for every third example of the data set.
struct HumanLabels {
    QTemporaryDir scratch;
    fs::path folder = fs::path(scratch.path().toStdString());
    std::vector<std::uint16_t> given;

    HumanLabels() {
        ExperimentConfig all = experiment();
        all.data.train_examples = 0;
        all.data.validation_fraction = 0.0;
        given = prepare(all).train.images.labels;
        for (std::size_t place = 0; place < given.size(); place += 3) given[place] = 2;
        std::string text = "clean,human\n";
        for (const std::uint16_t label : given) text += "0," + std::to_string(label) + "\n";
        write(folder / "people.csv", text);
    }

    ExperimentConfig config(const std::string& file) const {
        ExperimentConfig config = experiment();
        config.corruption.labels.draw = LabelDraw::LabelFile;
        config.corruption.labels.file = file;
        config.corruption.labels.column = "human";
        return config;
    }

    ExperimentConfig config() const { return this->config((folder / "people.csv").string()); }
};

/// Rows of 0.6 on the diagonal, 0.4 for the next class.
std::string matrix_text() {
    std::string text;
    for (int row = 0; row < 10; ++row) {
        for (int column = 0; column < 10; ++column) {
            text += column == row ? "0.6 " : column == (row + 1) % 10 ? "0.4 " : "0 ";
        }
        text += "\n";
    }
    return text;
}

}   // namespace

Q_DECLARE_METATYPE(overfit::PixelCorruption)
Q_DECLARE_METATYPE(overfit::Scaling)

class TestCorruptedExperiment : public QObject {
    Q_OBJECT

private:
    static void add_kinds() {
        QTest::addColumn<PixelCorruption>("kind");
        QTest::newRow("shuffled") << PixelCorruption::Shuffled;
        QTest::newRow("random") << PixelCorruption::Random;
        QTest::newRow("gaussian") << PixelCorruption::Gaussian;
    }

private Q_SLOTS:
    void pixelsOfAllBlocksAreCorruptedAndNothingElse_data() { add_kinds(); }
    void pixelsOfAllBlocksAreCorruptedAndNothingElse() {
        QFETCH(PixelCorruption, kind);
        const PreparedExperiment plain = prepare(experiment()), corrupted = prepare(experiment(kind));
        for (const auto block : {&PreparedExperiment::train, &PreparedExperiment::validation, &PreparedExperiment::test}) {
            const PreparedExamples &before = plain.*block, &after = corrupted.*block;
            QCOMPARE(after.indices, before.indices);
            QCOMPARE(after.given_labels, before.given_labels);
            QCOMPARE(after.images.labels, before.images.labels);
            for (std::size_t place = 0; place < before.size(); ++place) {
                QVERIFY(!std::ranges::equal(image_of(after, place), image_of(before, place)));
            }
            QVERIFY(before.originals.places.empty());
            QVERIFY(!after.originals.places.empty());
            for (std::size_t i = 0; i < after.originals.places.size(); ++i) {
                const std::size_t values = after.images.shape.values();
                const auto kept = std::span(after.originals.images.pixels).subspan(i * values, values);
                const auto place = static_cast<std::size_t>(after.originals.places[i]);
                QVERIFY(std::ranges::equal(kept, image_of(before, place)));
            }
        }
    }

    void theOriginalsThatAreKeptSpreadOverAllImages() {
        ExperimentConfig config = experiment(PixelCorruption::Shuffled);
        config.data.validation_fraction = 0.0;
        config.data.train_examples = 511;
        const PreparedExperiment prepared = prepare(config);
        QVERIFY(prepared.train.originals.places.size() > 200);
        QVERIFY(prepared.train.originals.places.back() >= 500);
    }

    /// Not Gaussian ones: another subset has another mean and variance.
    void anImageIsTheSameInASmallerSubset_data() {
        QTest::addColumn<PixelCorruption>("kind");
        QTest::newRow("shuffled") << PixelCorruption::Shuffled;
        QTest::newRow("random") << PixelCorruption::Random;
    }
    void anImageIsTheSameInASmallerSubset() {
        QFETCH(PixelCorruption, kind);
        ExperimentConfig smaller = experiment(kind);
        smaller.data.train_examples = 50;
        const PreparedExperiment all = prepare(experiment(kind)), few = prepare(smaller);
        int shared = 0;
        for (std::size_t place = 0; place < few.train.size(); ++place) {
            const auto found = std::ranges::find(all.train.indices, few.train.indices[place]);
            if (found == all.train.indices.end()) continue;
            ++shared;
            const auto there = static_cast<std::size_t>(found - all.train.indices.begin());
            QVERIFY(std::ranges::equal(image_of(few.train, place), image_of(all.train, there)));
        }
        QVERIFY(shared > 10);
    }

    void thePreviewShowsWhatIsTrained_data() {
        QTest::addColumn<PixelCorruption>("kind");
        QTest::addColumn<Scaling>("scaling");
        QTest::addColumn<bool>("random_crop");
        for (const auto kind : {PixelCorruption::Shuffled, PixelCorruption::Random, PixelCorruption::Gaussian}) {
            for (const auto scaling : {Scaling::PerImageWhitening, Scaling::ChannelStatistics, Scaling::Unit}) {
                for (const bool random_crop : {false, true}) {
                    QTest::addRow("%d, %d, %d", static_cast<int>(kind), static_cast<int>(scaling), random_crop)
                        << kind << scaling << random_crop;
                }
            }
        }
    }
    /// With a random crop: whole images are corrupted, and an evaluation takes the window in their centre.
    void thePreviewShowsWhatIsTrained() {
        QFETCH(PixelCorruption, kind);
        QFETCH(Scaling, scaling);
        QFETCH(bool, random_crop);
        ExperimentConfig config = experiment(kind, ChannelTreatment::Separate);
        config.data.scaling = scaling;
        config.augmentation.random_crop = random_crop;
        if (random_crop) config.data.crop = 12;
        const PreparedExperiment prepared = prepare(config);
        const ExperimentPreview preview = PreviewMaker().make({.config = config, .data_roots = {}});
        const ImageSet windows = centre_crop(prepared.train.images, config.data.crop);
        const std::vector<float> seen = scaled(windows, scaling, prepared.statistics);
        const std::size_t values = prepared.shape().values();
        QCOMPARE(preview.pixels, kind);
        QCOMPARE(preview.shape, prepared.shape());
        for (const PreviewImage& image : preview.images) {
            const auto found = std::ranges::find(prepared.train.indices, image.index);
            QVERIFY(found != prepared.train.indices.end());
            const auto place = static_cast<std::size_t>(found - prepared.train.indices.begin());
            for (std::size_t i = 0; i < values; ++i) {
                const double share = (seen[place * values + i] - preview.black) / (preview.white - preview.black);
                QVERIFY(std::abs(255.0 * std::clamp(share, 0.0, 1.0) - image.shown[i]) <= 1.0);
            }
        }
    }

    void statisticsAreThoseOfTheOriginals() {
        ExperimentConfig config = experiment();
        config.data.scaling = Scaling::ChannelStatistics;
        const ChannelStatistics original = prepare(config).statistics;
        config.corruption.pixels = PixelCorruption::Gaussian;
        QCOMPARE(prepare(config).statistics.mean, original.mean);
        QCOMPARE(prepare(config).statistics.deviation, original.deviation);
    }

    void theSeedOfThePixelsChangesThePixelsOnly() {
        ExperimentConfig config = experiment(PixelCorruption::Random);
        config.corruption.labels.fraction = 0.5;
        const PreparedExperiment one = prepare(config);
        config.seeds.pixels = 77;
        const PreparedExperiment other = prepare(config);
        QVERIFY(one.train.images.pixels != other.train.images.pixels);
        QVERIFY(one.test.images.pixels != other.test.images.pixels);
        QCOMPARE(one.train.given_labels, other.train.given_labels);
        QCOMPARE(one.train.indices, other.train.indices);
    }

    void labelsOfAFileFollowSubsetAndSplit() {
        const HumanLabels people;
        const PreparedExperiment prepared = prepare(people.config());
        for (const PreparedExamples* block : {&prepared.train, &prepared.validation}) {
            QVERIFY(block->size() > 0);
            for (std::size_t place = 0; place < block->size(); ++place) {
                QCOMPARE(block->given_labels[place], people.given[static_cast<std::size_t>(block->indices[place])]);
            }
        }
        QCOMPARE(prepared.test.given_labels, prepared.test.images.labels);
        QCOMPARE(prepared.label_source, std::string("people.csv"));
        const LabelPair train{prepared.train.images.labels, prepared.train.given_labels};
        QCOMPARE(prepared.expected_changed_fraction, changed_fraction(train.true_labels, train.given_labels));
        const AuditReport report =
            audit_prepared(prepared.config, train, prepared.classes(), prepared.expected_changed_fraction);
        QVERIFY(report.findings.empty());
        QCOMPARE(report.expected_changed_fraction, prepared.expected_changed_fraction);
    }

    void aMatrixCorruptsEveryBlockAndItsShareIsExpected() {
        QTemporaryDir folder;
        const fs::path file = fs::path(folder.path().toStdString()) / "m.txt";
        write(file, matrix_text());
        ExperimentConfig config = experiment();
        config.data.train_examples = 2'000;
        config.data.test_examples = 1'000;
        config.corruption.labels.draw = LabelDraw::TransitionMatrix;
        config.corruption.labels.matrix = file.string();
        const PreparedExperiment prepared = prepare(config);
        QVERIFY(std::abs(prepared.expected_changed_fraction - 0.4) < 1e-12);
        for (const PreparedExamples* block : {&prepared.train, &prepared.validation, &prepared.test}) {
            for (std::size_t place = 0; place < block->size(); ++place) {
                const int away = (block->given_labels[place] - block->images.labels[place] + 10) % 10;
                QVERIFY(away <= 1);
            }
            QVERIFY(changed_fraction(block->images.labels, block->given_labels) > 0.3);
        }
        const LabelPair train{prepared.train.images.labels, prepared.train.given_labels};
        QVERIFY(audit_prepared(config, train, 10, prepared.expected_changed_fraction).findings.empty());
    }

    void theRunFolderKeepsTheFileAndRunsAgainFromIt() {
        RecordingDesk desk;
        const HumanLabels people;
        const fs::path first = desk.record(people.config()).folder;
        const ExperimentConfig written = read_run_config(first);
        const std::string kept = written.corruption.labels.file;
        QVERIFY2(kept.starts_with("people-") && kept.ends_with(".csv"), kept.c_str());
        QCOMPARE(samples::content_of(first / kept), samples::content_of(people.folder / "people.csv"));
        const LabelRecord labels = read_labels(first);
        QCOMPARE(labels.source, kept);
        QCOMPARE(labels.source_sha256.size(), std::size_t{64});

        fs::remove(people.folder / "people.csv");
        const ExperimentConfig again = read_config(first / "config.yaml");
        const fs::path second = desk.record(again).folder;
        QCOMPARE(read_run_config(second), written);   // the same experiment, wherever its file lay
        QCOMPARE(read_labels(second).train.given_labels, labels.train.given_labels);
    }

    void aMissingFileIsToldBeforeAFolderIsMade() {
        RecordingDesk desk;
        const HumanLabels people;
        const std::string told = error_of([&] { desk.record(people.config("absent.csv")); });
        QVERIFY2(told.starts_with("corruption.labels.file: there is no file "), told.c_str());
        QVERIFY2(told.find("absent.csv; give a whole path") != std::string::npos, told.c_str());
        QVERIFY(list_runs(desk.root).empty());
    }

    void aFileThatDoesNotFitIsToldBeforeAFolderIsMade() {
        RecordingDesk desk;
        const HumanLabels people;
        write(people.folder / "few.csv", "human\n1\n2\n");
        const fs::path file = people.folder / "few.csv";
        const std::string told = error_of([&] { desk.record(people.config(file.string())); });
        QVERIFY2(told.starts_with(file.string() + ": expected 2,000 labels"), told.c_str());
        QVERIFY(list_runs(desk.root).empty());
    }

    void filesBesideAConfigurationAreFound() {
        const HumanLabels people;
        write(people.folder / "experiment.yaml",
              "corruption:\n  labels:\n    draw: label-file\n    file: people.csv\n    column: human\n");
        const ExperimentConfig config = read_config(people.folder / "experiment.yaml");
        QCOMPARE(fs::path(config.corruption.labels.file), people.folder / "people.csv");
        QCOMPARE(read_config_as_written(people.folder / "experiment.yaml").corruption.labels.file,
                 std::string("people.csv"));
    }

    void classSizesHoldBeforeSplitAndCorruption() {
        ExperimentConfig config = experiment();
        config.data.class_balance = ClassBalance::LongTailed;
        config.data.validation_fraction = 0.0;
        config.data.train_examples = 300;
        config.corruption.labels.fraction = 0.5;
        const PreparedExperiment prepared = prepare(config);
        std::vector<std::int64_t> counts(10);
        for (const std::uint16_t label : prepared.train.images.labels) ++counts[label];
        QCOMPARE(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}), std::int64_t{300});
        QVERIFY(std::ranges::is_sorted(counts, std::greater()));
        QVERIFY(std::abs(static_cast<double>(counts[0]) / static_cast<double>(counts[9]) - 10.0) < 1.5);
        QVERIFY(prepared.train.given_labels != prepared.train.images.labels);
    }
};

QTEST_APPLESS_MAIN(TestCorruptedExperiment)
#include "test_corrupted_experiment.moc"

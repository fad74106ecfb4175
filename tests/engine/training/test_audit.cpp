#include "core/corruption/pixel_corruption.h"
#include "core/data/image_reader.h"
#include "core/engine/tensors/resident_images.h"
#include "core/support/error.h"
#include "tests/engine/training/sample_run.h"

#include <QTest>
#include <algorithm>

using namespace overfit;

namespace {

bool holds(const std::vector<std::string>& found, const std::string& code) {
    return std::find(found.begin(), found.end(), code) != found.end();
}

/// A run whose tensors the test can reach while it goes on, as a defect in the trainer would.
struct TamperedRun {
    explicit TamperedRun(const ExperimentConfig& config, std::size_t validation = 0)
        : experiment(sample_experiment(config, {.train = 256, .validation = validation})),
          data(make_training_data(experiment, choose_compute(config, ""))) {}

    RunSummary train() { return train_sample(experiment, diary, {}, nullptr, &data); }

    /// The message of the error that the run ends with; empty when it does not.
    std::string refusal() {
        try {
            train();
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

    PreparedExperiment experiment;
    TrainingData data;
    RunDiary diary;
};

/// The images themselves: a test may write to them.
torch::Tensor stored(const ExampleBlock& block) { return dynamic_cast<const ResidentImages&>(*block.images).stored(); }

/// What an experiment asks for, and what is done to the pixels of each block instead.
struct PixelDefect {
    PixelCorruption asked, train, validation, test;
    double noise_mean = 0.0;          // of the bytes; 0: of the training images
    std::uint64_t test_seed = 0;      // of the draw of the test images; 0: as the others
    bool channels_together = false;   // whatever is asked for

    std::string describe(const ExperimentConfig& config, bool mapped) const {
        return std::string(mapped ? "mapped" : "resident") + ", scaling " +
               std::to_string(static_cast<int>(config.data.scaling)) + ", channels " +
               std::to_string(static_cast<int>(config.corruption.channels)) + ": ";
    }
};

/// Images of random pixels, brighter in the middle; the originals of all are kept.
PreparedExperiment corrupted_sample(const ExperimentConfig& config, const PixelDefect& defect, bool mapped) {
    PreparedExperiment experiment = sample_experiment(
        config, {.train = 64, .validation = 48, .test = 48, .shape = {.channels = 3, .height = 8, .width = 8}});
    for (const auto block : {&PreparedExperiment::train, &PreparedExperiment::validation, &PreparedExperiment::test}) {
        std::vector<std::uint8_t>& pixels = (experiment.*block).images.pixels;
        for (std::size_t value = 0; value < pixels.size(); ++value) {
            const std::size_t row = value / 8 % 8, column = value % 8;
            if (row < 2 || row > 5 || column < 2 || column > 5) pixels[value] /= 2;
        }
    }
    ChannelSums sums;
    sums.add(experiment.train.images);
    std::vector<ClippedGaussian> noise = gaussian_noise(sums, config.corruption.channels, config.data.scaling);
    if (defect.noise_mean > 0.0) {
        for (ClippedGaussian& of_channel : noise) {
            of_channel = ClippedGaussian::matching({.mean = defect.noise_mean, .variance = 100.0});
        }
    }
    const std::uint64_t seed = experiment.seeds.pixels;
    const auto corrupt = [&](PreparedExamples& examples, PixelCorruption kind, Half half) {
        examples.originals = {.images = examples.images, .places = examples.indices};
        CorruptionConfig corruption = config.corruption;
        corruption.pixels = kind;
        if (defect.channels_together) corruption.channels = ChannelTreatment::Together;
        PixelDraw(corruption, examples.images.shape, half == Half::Test ? seed + defect.test_seed : seed, noise)
            .apply(examples.images, examples.indices, half);
        if (!mapped) return;
        examples.stored = std::make_shared<const ImagesInMemory>(examples.images);
        examples.images.pixels.clear();
    };
    corrupt(experiment.train, defect.train, Half::Train);
    corrupt(experiment.validation, defect.validation, Half::Train);
    corrupt(experiment.test, defect.test, Half::Test);
    return experiment;
}

/// The message of the error that the run ends with; empty when it does not.
std::string refusal_of(const PreparedExperiment& experiment) {
    RunDiary diary;
    try {
        train_sample(experiment, diary);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

torch::Tensor drawn_anew(const torch::Tensor& labels, std::uint64_t seed) {
    return torch::randint(10, labels.sizes(), make_generator(torch::kCPU, seed), torch::kInt64);
}

}   // namespace

Q_DECLARE_METATYPE(PixelDefect)

/// Each planted defect is one that published reproductions of the paper had.
class TestAudit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void labelsThatWereNeverCorruptedStopTheRun() {
        TamperedRun run(sample_config(1.0));
        run.data.train.given_labels.copy_(run.data.train.true_labels);
        const std::string refusal = run.refusal();
        QVERIFY2(refusal.find("labels-not-corrupted") != std::string::npos, refusal.c_str());
        QCOMPARE(run.diary.headers.size(), 1);   // the header shows the audit before the run is refused
        QVERIFY(holds(codes(run.diary.headers.front().audit, FindingLevel::Error), "labels-not-corrupted"));
        QVERIFY(run.diary.lines.empty());
    }

    void labelsCorruptedByAnotherDrawStopTheRun() {
        TamperedRun run(sample_config(1.0));
        run.data.train.given_labels.copy_(drawn_anew(run.data.train.given_labels, 9));
        const std::string refusal = run.refusal();
        QVERIFY2(refusal.find("labels-not-as-prepared") != std::string::npos, refusal.c_str());
    }

    void corruptionDrawnAnewInEachEpochIsFound() {
        TamperedRun run(sample_config(1.0));
        run.diary.at_epoch = [&](const EpochMetrics& line) {
            run.data.train.given_labels.copy_(
                drawn_anew(run.data.train.given_labels, static_cast<std::uint64_t>(line.epoch) + 100));
        };
        QVERIFY(holds(codes(run.train().audit, FindingLevel::Error), "data-changed"));
    }

    void testLabelsCorruptedInPlaceOfCleanOnesStopTheRun() {
        TamperedRun run(sample_config(1.0));
        run.data.test.true_labels.copy_(run.data.test.given_labels);
        const std::string refusal = run.refusal();
        QVERIFY2(refusal.find("test-labels-corrupted") != std::string::npos, refusal.c_str());
    }

    void validationLabelsOfAnotherDrawStopTheRun() {
        TamperedRun run(sample_config(1.0), 48);
        run.data.validation.given_labels.copy_(run.data.validation.true_labels);
        const std::string refusal = run.refusal();
        QVERIFY2(refusal.find("labels-not-as-prepared") != std::string::npos, refusal.c_str());
        QVERIFY2(refusal.find("of 48 validation labels") != std::string::npos, refusal.c_str());
    }

    void corruptedTestLabelsOfAnotherDrawStopTheRun() {
        TamperedRun run(sample_config(1.0));
        run.data.test.given_labels.copy_(drawn_anew(run.data.test.given_labels, 9));
        const std::string refusal = run.refusal();
        QVERIFY2(refusal.find("corrupted test labels on the device differ") != std::string::npos, refusal.c_str());
    }

    /// Validation decides early stopping and the best epoch.
    void validationDataThatChangesIsFound_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"validation labels", "validation images", "corrupted test labels"})
            QTest::newRow(what) << what;
    }
    void validationDataThatChangesIsFound() {
        QFETCH(QString, what);
        TamperedRun run(sample_config(0.5), 48);
        run.diary.at_epoch = [&](const EpochMetrics& line) {
            if (line.epoch != 1) return;
            if (what == "validation images") {
                stored(run.data.validation)[17].add_(0.25);
                return;
            }
            ExampleBlock& block = what == "validation labels" ? run.data.validation : run.data.test;
            block.given_labels.copy_(drawn_anew(block.given_labels, 100));
        };
        const RunSummary summary = run.train();
        const auto found = std::ranges::find(summary.audit.findings, "data-changed", &Finding::code);
        QVERIFY(found != summary.audit.findings.end());
        QVERIFY2(found->message.find(": " + what.toStdString() + " (sha256") != std::string::npos, found->message.c_str());
    }

    void imagesThatChangeBetweenEpochsAreFound() {
        TamperedRun run(sample_config(0.5));
        run.diary.at_epoch = [&](const EpochMetrics& line) {
            if (line.epoch == 1) stored(run.data.train)[17].add_(0.25);
        };
        QVERIFY(holds(codes(run.train().audit, FindingLevel::Error), "data-changed"));
    }

    void testImagesThatChangeAreFound() {
        TamperedRun run(sample_config(0.5));
        run.diary.at_epoch = [&](const EpochMetrics&) { stored(run.data.test)[0].mul_(1.5); };
        QVERIFY(holds(codes(run.train().audit, FindingLevel::Error), "data-changed"));
    }

    /// asked: by the configuration; train, validation, test: what is done to the images of each block.
    void pixelsAreCorruptedAsAskedOrTheRunStops_data() {
        QTest::addColumn<PixelDefect>("defect");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("words");
        const auto none = PixelCorruption::None, shuffled = PixelCorruption::Shuffled, random = PixelCorruption::Random,
                   gaussian = PixelCorruption::Gaussian;
        const auto row = [](const char* name, const PixelDefect& defect, const char* code, const char* words = "") {
            QTest::newRow(name) << defect << code << words;
        };
        for (const PixelCorruption kind : {shuffled, random, gaussian}) {
            const auto row_of_kind = [&](const char* what, const PixelDefect& defect, const char* code,
                                         const char* words = "") {
                const char* name = kind == shuffled ? "shuffled" : kind == random ? "random" : "gaussian";
                QTest::addRow("%s, %s", name, what) << defect << code << words;
            };
            row_of_kind("as asked", {kind, kind, kind, kind}, "");
            row_of_kind("training images left alone", {kind, none, kind, kind}, "pixels-not-corrupted", "training images");
            row_of_kind("validation images left alone", {kind, kind, none, kind}, "pixels-not-corrupted",
                        "validation images");
            row_of_kind("test images left alone", {kind, kind, kind, none}, "pixels-not-corrupted", "test images");
            if (kind == gaussian) continue;
            row_of_kind("channels together for separate",
                        {.asked = kind, .train = kind, .validation = kind, .test = kind, .channels_together = true},
                        "pixels-not-as-asked", "the channels of 64 of 64 compared training images are permuted together");
        }
        row("test images in another one order",
            {.asked = shuffled, .train = shuffled, .validation = shuffled, .test = shuffled, .test_seed = 1},
            "pixels-not-as-asked", "48 of 48 compared test images are permuted in another way than a training image");
        row("random for shuffled", {shuffled, random, random, random}, "pixels-not-as-asked",
            "of training images are permuted in two");
        row("test images in another order", {shuffled, shuffled, shuffled, random}, "pixels-not-as-asked",
            "of test images are permuted");
        row("shuffled for random", {random, shuffled, shuffled, shuffled}, "pixels-not-as-asked", "in one way");
        row("noise for random", {random, gaussian, random, random}, "pixels-not-as-asked",
            "64 of 64 compared training images");
        row("random for noise", {gaussian, random, gaussian, gaussian}, "pixels-not-as-asked", "expected noise");
        row("noise of another size", {gaussian, gaussian, gaussian, gaussian, /*noise_mean=*/40.0}, "pixels-not-as-asked",
            "has mean");
    }
    void pixelsAreCorruptedAsAskedOrTheRunStops() {
        QFETCH(PixelDefect, defect);
        QFETCH(QString, code);
        QFETCH(QString, words);
        for (const ChannelTreatment channels : {ChannelTreatment::Together, ChannelTreatment::Separate}) {
            for (const bool mapped : {false, true}) {
                for (const Scaling scaling : {Scaling::PerImageWhitening, Scaling::Unit, Scaling::ChannelStatistics}) {
                    if (defect.noise_mean > 0.0 && scaling == Scaling::PerImageWhitening) continue;   // takes it away
                    if (defect.channels_together && channels == ChannelTreatment::Together) continue;
                    ExperimentConfig config = sample_config(0.0);
                    config.training.epochs = 1;
                    config.corruption.pixels = defect.asked;
                    config.corruption.channels = channels;
                    config.data.scaling = scaling;
                    const std::string refusal = refusal_of(corrupted_sample(config, defect, mapped));
                    const std::string where = defect.describe(config, mapped);
                    if (code.isEmpty()) {
                        QVERIFY2(refusal.empty(), (where + refusal).c_str());
                        continue;
                    }
                    QVERIFY2(refusal.find(code.toStdString()) != std::string::npos, (where + refusal).c_str());
                    QVERIFY2(refusal.find(words.toStdString()) != std::string::npos, (where + refusal).c_str());
                }
            }
        }
    }

    /// With a random crop the noise is that of whole images, and a window is what the network sees.
    void windowsOfCorruptedImagesAreNoDefect() {
        for (const PixelCorruption kind : {PixelCorruption::Shuffled, PixelCorruption::Random, PixelCorruption::Gaussian}) {
            for (const Scaling scaling : {Scaling::PerImageWhitening, Scaling::Unit}) {
                ExperimentConfig config = sample_config(0.0);
                config.training.epochs = 1;
                config.corruption.pixels = kind;
                config.data.scaling = scaling;
                config.data.crop = 6;
                config.augmentation.random_crop = true;
                const std::string refusal = refusal_of(corrupted_sample(config, {kind, kind, kind, kind}, false));
                QVERIFY2(refusal.empty(), refusal.c_str());
            }
        }
    }

    void corruptedPixelsThatCannotBeComparedAreToldOf() {
        ExperimentConfig config = sample_config(0.0);
        config.corruption.pixels = PixelCorruption::Shuffled;
        TamperedRun run(config);   // no originals were kept
        QVERIFY(holds(codes(run.train().audit, FindingLevel::Warning), "pixels-not-compared"));
    }

    void scalingTwiceIsFound_data() {
        QTest::addColumn<int>("scaling");
        QTest::newRow("per-image-whitening") << static_cast<int>(Scaling::PerImageWhitening);
        QTest::newRow("unit") << static_cast<int>(Scaling::Unit);
        QTest::newRow("channel-statistics") << static_cast<int>(Scaling::ChannelStatistics);
    }
    void scalingTwiceIsFound() {
        QFETCH(int, scaling);
        ExperimentConfig config = sample_config(0.5);
        config.data.scaling = static_cast<Scaling>(scaling);
        TamperedRun run(config);
        // The published defect: pixels that are in 0..1 already go through the scaling of bytes again.
        const ImageSet& bytes = run.experiment.train.images;
        const torch::Tensor pixels =
            torch::from_blob(const_cast<std::uint8_t*>(bytes.pixels.data()), stored(run.data.train).sizes(), torch::kUInt8)
                .to(torch::kFloat32)
                .div_(255.0);
        stored(run.data.train)
            .copy_(scaled(pixels, config.data.scaling, channel_tensors(channel_statistics("synthetic", bytes))));
        const RunSummary summary = run.train();
        QVERIFY(holds(codes(summary.audit, FindingLevel::Warning), "scaling"));
    }

    void aHundredHonestRunsRaiseNoError() {
        int runs = 0;
        for (const LabelDraw draw : {LabelDraw::AllClasses, LabelDraw::WrongClasses}) {
            for (const double noise : {0.0, 0.1, 0.5, 0.9, 1.0}) {
                for (std::uint64_t seed = 1; seed <= 10; ++seed) {
                    ExperimentConfig config = sample_config(noise, draw);
                    config.seed = seed;
                    config.training.epochs = seed <= 3 ? 40 : 4;   // some until they have fitted
                    config.data.scaling = seed % 2 == 0 ? Scaling::PerImageWhitening : Scaling::ChannelStatistics;
                    const SampleSizes sizes{.train = std::size_t{64} << seed % 3, .test = 64};
                    RunDiary diary;
                    const RunSummary summary = train_sample(sample_experiment(config, sizes), diary);
                    const auto errors = codes(summary.audit, FindingLevel::Error);
                    QVERIFY2(errors.empty(), errors.empty() ? "" : errors.front().c_str());
                    QVERIFY(!holds(codes(summary.audit, FindingLevel::Warning), "scaling"));
                    ++runs;
                }
            }
        }
        QCOMPARE(runs, 100);
    }

    void theReportHoldsTheArithmetic() {
        TamperedRun run(sample_config(0.5));
        const RunSummary summary = run.train();
        std::int64_t changed = 0;
        for (std::size_t place = 0; place < 256; ++place) {
            changed += run.experiment.train.given_labels[place] != run.experiment.train.images.labels[place];
        }
        QCOMPARE(summary.audit.labels_changed, changed);
        QCOMPARE(summary.audit.labels_changed_fraction, static_cast<double>(changed) / 256.0);
        QCOMPARE(summary.audit.expected_changed_fraction, 0.45);
        QCOMPARE(summary.audit.chance_accuracy, 0.1);
        QVERIFY(holds(codes(summary.audit, FindingLevel::Note), "selected-on-test"));
    }

    void hashesDoNotDependOnTheMemoryLayout() {
        ExperimentConfig config = sample_config(0.5);
        const SampleSizes sizes{.shape = {.channels = 3, .height = 8, .width = 8}};
        RunDiary flat, wide;
        train_sample(sample_experiment(config, sizes), flat);
        config.model.name = "wide-resnet";
        config.model.depth = 10;
        train_sample(sample_experiment(config, sizes), wide);
        QCOMPARE(flat.headers.front().audit.images_sha256, wide.headers.front().audit.images_sha256);
        QCOMPARE(flat.headers.front().audit.labels_sha256, wide.headers.front().audit.labels_sha256);
    }
};

QTEST_APPLESS_MAIN(TestAudit)
#include "test_audit.moc"

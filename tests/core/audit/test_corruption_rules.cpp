#include "core/audit/audit_labels.h"
#include "core/audit/audit_rules.h"
#include "core/audit/published_accuracy.h"

#include <QTest>
#include <cmath>

using namespace overfit;

namespace {

ExperimentConfig experiment(LabelDraw draw, double fraction = 0.0) {
    ExperimentConfig config;
    config.corruption.labels.draw = draw;
    config.corruption.labels.fraction = fraction;
    return config;
}

ExperimentConfig with_pixels(PixelCorruption pixels) {
    ExperimentConfig config;
    config.corruption.pixels = pixels;
    return config;
}

LabelMeasurements labels(std::int64_t examples, std::int64_t changed, std::optional<double> expected = {}) {
    return {.examples = examples, .changed = changed, .classes = 10, .expected_fraction = expected};
}

QString summary(const std::vector<Finding>& findings) {
    QStringList words;
    for (const Finding& finding : findings) {
        words << QString::fromStdString(std::string(level_name(finding.level)) + " " + finding.code);
    }
    return words.join("; ");
}

QString label_summary(LabelDraw draw, const LabelMeasurements& measured, double fraction = 0.0) {
    return summary(label_findings(experiment(draw, fraction).corruption.labels, measured));
}

/// As honestly corrupted images are measured, but for `unchanged` of them.
PixelMeasurements compared(PixelCorruption kind, std::int64_t unchanged) {
    const std::int64_t permuted = kind == PixelCorruption::Gaussian ? 0 : 64;
    return {.compared = 256,
            .unchanged = unchanged,
            .looked_at = 64,
            .permuted = permuted,
            .neighbours = {.told = 63, .in_one_order = kind == PixelCorruption::Shuffled ? 63 : 0}};
}

QString pixel_summary(PixelCorruption pixels, std::optional<PixelMeasurements> train,
                      std::optional<PixelMeasurements> test) {
    StartMeasurements measured;
    measured.train_labels = labels(5000, 0);
    measured.train_pixels = train;
    measured.test_pixels = test;
    return summary(start_findings(with_pixels(pixels), measured));
}

/// The end of a run with true labels on 10,000 test images of ten classes.
QString end_summary(PixelCorruption pixels, double test_accuracy, double train_accuracy = 1.0, double commonest = 0.1) {
    EndMeasurements measured;
    measured.train_labels = labels(50'000, 0);
    measured.test_examples = 10'000;
    measured.commonest_test_class = commonest;
    measured.train_accuracy = train_accuracy;
    measured.test_accuracy = test_accuracy;
    return summary(end_findings(with_pixels(pixels), measured));
}

}   // namespace

class TestCorruptionRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void uncorruptedImagesOfEitherHalfAreAnError() {
        for (const PixelCorruption kind : {PixelCorruption::Shuffled, PixelCorruption::Random, PixelCorruption::Gaussian}) {
            const PixelMeasurements changed = compared(kind, 0), same = compared(kind, 256);
            QCOMPARE(pixel_summary(kind, changed, changed), QString());
            QCOMPARE(pixel_summary(kind, same, changed), QString("error pixels-not-corrupted"));
            QCOMPARE(pixel_summary(kind, changed, same), QString("error pixels-not-corrupted"));
        }
        const PixelMeasurements same = compared(PixelCorruption::None, 256);
        QCOMPARE(pixel_summary(PixelCorruption::None, same, same), QString());
    }

    void permutationsAreThoseThatWereAskedFor() {
        const auto permuted = [](std::int64_t all, std::int64_t told, std::int64_t in_one_order) {
            return PixelMeasurements{.compared = 256,
                                     .looked_at = 64,
                                     .permuted = all,
                                     .neighbours = {.told = told, .in_one_order = in_one_order}};
        };
        const QString not_as_asked = "error pixels-not-as-asked";
        QCOMPARE(pixel_summary(PixelCorruption::Shuffled, permuted(64, 63, 63), {}), QString());
        QCOMPARE(pixel_summary(PixelCorruption::Shuffled, permuted(64, 63, 62), {}), not_as_asked);
        QCOMPARE(pixel_summary(PixelCorruption::Shuffled, permuted(63, 62, 62), {}), not_as_asked);
        QCOMPARE(pixel_summary(PixelCorruption::Random, permuted(64, 63, 31), {}), QString());   // by chance
        QCOMPARE(pixel_summary(PixelCorruption::Random, permuted(64, 63, 32), {}), not_as_asked);
        QCOMPARE(pixel_summary(PixelCorruption::Random, permuted(64, 4, 4), {}), not_as_asked);
        QCOMPARE(pixel_summary(PixelCorruption::Random, {}, permuted(64, 63, 63)), not_as_asked);
        QCOMPARE(pixel_summary(PixelCorruption::Gaussian, permuted(3, 2, 0), {}), QString());
        QCOMPARE(pixel_summary(PixelCorruption::Gaussian, permuted(64, 63, 0), {}), not_as_asked);
    }

    void anOrderThatCannotBeToldIsNoted() {
        const auto told = [](std::int64_t neighbours, std::int64_t with_training) {
            return PixelMeasurements{.compared = 256,
                                     .looked_at = 64,
                                     .permuted = 64,
                                     .neighbours = {.told = neighbours, .in_one_order = neighbours},
                                     .with_training = {.told = with_training, .in_one_order = with_training}};
        };
        const QString note = "note pixel-order-not-told";
        for (const PixelCorruption kind : {PixelCorruption::Shuffled, PixelCorruption::Random}) {
            QCOMPARE(pixel_summary(kind, PixelMeasurements{.compared = 256}, {}), note);   // windows
            QCOMPARE(pixel_summary(kind, told(0, 0), {}), note);
        }
        QCOMPARE(pixel_summary(PixelCorruption::Shuffled, told(1, 0), told(0, 1)), QString());
        QCOMPARE(pixel_summary(PixelCorruption::Random, told(3, 0), told(0, 4)), note + "; " + note);
        QCOMPARE(pixel_summary(PixelCorruption::Gaussian, PixelMeasurements{.compared = 256}, {}), QString());
    }

    void otherBlocksAreShuffledAsTheTrainingImagesAre() {
        PixelMeasurements test{.compared = 256,
                               .looked_at = 64,
                               .permuted = 64,
                               .neighbours = {.told = 63, .in_one_order = 63},
                               .with_training = {.told = 64, .in_one_order = 63}};
        QCOMPARE(pixel_summary(PixelCorruption::Shuffled, {}, test), QString("error pixels-not-as-asked"));
        test.with_training.in_one_order = 64;
        QCOMPARE(pixel_summary(PixelCorruption::Shuffled, {}, test), QString());
    }

    void channelsArePermutedApartWhereThatWasAskedFor() {
        PixelMeasurements measured{.compared = 256, .looked_at = 64, .permuted = 64};
        for (const PixelCorruption kind : {PixelCorruption::Shuffled, PixelCorruption::Random}) {
            measured.neighbours = {.told = 63, .in_one_order = kind == PixelCorruption::Shuffled ? 63 : 0};
            measured.channels = {.told = 64, .in_one_order = 32};
            QCOMPARE(pixel_summary(kind, measured, {}), QString());
            measured.channels.in_one_order = 33;
            QCOMPARE(pixel_summary(kind, measured, {}), QString("error pixels-not-as-asked"));
            measured.channels = {.told = 3, .in_one_order = 3};
            QCOMPARE(pixel_summary(kind, measured, {}), QString());
        }
    }

    void noiseHasTheMomentsOfTheTrainingImages() {
        const MomentMeasurements wanted{.mean = 0.5, .mean_error = 0.01, .mean_square = 0.3, .mean_square_error = 0.01};
        const auto noise = [&](std::int64_t compared, double mean, double mean_square) {
            return PixelMeasurements{
                .compared = compared, .original_moments = {wanted}, .moments = {{.mean = mean, .mean_square = mean_square}}};
        };
        const QString not_as_asked = "error pixels-not-as-asked";
        QCOMPARE(pixel_summary(PixelCorruption::Gaussian, noise(256, 0.54, 0.33), noise(256, 0.5, 0.3)), QString());
        QCOMPARE(pixel_summary(PixelCorruption::Gaussian, noise(256, 0.56, 0.3), {}), not_as_asked);
        QCOMPARE(pixel_summary(PixelCorruption::Gaussian, noise(256, 0.5, 0.38), {}), not_as_asked);
        QCOMPARE(pixel_summary(PixelCorruption::Gaussian, noise(256, 0.5, 0.3), noise(256, 0.0, 1.0)), not_as_asked);
        QCOMPARE(pixel_summary(PixelCorruption::Gaussian, noise(31, 0.0, 1.0), {}), QString());   // too few to tell
    }

    void anImageThatStaysByChanceIsNone() {
        const auto few = compared(PixelCorruption::Random, 12), more = compared(PixelCorruption::Random, 13);
        QCOMPARE(pixel_summary(PixelCorruption::Random, few, {}), QString());
        QCOMPARE(pixel_summary(PixelCorruption::Random, more, {}), QString("error pixels-not-corrupted"));
        QCOMPARE(pixel_summary(PixelCorruption::Random, {}, {}), QString());   // not measured: a saved run
    }

    void imagesWithoutContrastProveNothing() {
        const PixelMeasurements changed = compared(PixelCorruption::Shuffled, 0), none;
        QCOMPARE(pixel_summary(PixelCorruption::Shuffled, none, changed), QString("warning pixels-not-compared"));
        QCOMPARE(pixel_summary(PixelCorruption::Shuffled, changed, none), QString("warning pixels-not-compared"));
        QCOMPARE(pixel_summary(PixelCorruption::None, none, none), QString());
    }

    void noClassCanBeReadOffNoise() {
        QCOMPARE(end_summary(PixelCorruption::Gaussian, 0.1), QString());
        QCOMPARE(end_summary(PixelCorruption::Gaussian, 0.114), QString());   // 4.7 standard deviations
        QCOMPARE(end_summary(PixelCorruption::Gaussian, 0.12), QString("warning impossible-test-accuracy"));
        QCOMPARE(end_summary(PixelCorruption::Gaussian, 0.5), QString("error impossible-test-accuracy"));
        QCOMPARE(end_summary(PixelCorruption::Gaussian, 0.5, 0.3), QString("error impossible-test-accuracy"));   // unfitted
        QCOMPARE(end_summary(PixelCorruption::Gaussian, 0.19, 1.0, 0.2), QString());   // names the commonest class
    }

    void permutedImagesTellSomething() {
        QCOMPARE(end_summary(PixelCorruption::Shuffled, 0.5), QString());
        QCOMPARE(end_summary(PixelCorruption::Random, 0.3), QString());
    }

    void pairFlipsAreJudgedByTheirShare() {
        QCOMPARE(label_summary(LabelDraw::PairFlip, labels(5000, 2000), 0.4), QString());
        QCOMPARE(label_summary(LabelDraw::PairFlip, labels(5000, 0), 0.4), QString("error labels-not-corrupted"));
        QCOMPARE(label_summary(LabelDraw::PairFlip, labels(5000, 3000), 0.4), QString("warning labels-changed-share"));
    }

    /// Where all are flipped, a network knows the next class of each image, and the curve of symmetric noise ends at chance.
    void pairFlipsAreExpectedToCostWhatTheyDo() {
        ExperimentConfig config = experiment(LabelDraw::PairFlip);
        config.data.dataset = "cifar10";
        config.model.name = "small-inception";
        const auto expected = [&](double changed) { return published_accuracy(config, changed, 10)->with_this_noise; };
        QVERIFY(std::abs(expected(0.0) - 0.8575) < 1e-9);
        QVERIFY(std::abs(expected(0.45) - 0.4788) < 1e-3);
        QVERIFY(std::abs(expected(1.0) - 0.0158) < 1e-3);
        QVERIFY(!published_accuracy(config, 0.5, 10)->inception_with_this_noise);
        config.corruption.labels.draw = LabelDraw::WrongClasses;
        QVERIFY(std::abs(expected(0.9) - 0.1) < 1e-9);
        QVERIFY(published_accuracy(config, 0.5, 10)->inception_with_this_noise);
    }

    void aMatrixIsJudgedByTheShareItWasDrawnWith() {
        QCOMPARE(label_summary(LabelDraw::TransitionMatrix, labels(5000, 1500, 0.3)), QString());
        QCOMPARE(label_summary(LabelDraw::TransitionMatrix, labels(5000, 0, 0.3)), QString("error labels-not-corrupted"));
        QCOMPARE(label_summary(LabelDraw::TransitionMatrix, labels(5000, 0)), QString());   // nobody kept the share
    }

    void aLabelFileLeavesNothingToChance() {
        QCOMPARE(label_summary(LabelDraw::LabelFile, labels(5000, 858, 0.1716)), QString());
        QCOMPARE(label_summary(LabelDraw::LabelFile, labels(5000, 857, 0.1716)), QString("error labels-not-corrupted"));
        QCOMPARE(label_summary(LabelDraw::LabelFile, labels(5000, 0, 0.0)), QString("warning labels-changed-share"));
        const LabelCorruption noise = experiment(LabelDraw::LabelFile).corruption.labels;
        QCOMPARE(QString::fromStdString(describe_labels(noise, labels(5000, 858, 0.1716))),
                 QString("858 of 5,000 labels differ from the true ones (17.2 %); expected 17.2 %"));
        QCOMPARE(QString::fromStdString(describe_labels(noise, labels(5000, 858))),
                 QString("858 of 5,000 labels differ from the true ones (17.2 %); expected what the file says"));
    }

    /// Test labels of which two thirds were flipped agree with "the next class" in two thirds.
    void flippedTestLabelsCanBeGuessedAtTheirLargerShare() {
        EndMeasurements measured;
        measured.train_labels = labels(50'000, 33'000);
        measured.test_examples = 10'000;
        measured.train_accuracy = 0.5;
        const ExperimentConfig config = experiment(LabelDraw::PairFlip, 0.66);
        measured.test_corrupted_accuracy = 0.65;
        QCOMPARE(summary(end_findings(config, measured)), QString());
        measured.test_corrupted_accuracy = 0.75;
        QCOMPARE(summary(end_findings(config, measured)), QString("error impossible-test-accuracy"));
    }

    void theCommonestShareIsThatOfTheLargestClass() {
        QCOMPARE(commonest_share(std::vector<std::uint16_t>{1, 1, 0, 3}), 0.5);
        QCOMPARE(commonest_share({}), 0.0);
    }
};

QTEST_APPLESS_MAIN(TestCorruptionRules)
#include "test_corruption_rules.moc"

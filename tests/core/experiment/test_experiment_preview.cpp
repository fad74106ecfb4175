#include "core/audit/audit_labels.h"
#include "core/data/scaling.h"
#include "core/experiment/experiment_preview.h"
#include "core/experiment/prepared_experiment.h"
#include "core/support/error.h"
#include "tests/core/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>

using namespace overfit;

namespace {

ExperimentConfig small_experiment() {
    ExperimentConfig config;
    config.data.dataset = "synthetic";
    config.data.train_examples = 500;
    config.data.validation_fraction = 0.2;
    config.corruption.labels.fraction = 0.5;
    config.training.batch_size = 50;
    return config;
}

ExperimentPreview preview_of(const ExperimentConfig& config, std::uint64_t choice = 0) {
    return PreviewMaker().make({.config = config, .data_roots = {}, .choice = choice});
}

QString refusal(const ExperimentConfig& config) {
    try {
        preview_of(config);
    } catch (const UsageError& error) {
        return error.what();
    }
    return {};
}

std::vector<std::int64_t> indices_of(const ExperimentPreview& preview) {
    std::vector<std::int64_t> indices;
    for (const PreviewImage& image : preview.images) indices.push_back(image.index);
    return indices;
}

/// Where a preview's image stands among the prepared training examples.
std::size_t place_of(const PreviewImage& image, const PreparedExamples& train) {
    const auto found = std::ranges::lower_bound(train.indices, image.index);
    if (found == train.indices.end() || *found != image.index) qFatal("an image that is not trained on");
    return static_cast<std::size_t>(found - train.indices.begin());
}

ImageSet image_at(const PreparedExamples& train, std::size_t place) {
    const auto values = static_cast<std::ptrdiff_t>(train.images.shape.values());
    const auto first = train.images.pixels.begin() + static_cast<std::ptrdiff_t>(place) * values;
    return {.shape = train.images.shape, .pixels = {first, first + values}, .labels = {0}};
}

}   // namespace

Q_DECLARE_METATYPE(overfit::LabelDraw)
Q_DECLARE_METATYPE(overfit::Scaling)

class TestExperimentPreview : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void imagesAndLabelsAreThoseThatAreTrained_data() {
        QTest::addColumn<LabelDraw>("draw");
        QTest::addColumn<double>("fraction");
        QTest::newRow("all-classes") << LabelDraw::AllClasses << 0.5;
        QTest::newRow("all-classes, all") << LabelDraw::AllClasses << 1.0;
        QTest::newRow("wrong-classes") << LabelDraw::WrongClasses << 0.3;
        QTest::newRow("reference") << LabelDraw::Reference << 1.0;
        QTest::newRow("true labels") << LabelDraw::AllClasses << 0.0;
    }
    void imagesAndLabelsAreThoseThatAreTrained() {
        QFETCH(LabelDraw, draw);
        QFETCH(double, fraction);
        ExperimentConfig config = small_experiment();
        config.corruption.labels = {.fraction = fraction, .draw = draw};
        config.seeds.labels = 4711;
        const PreparedExamples train = prepare_experiment(config, {}).train;
        const ExperimentPreview preview = preview_of(config);
        QCOMPARE(preview.images.size(), 12u);
        for (const PreviewImage& image : preview.images) {
            const std::size_t place = place_of(image, train);
            QCOMPARE(image.true_label, train.images.labels[place]);
            QCOMPARE(image.given_label, train.given_labels[place]);
        }
    }

    void theShareIsTheAuditsOfAllTrainingLabels() {
        const ExperimentConfig config = small_experiment();
        const PreparedExperiment prepared = prepare_experiment(config, {});
        const AuditReport audit = audit_prepared(
            config, {.true_labels = prepared.train.images.labels, .given_labels = prepared.train.given_labels}, 10);
        const ExperimentPreview preview = preview_of(config);
        QCOMPARE(preview.labels.examples, 400);
        QCOMPARE(preview.labels.changed, audit.labels_changed);
        QCOMPARE(preview.expected_changed_fraction, audit.expected_changed_fraction);
        QCOMPARE(preview.class_names, prepared.class_names);
    }

    void theSameImagesStayWhileTheLabelsChange() {
        ExperimentConfig config = small_experiment();
        const ExperimentPreview before = preview_of(config);
        config.corruption.labels.fraction = 1.0;
        config.seeds.labels = 99;
        const ExperimentPreview after = preview_of(config);
        QCOMPARE(indices_of(after), indices_of(before));
        QVERIFY(after.labels.changed > before.labels.changed);
    }

    void anotherChoiceShowsOtherImagesOfTheSameExperiment() {
        const ExperimentPreview one = preview_of(small_experiment()), other = preview_of(small_experiment(), 1);
        QVERIFY(indices_of(one) != indices_of(other));
        QCOMPARE(one.labels.changed, other.labels.changed);
        QCOMPARE(indices_of(one), indices_of(preview_of(small_experiment())));
    }

    void noImageIsShownTwice() {
        const std::vector<std::int64_t> indices = indices_of(preview_of(small_experiment()));
        QVERIFY(std::ranges::adjacent_find(indices, std::greater_equal()) == indices.end());
    }

    void aTinyExperimentShowsAllItsImages() {
        ExperimentConfig config = small_experiment();
        config.data.train_examples = 5;
        config.data.validation_fraction = 0.0;   // less than a batch: a problem of the training, not of the picture
        QCOMPARE(preview_of(config).images.size(), 5u);
    }

    void bytesWithoutStatisticsAreShownAsTheyAre_data() {
        QTest::addColumn<Scaling>("scaling");
        QTest::newRow("unit") << Scaling::Unit;
        QTest::newRow("none") << Scaling::None;
    }
    void bytesWithoutStatisticsAreShownAsTheyAre() {
        QFETCH(Scaling, scaling);
        ExperimentConfig config = small_experiment();
        config.data.scaling = scaling;
        config.data.crop = 12;
        const PreparedExamples train = prepare_experiment(config, {}).train;
        const ExperimentPreview preview = preview_of(config);
        QCOMPARE(preview.shape, (ImageShape{.channels = 3, .height = 12, .width = 12}));
        for (const PreviewImage& image : preview.images) {
            QCOMPARE(image.shown, image_at(train, place_of(image, train)).pixels);
        }
    }

    void theNetworksInputIsShownFromBlackToWhite_data() {
        QTest::addColumn<Scaling>("scaling");
        QTest::newRow("per-image-whitening") << Scaling::PerImageWhitening;
        QTest::newRow("channel-statistics") << Scaling::ChannelStatistics;
    }
    /// One straight line for all images and channels: a pixel whose channels are equal stays grey.
    void theNetworksInputIsShownFromBlackToWhite() {
        QFETCH(Scaling, scaling);
        ExperimentConfig config = small_experiment();
        config.data.scaling = scaling;
        const PreparedExamples train = prepare_experiment(config, {}).train;
        const ChannelStatistics statistics = channel_statistics("synthetic", train.images);
        const ExperimentPreview preview = preview_of(config);
        QVERIFY(preview.black < 0.0 && preview.white > 0.0);
        int darkest = 255, brightest = 0;
        for (const PreviewImage& image : preview.images) {
            const std::vector<float> input = scaled(image_at(train, place_of(image, train)), scaling, statistics);
            for (std::size_t i = 0; i < input.size(); ++i) {
                const double share = (input[i] - preview.black) / (preview.white - preview.black);
                QVERIFY(std::abs(255.0 * std::clamp(share, 0.0, 1.0) - image.shown[i]) <= 0.501);
                darkest = std::min<int>(darkest, image.shown[i]);
                brightest = std::max<int>(brightest, image.shown[i]);
            }
        }
        QCOMPARE(darkest, 0);
        QCOMPARE(brightest, 255);
    }

    void oneMakerGivesWhatAFreshOneGives() {
        PreviewMaker maker;
        ExperimentConfig config = small_experiment();
        config.data.scaling = Scaling::ChannelStatistics;
        for (const std::int64_t examples : {500, 1000, 500}) {   // the statistics follow the subset
            config.data.train_examples = examples;
            const ExperimentPreview kept = maker.make({.config = config, .data_roots = {}});
            const ExperimentPreview fresh = preview_of(config);
            QCOMPARE(indices_of(kept), indices_of(fresh));
            for (std::size_t i = 0; i < kept.images.size(); ++i) QCOMPARE(kept.images[i].shown, fresh.images[i].shown);
        }
    }

    void onlyProblemsOfDataAndLabelsStandInTheWay() {
        ExperimentConfig config = small_experiment();
        config.training.epochs = 0;
        config.model.depth = 7;
        QCOMPARE(refusal(config), QString());
        config.data.crop = 99;
        QVERIFY2(refusal(config).startsWith("data.crop: "), qPrintable(refusal(config)));
        config = small_experiment();
        config.corruption.labels.fraction = 1.5;
        QVERIFY2(refusal(config).startsWith("corruption.labels.fraction: "), qPrintable(refusal(config)));
        config = small_experiment();
        config.data.validation_fraction = -1.0;
        QVERIFY(refusal(config).startsWith("data.validation_fraction: "));
    }

    void missingDataSaysHowToGetIt() {
        ExperimentConfig config = small_experiment();
        config.data.dataset = "cifar10";
        QVERIFY2(refusal(config).contains("is not on this machine"), qPrintable(refusal(config)));
        QVERIFY(refusal(config).contains("cifar-10-binary.tar.gz"));
    }

    void greyImagesAreShownInOneChannelUntilTheirFilesGo() {
        const QTemporaryDir folder;
        const std::filesystem::path root = folder.path().toStdString();
        for (const char* half : {"train", "t10k"}) {
            const std::filesystem::path start = root / "MNIST/raw" / half;
            data_files::write(start.string() + "-images-idx3-ubyte",
                              data_files::idx({0x14, 28, 28}, data_files::counting(20 * 28 * 28)));
            data_files::write(start.string() + "-labels-idx1-ubyte", data_files::idx({0x14}, data_files::counting(20, 10)));
        }
        ExperimentConfig config;
        config.data.dataset = "mnist";
        PreviewMaker maker;
        const PreviewRequest request{.config = config, .data_roots = {root}};
        const ExperimentPreview preview = maker.make(request);
        QCOMPARE(preview.shape, (ImageShape{.channels = 1, .height = 28, .width = 28}));
        QCOMPARE(preview.labels.examples, 20);
        QCOMPARE(preview.images.front().shown.size(), 784u);
        std::filesystem::remove_all(root / "MNIST");
        QVERIFY_EXCEPTION_THROWN(maker.make(request), UsageError);
    }
};

QTEST_APPLESS_MAIN(TestExperimentPreview)
#include "test_experiment_preview.moc"

#include "core/data/split.h"
#include "core/engine/tensors/resident_images.h"
#include "tests/engine/training/sample_run.h"

#include <QTest>
#include <functional>
#include <utility>

using namespace overfit;

namespace {

using Change = std::function<void(ExperimentConfig&)>;

/// The epoch lines of a run of three epochs.
std::vector<EpochMetrics> lines_of(const ExperimentConfig& config) {
    RunDiary diary;
    train_sample(sample_experiment(config), diary);
    return timeless(diary.lines);
}

ExperimentConfig changed(const Change& change, double noise = 1.0) {
    ExperimentConfig config = sample_config(noise);
    change(config);
    return config;
}

const std::pair<const char*, Change> regularisers[] = {
    {"random crop", [](ExperimentConfig& config) { config.augmentation.random_crop = true; }},
    {"horizontal flip", [](ExperimentConfig& config) { config.augmentation.horizontal_flip = true; }},
    {"rotation", [](ExperimentConfig& config) { config.augmentation.rotation_degrees = 25.0; }},
    {"cutout", [](ExperimentConfig& config) { config.augmentation.cutout = 4; }},
    {"mixup", [](ExperimentConfig& config) { config.augmentation.mixup = 1.0; }},
    {"label smoothing", [](ExperimentConfig& config) { config.training.label_smoothing = 0.2; }},
    {"early learning", [](ExperimentConfig& config) { config.training.early_learning.weight = 3.0; }},
};

void each_regulariser() {
    QTest::addColumn<int>("place");
    for (int place = 0; const auto& [name, change] : regularisers) QTest::newRow(name) << place++;
}

}   // namespace

class TestRegularisers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachChangesTrainingAndNothingElse_data() { each_regulariser(); }
    void eachChangesTrainingAndNothingElse() {
        QFETCH(int, place);
        const auto plain = lines_of(sample_config());
        const auto regularised = lines_of(changed(regularisers[place].second));
        // Epoch 0 is the untrained network: evaluation sees the same images, labels and loss.
        QCOMPARE(regularised.front(), plain.front());
        QVERIFY(regularised[1].running_loss != plain[1].running_loss);
        QVERIFY(regularised.back().train_loss != plain.back().train_loss);
    }

    void eachMakesTheSameRunAgain_data() { each_regulariser(); }
    void eachMakesTheSameRunAgain() {
        QFETCH(int, place);
        const ExperimentConfig config = changed(regularisers[place].second);
        QCOMPARE(lines_of(config), lines_of(config));
    }

    void eachIsNotedBesideRandomLabels_data() { each_regulariser(); }
    void eachIsNotedBesideRandomLabels() {
        QFETCH(int, place);
        RunDiary diary;
        train_sample(sample_experiment(changed(regularisers[place].second)), diary);
        const auto notes = codes(diary.headers.front().audit, FindingLevel::Note);
        QVERIFY(std::find(notes.begin(), notes.end(), "regulariser-active") != notes.end());
        QVERIFY(!diary.headers.front().audit.has_error());
    }

    /// A random crop needs whole images, which evaluation must not see more of.
    void evaluationTakesTheCentreOfWholeImages() {
        ExperimentConfig config = sample_config();
        const SampleSizes whole{.validation = 20, .shape = {.channels = 3, .height = 12, .width = 12}};
        config.data.crop = 8;
        config.augmentation.random_crop = true;
        for (const Scaling scaling : {Scaling::PerImageWhitening, Scaling::ChannelStatistics}) {
            config.data.scaling = scaling;
            PreparedExperiment experiment = sample_experiment(config, whole);
            RunDiary random, centred;
            train_sample(experiment, random);
            experiment.config.augmentation.random_crop = false;
            for (PreparedExamples* block : {&experiment.train, &experiment.validation, &experiment.test}) {
                block->images = centre_crop(std::move(block->images), 8);
            }
            train_sample(experiment, centred);
            QCOMPARE(random.headers.front().audit.images_sha256, centred.headers.front().audit.images_sha256);
            QCOMPARE(timeless(random.lines.front()), timeless(centred.lines.front()));
            QVERIFY(timeless(random.lines.back()) != timeless(centred.lines.back()));
        }
    }

    void everyWindowOfTheImageIsSeen() {
        ExperimentConfig config = sample_config();
        config.data.crop = 8;
        config.data.scaling = Scaling::None;
        config.augmentation.random_crop = true;
        const SampleSizes sizes{.train = 512, .shape = {.channels = 1, .height = 9, .width = 10}};
        PreparedExperiment experiment = sample_experiment(config, sizes);
        for (std::size_t value = 0; value < experiment.train.images.pixels.size(); ++value) {
            experiment.train.images.pixels[value] = static_cast<std::uint8_t>(value % 90);   // each pixel tells its place
        }
        const TrainingData data = make_training_data(experiment, choose_compute(config, ""));
        const torch::Tensor stored = data.train.images->in_order()->next(512);
        const torch::Tensor batch = data.input.for_training(stored, make_generator(torch::kCPU, 3));
        QCOMPARE(batch.sizes().vec(), (std::vector<std::int64_t>{512, 1, 8, 8}));
        const torch::Tensor corners = std::get<0>(at::_unique(batch.select(2, 0).select(2, 0).flatten()));
        QVERIFY(corners.equal(torch::tensor({0.0F, 1.0F, 2.0F, 10.0F, 11.0F, 12.0F})));
        const torch::Tensor window = batch[0][0] - batch[0][0][0][0];
        QVERIFY(window.equal(torch::arange(8).mul(10).unsqueeze(1).add(torch::arange(8)).to(torch::kFloat32)));
        QVERIFY(data.input.for_evaluation(stored)[0][0][0][0].item<float>() == 1.0F);   // centre: top 0, left 1
    }

    void aPaddedCropIsBlackBeyondTheBorder() {
        InputPipeline input;
        input.scaling = Scaling::None;
        input.augmentation.random_crop = true;
        input.augmentation.pad = 2;
        const torch::Tensor stored = torch::full({300, 1, 6, 6}, 200, torch::kUInt8);
        const torch::Tensor batch = input.for_training(stored, make_generator(torch::kCPU, 3));
        QCOMPARE(batch.sizes().vec(), stored.sizes().vec());
        QVERIFY(batch.eq(0).logical_or(batch.eq(200)).all().item<bool>());
        const torch::Tensor kept = batch.gt(0).sum({1, 2, 3});
        QCOMPARE(kept.min().item<std::int64_t>(), 16);   // two rows and two columns lost
        QCOMPARE(kept.max().item<std::int64_t>(), 36);
    }

    void cutoutLeavesTheMeanOfTheScaling_data() {
        QTest::addColumn<int>("scaling");
        QTest::addColumn<double>("fill");
        QTest::newRow("per-image-whitening") << static_cast<int>(Scaling::PerImageWhitening) << 0.0;
        QTest::newRow("channel-statistics") << static_cast<int>(Scaling::ChannelStatistics) << 0.0;
        QTest::newRow("unit") << static_cast<int>(Scaling::Unit) << 0.25;
        QTest::newRow("none") << static_cast<int>(Scaling::None) << 63.75;
    }
    void cutoutLeavesTheMeanOfTheScaling() {
        QFETCH(int, scaling);
        QFETCH(double, fill);
        InputPipeline input;
        input.scaling = static_cast<Scaling>(scaling);
        input.statistics = channel_tensors({.mean = {0.25}, .deviation = {0.5}});
        input.augmentation.cutout = 3;
        input.format = at::MemoryFormat::ChannelsLast;
        const torch::Tensor stored = torch::randint(256, {50, 1, 8, 8}, make_generator(torch::kCPU, 1), torch::kUInt8);
        const torch::Tensor holed = input.for_training(stored, make_generator(torch::kCPU, 2));
        const torch::Tensor changed = holed.ne(input.for_evaluation(stored));
        QVERIFY(changed.any().item<bool>());
        QVERIFY(torch::allclose(holed.masked_select(changed), torch::full({}, fill), 1e-6, 1e-6));
        QVERIFY(changed.sum({1, 2, 3}).le(9).all().item<bool>());
        QVERIFY(holed.is_contiguous(input.format));
        // The same squares where images lie scaled already.
        QVERIFY(input.for_training(input.for_evaluation(stored), make_generator(torch::kCPU, 2)).equal(holed));
    }

    void aMixedRunCountsTheLargerShare() {
        // With two classes and labels that are the image, a network that has learned them gets most mixtures right.
        ExperimentConfig config = sample_config(0.0);
        config.augmentation.mixup = 0.2;
        config.training.epochs = 60;
        config.training.stop_when_fitted = false;
        RunDiary diary;
        train_sample(sample_experiment(config), diary);
        QVERIFY(*diary.lines.back().running_accuracy > 0.8);
    }
};

QTEST_APPLESS_MAIN(TestRegularisers)
#include "test_regularisers.moc"

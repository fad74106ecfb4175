#include "core/config/memory_estimate.h"

#include <QTest>

using namespace overfit;

class TestMemoryEstimate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// MNIST whole, MLP 1x512: every term by hand.
    void followsTheFormula() {
        ExperimentConfig config;
        config.data.dataset = "mnist";
        config.training.batch_size = 128;
        const auto memory = estimate_memory(config, 407'050, {.maps = 0, .vectors = 522});
        QVERIFY(memory);
        QCOMPARE(memory->data, std::int64_t{70'000} * (784 * 5 + 20));
        QCOMPARE(memory->weights, std::int64_t{407'050} * 4 * 2 * 3);
        QCOMPARE(memory->activations, std::int64_t{128} * 4 * 2 * (784 + 522));
        QCOMPARE(memory->total(), memory->library + memory->data + memory->weights + memory->activations);
    }

    void subsetsCropsAndMomentumCount() {
        ExperimentConfig config;
        config.data.dataset = "cifar10";
        config.data.train_examples = 5000;
        config.data.test_examples = 1000;
        config.data.crop = 28;
        config.training.momentum = 0.0;
        const auto memory = estimate_memory(config, 1000, {.maps = 100, .vectors = 10});
        QVERIFY(memory);
        QCOMPARE(memory->data, std::int64_t{6000} * (3 * 28 * 28 * 5 + 20));
        QCOMPARE(memory->weights, std::int64_t{1000} * 4 * 3);
        config.data.train_examples = 1'000'000;   // more than there are: all
        QCOMPARE(estimate_memory(config, 1000, {})->data, std::int64_t{51'000} * (3 * 28 * 28 * 5 + 20));
    }

    /// CIFAR-10 with windows of 28: training images stay whole and bytes, 40,000 of them with a validation split of a fifth.
    void aRandomCropKeepsWholeImagesAsBytes() {
        ExperimentConfig config;
        config.data.dataset = "cifar10";
        config.data.crop = 28;
        config.augmentation.random_crop = true;
        constexpr std::int64_t whole = 3 * 32 * 32, window = 3 * 28 * 28;
        const auto memory = estimate_memory(config, 1000, {.maps = 100, .vectors = 10});
        QVERIFY(memory);
        QCOMPARE(memory->data, std::int64_t{60'000} * (whole + 20) + 50'000 * whole + 10'000 * window * 4);
        QCOMPARE(memory->activations, std::int64_t{128} * 4 * 2 * (window + 10 + 4 * 100));
        config.data.validation_fraction = 0.2;
        QCOMPARE(estimate_memory(config, 1000, {})->data,
                 std::int64_t{60'000} * (whole + 20) + 40'000 * whole + 20'000 * window * 4);
    }

    void aFlipKeepsTrainingImagesAsBytes() {
        ExperimentConfig config;
        config.data.dataset = "cifar10";
        config.data.crop = 28;
        config.augmentation.horizontal_flip = true;
        constexpr std::int64_t window = 3 * 28 * 28;
        QCOMPARE(estimate_memory(config, 1000, {})->data,
                 std::int64_t{60'000} * (window + 20) + 50'000 * window + 10'000 * window * 4);
    }

    void meanPredictionsOfEarlyLearningCount() {
        ExperimentConfig config;
        config.data.dataset = "cifar100";
        const std::int64_t without = estimate_memory(config, 1000, {})->weights;
        config.training.early_learning.weight = 7.0;
        QCOMPARE(estimate_memory(config, 1000, {})->weights - without, std::int64_t{50'000} * 100 * 4 * 3);
    }

    void aSetOfUnknownSizeHasNoEstimate() {
        ExperimentConfig config;
        config.data.dataset = "image-folder";
        QVERIFY(!estimate_memory(config, 1000, {}));
        config.data.dataset = "no such set";
        QVERIFY(!estimate_memory(config, 1000, {}));
    }

    void photographsStayInAFileWhereTheyWouldFillHalfTheMemory() {
        constexpr std::int64_t values = 3 * 224 * 224;
        constexpr std::uint64_t memory = 10'000'000'000;
        ExperimentConfig config;
        const auto store = [&](std::int64_t train, std::int64_t others, ImageStore wanted = ImageStore::Auto) {
            const std::int64_t seen = config.augmentation.random_crop ? values / 4 : values;
            return resolved_image_store(wanted, resident_image_bytes(config, train, others, values, seen), memory);
        };
        QCOMPARE(store(6'000, 600), ImageStore::Resident);   // 5 bytes a value: as read and scaled
        QCOMPARE(store(6'000, 700), ImageStore::Mapped);
        QCOMPARE(store(1'300'000, 50'000), ImageStore::Mapped);
        QCOMPARE(store(1'300'000, 50'000, ImageStore::Resident), ImageStore::Resident);
        QCOMPARE(store(1, 0, ImageStore::Mapped), ImageStore::Mapped);
        config.augmentation.random_crop =
            true;   // of half the side: train images stay bytes, of test images a quarter is scaled
        QCOMPARE(store(16'000, 400), ImageStore::Resident);
        QCOMPARE(store(16'000, 800), ImageStore::Mapped);
    }
};

QTEST_APPLESS_MAIN(TestMemoryEstimate)
#include "test_memory_estimate.moc"

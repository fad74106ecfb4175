#include "core/engine/tensors/resident_data.h"
#include "tests/engine/golden_file.h"

#include <QTest>

using namespace overfit;

namespace {

ImageSet golden_images(const GoldenFile& golden) {
    const torch::Tensor pixels = golden["pixels"];
    const auto* bytes = pixels.data_ptr<std::uint8_t>();
    return {.shape = {.channels = 3, .height = 5, .width = 6},
            .pixels = {bytes, bytes + pixels.numel()},
            .labels = {0, 1, 2, 3}};
}

ResidentExamples resident(const ImageSet& images, Scaling scaling, const std::string& dataset, at::MemoryFormat format) {
    Placement placement;
    placement.scaling = scaling;
    placement.format = format;
    placement.statistics = channel_statistics(dataset, images);
    return make_resident(images, images.labels, placement);
}

}   // namespace

class TestTensors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scalingIsThePapers_data() {
        QTest::addColumn<QString>("golden");
        QTest::addColumn<int>("scaling");
        QTest::addColumn<QString>("dataset");
        const auto row = [](const char* golden, Scaling scaling, const char* dataset) {
            QTest::newRow(golden) << QString(golden) << static_cast<int>(scaling) << QString(dataset);
        };
        row("per-image-whitening", Scaling::PerImageWhitening, "synthetic");
        row("unit", Scaling::Unit, "synthetic");
        row("none", Scaling::None, "synthetic");
        row("channel-statistics", Scaling::ChannelStatistics, "synthetic");
        row("channel-statistics.cifar10", Scaling::ChannelStatistics, "cifar10");
    }
    void scalingIsThePapers() {
        QFETCH(QString, golden);
        QFETCH(int, scaling);
        QFETCH(QString, dataset);
        const GoldenFile file("scaling.safetensors");
        for (const auto format : {at::MemoryFormat::Contiguous, at::MemoryFormat::ChannelsLast}) {
            const ResidentExamples examples =
                resident(golden_images(file), static_cast<Scaling>(scaling), dataset.toStdString(), format);
            QVERIFY(examples.images.is_contiguous(format));
            const torch::Tensor expected = file[golden.toStdString()];
            // Golden values are float64; one image below the floor subtracts nearly equal float32 numbers.
            QVERIFY(torch::allclose(examples.images.contiguous().to(torch::kFloat64), expected, 1e-5, 5e-6));
        }
    }

    /// The preview scales plain arrays, the engine tensors: what is shown must be what is trained on.
    void plainArraysAreScaledAlike_data() { scalingIsThePapers_data(); }
    void plainArraysAreScaledAlike() {
        QFETCH(int, scaling);
        QFETCH(QString, dataset);
        const ImageSet images = golden_images(GoldenFile("scaling.safetensors"));
        const auto mode = static_cast<Scaling>(scaling);
        const auto tensors = resident(images, mode, dataset.toStdString(), at::MemoryFormat::Contiguous);
        std::vector<float> plain = scaled(images, mode, channel_statistics(dataset.toStdString(), images));
        QCOMPARE(static_cast<std::int64_t>(plain.size()), tensors.images.numel());
        QVERIFY(torch::allclose(torch::from_blob(plain.data(), tensors.images.sizes()), tensors.images, 1e-5, 5e-6));
    }

    void aChannelWithoutVarianceIsOnlyShifted() {
        const ImageSet images{
            .shape = {.channels = 1, .height = 2, .width = 2}, .pixels = std::vector<std::uint8_t>(8, 51), .labels = {0, 0}};
        const auto examples = resident(images, Scaling::ChannelStatistics, "synthetic", at::MemoryFormat::Contiguous);
        QVERIFY(examples.images.abs().max().item<float>() < 1e-6F);
    }

    void piecesAreScaledAsOneImageAlone() {
        // More images than are scaled at once; each must come out as if it were alone.
        ImageSet images{.shape = {.channels = 1, .height = 2, .width = 2}, .pixels = {}, .labels = {}};
        for (int image = 0; image < 5000; ++image) {
            for (int value = 0; value < 4; ++value) {
                images.pixels.push_back(static_cast<std::uint8_t>((image * 31 + value * 67) % 256));
            }
            images.labels.push_back(static_cast<std::uint16_t>(image % 10));
        }
        const auto all = resident(images, Scaling::PerImageWhitening, "synthetic", at::MemoryFormat::Contiguous);
        for (const std::int64_t place : {0, 2047, 2048, 4999}) {
            const ImageSet one{.shape = images.shape,
                               .pixels = {images.pixels.begin() + place * 4, images.pixels.begin() + place * 4 + 4},
                               .labels = {0}};
            const auto alone = resident(one, Scaling::PerImageWhitening, "synthetic", at::MemoryFormat::Contiguous);
            QVERIFY(all.images[place].equal(alone.images[0]));
        }
        QCOMPARE(read_back(all.given_labels), images.labels);
    }

    void aBatchHoldsTheImagesAtItsPlaces() {
        const GoldenFile file("scaling.safetensors");
        const torch::Tensor places = torch::tensor({3, 0, 3}, torch::kInt64);
        for (const auto format : {at::MemoryFormat::Contiguous, at::MemoryFormat::ChannelsLast}) {
            const ResidentExamples examples = resident(golden_images(file), Scaling::Unit, "synthetic", format);
            const torch::Tensor batch = images_at(examples.images, places);
            QVERIFY(batch.is_contiguous(format));
            QVERIFY(batch.equal(examples.images.index_select(0, places)));
        }
    }

    void labelsAbove255Survive() {
        const ImageSet images{.shape = {.channels = 1, .height = 1, .width = 1}, .pixels = {1, 2}, .labels = {999, 65535}};
        const auto examples = resident(images, Scaling::Unit, "synthetic", at::MemoryFormat::Contiguous);
        QCOMPARE(read_back(examples.true_labels), images.labels);
        QVERIFY(read_back({}).empty());
    }
};

QTEST_APPLESS_MAIN(TestTensors)
#include "test_tensors.moc"

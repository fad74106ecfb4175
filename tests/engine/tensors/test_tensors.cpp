#include "core/data/split.h"
#include "core/engine/tensors/resident_images.h"
#include "core/engine/tensors/training_data.h"
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

InputPipeline pipeline(const ImageSet& images, Scaling scaling, const std::string& dataset, at::MemoryFormat format) {
    InputPipeline input;
    input.scaling = scaling;
    input.format = format;
    input.statistics = channel_tensors(channel_statistics(dataset, images));
    return input;
}

/// All images, scaled, as one tensor.
torch::Tensor resident(const ImageSet& images, Scaling scaling, const std::string& dataset, at::MemoryFormat format) {
    const ExampleBlock block =
        make_resident(images, images.labels, pipeline(images, scaling, dataset, format), StoredAs::Input, torch::kCPU);
    return block.images->in_order()->next(block.size());
}

/// As many different images as asked for.
ImageSet numbered_images(int count, const ImageShape& shape) {
    ImageSet images{.shape = shape, .pixels = {}, .labels = {}};
    for (int image = 0; image < count; ++image) {
        for (std::size_t value = 0; value < shape.values(); ++value) {
            images.pixels.push_back(static_cast<std::uint8_t>((static_cast<std::size_t>(image) * 31 + value * 67) % 256));
        }
        images.labels.push_back(static_cast<std::uint16_t>(image % 10));
    }
    return images;
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
            const torch::Tensor images =
                resident(golden_images(file), static_cast<Scaling>(scaling), dataset.toStdString(), format);
            QVERIFY(images.is_contiguous(format));
            const torch::Tensor expected = file[golden.toStdString()];
            // Golden values are float64; one image below the floor subtracts nearly equal float32 numbers.
            QVERIFY(torch::allclose(images.contiguous().to(torch::kFloat64), expected, 1e-5, 5e-6));
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
        QCOMPARE(static_cast<std::int64_t>(plain.size()), tensors.numel());
        QVERIFY(torch::allclose(torch::from_blob(plain.data(), tensors.sizes()), tensors, 1e-5, 5e-6));
    }

    void aChannelWithoutVarianceIsOnlyShifted() {
        const ImageSet images{
            .shape = {.channels = 1, .height = 2, .width = 2}, .pixels = std::vector<std::uint8_t>(8, 51), .labels = {0, 0}};
        const auto examples = resident(images, Scaling::ChannelStatistics, "synthetic", at::MemoryFormat::Contiguous);
        QVERIFY(examples.abs().max().item<float>() < 1e-6F);
    }

    void piecesAreScaledAsOneImageAlone() {
        // More images than are scaled at once; each must come out as if it were alone.
        const ImageSet images = numbered_images(5000, {.channels = 1, .height = 2, .width = 2});
        const auto all = resident(images, Scaling::PerImageWhitening, "synthetic", at::MemoryFormat::Contiguous);
        for (const std::int64_t place : {0, 2047, 2048, 4999}) {
            const ImageSet one{.shape = images.shape,
                               .pixels = {images.pixels.begin() + place * 4, images.pixels.begin() + place * 4 + 4},
                               .labels = {0}};
            const auto alone = resident(one, Scaling::PerImageWhitening, "synthetic", at::MemoryFormat::Contiguous);
            QVERIFY(all[place].equal(alone[0]));
        }
    }

    void aPassHoldsTheImagesInItsOrder() {
        const ImageSet images = numbered_images(7, {.channels = 3, .height = 5, .width = 4});
        const torch::Tensor order = torch::tensor({6, 0, 3, 2}, torch::kInt64);
        for (const StoredAs stored : {StoredAs::Bytes, StoredAs::Input}) {
            for (const auto format : {at::MemoryFormat::Contiguous, at::MemoryFormat::ChannelsLast}) {
                const InputPipeline input = pipeline(images, Scaling::Unit, "synthetic", format);
                const ExampleBlock block = make_resident(images, images.labels, input, stored, torch::kCPU);
                const torch::Tensor all = block.images->in_order()->next(7);
                QVERIFY(all.is_contiguous(stored == StoredAs::Bytes ? at::MemoryFormat::Contiguous : format));
                const auto pass = block.images->shuffled(order);
                QVERIFY(pass->next(3).equal(all.index_select(0, order.narrow(0, 0, 3))));
                const torch::Tensor last = pass->next(1);
                QVERIFY(last.equal(all.narrow(0, 2, 1)));
                QVERIFY(input.for_evaluation(last).is_contiguous(format));
                QCOMPARE(block.images->sizes(), (std::vector<std::int64_t>{7, 3, 5, 4}));
            }
        }
    }

    /// What is scaled in each batch must be what would have been scaled once, bit for bit: a run may store either.
    void bytesAndInputAreTheSameImages_data() { scalingIsThePapers_data(); }
    void bytesAndInputAreTheSameImages() {
        QFETCH(int, scaling);
        QFETCH(QString, dataset);
        const ImageSet images = numbered_images(100, {.channels = 3, .height = 9, .width = 7});
        for (const auto format : {at::MemoryFormat::Contiguous, at::MemoryFormat::ChannelsLast}) {
            InputPipeline input = pipeline(images, static_cast<Scaling>(scaling), dataset.toStdString(), format);
            for (const std::int64_t crop : {0, 4}) {
                input.crop = crop;
                const auto once = make_resident(images, images.labels, input, StoredAs::Input, torch::kCPU);
                const auto anew = make_resident(images, images.labels, input, StoredAs::Bytes, torch::kCPU);
                const torch::Tensor expected = once.images->in_order()->next(100);
                const auto batches = anew.images->in_order();
                for (const std::int64_t first : {0, 40, 80}) {
                    const torch::Tensor batch = input.for_evaluation(batches->next(first < 80 ? 40 : 20));
                    QVERIFY(batch.equal(expected.narrow(0, first, batch.size(0))));
                }
            }
        }
    }

    void theWindowIsTheCentreOfTheImage() {
        const ImageSet images = numbered_images(3, {.channels = 3, .height = 9, .width = 6});
        InputPipeline input = pipeline(images, Scaling::None, "synthetic", at::MemoryFormat::Contiguous);
        input.crop = 5;
        const auto bytes = make_resident(images, images.labels, input, StoredAs::Bytes, torch::kCPU);
        const torch::Tensor expected = resident(centre_crop(images, 5), Scaling::None, "synthetic", input.format);
        QVERIFY(input.for_evaluation(bytes.images->in_order()->next(3)).equal(expected));
    }

    void labelsAbove255Survive() {
        const ImageSet images{.shape = {.channels = 1, .height = 1, .width = 1}, .pixels = {1, 2}, .labels = {999, 65535}};
        const auto block = make_resident(images, images.labels, {}, StoredAs::Bytes, torch::kCPU);
        QCOMPARE(read_back(block.true_labels), images.labels);
        QCOMPARE(read_back(block.given_labels), images.labels);
        QVERIFY(read_back({}).empty());
    }
};

QTEST_APPLESS_MAIN(TestTensors)
#include "test_tensors.moc"

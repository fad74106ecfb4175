#include "core/audit/pixel_rules.h"
#include "core/corruption/pixel_corruption.h"
#include "core/engine/training/pixel_measurement.h"
#include "core/support/random_stream.h"
#include "core/support/stopped.h"

#include <QTest>
#include <cmath>
#include <numeric>

using namespace overfit;

namespace {

constexpr ImageShape grey{.channels = 1, .height = 28, .width = 28}, colour{.channels = 3, .height = 12, .width = 12};

/// Images of two values: each byte is 255 with this chance.
ImageSet two_valued(const ImageShape& shape, std::size_t count, double lit, std::uint64_t seed) {
    RandomStream stream(seed);
    ImageSet images{.shape = shape, .pixels = {}, .labels = std::vector<std::uint16_t>(count)};
    for (std::size_t value = 0; value < count * shape.values(); ++value) {
        images.pixels.push_back(stream.uniform() < lit ? 255 : 0);
    }
    for (std::size_t image = 0; image < count; ++image) images.pixels[image * shape.values() + stream.below(9)] = 255;
    return images;
}

InputPipeline scaled_by(Scaling scaling) {
    InputPipeline input;
    input.scaling = scaling;
    return input;
}

CorruptionConfig corruption_of(PixelCorruption pixels, ChannelTreatment channels = ChannelTreatment::Together) {
    CorruptionConfig corruption;
    corruption.pixels = pixels;
    corruption.channels = channels;
    return corruption;
}

ImageSet noisy(const ImageShape& shape, std::size_t count) {
    RandomStream stream(3);
    ImageSet images{.shape = shape, .pixels = {}, .labels = std::vector<std::uint16_t>(count)};
    for (std::size_t value = 0; value < count * shape.values(); ++value) {
        images.pixels.push_back(static_cast<std::uint8_t>(stream.below(256)));
    }
    return images;
}

/// Images before and after their pixels were corrupted, as a run prepares them.
struct Corrupted {
    Originals originals;
    ExampleBlock block;

    Corrupted(const ImageSet& images, const CorruptionConfig& corruption, const InputPipeline& input, std::uint64_t seed = 1,
              const std::vector<ClippedGaussian>& noise = {}) {
        originals.images = images;
        originals.places.resize(images.size());
        std::iota(originals.places.begin(), originals.places.end(), 0);
        ImageSet used = images;
        PixelDraw(corruption, images.shape, seed, noise).apply(used, originals.places, Half::Train);
        block = make_resident(used, images.labels, input, StoredAs::Input, torch::kCPU);
    }
};

PixelMeasurements measure(PixelAudit& audit, const Corrupted& corrupted) {
    return *audit.measure(corrupted.originals, corrupted.block, {});
}

std::string found(PixelCorruption asked, const PixelMeasurements& measured) {
    StartMeasurements start;
    start.train_pixels = measured;
    const auto findings = pixel_findings(asked, start);
    return findings.empty() ? std::string() : findings.front().code + ": " + findings.front().message;
}

}   // namespace

class TestPixelMeasurement : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fewValuesRaiseNoFalseError_data() {
        QTest::addColumn<double>("lit");
        for (const double lit : {0.5, 0.2, 0.05, 0.02, 0.008, 0.004, 0.001}) {
            QTest::addRow("%g of the pixels", lit) << lit;
        }
    }
    /// How two pictures of two values lie upon each other is one number, which another permutation gives by chance.
    void fewValuesRaiseNoFalseError() {
        QFETCH(double, lit);
        const InputPipeline input = scaled_by(Scaling::Unit);
        for (const ChannelTreatment channels : {ChannelTreatment::Together, ChannelTreatment::Separate}) {
            for (const ImageShape& shape : {grey, colour}) {
                for (std::uint64_t seed = 1; seed <= 3; ++seed) {
                    const ImageSet images = two_valued(shape, 64, lit, seed);
                    for (const auto kind : {PixelCorruption::Random, PixelCorruption::Shuffled}) {
                        const CorruptionConfig corruption = corruption_of(kind, channels);
                        PixelAudit audit(corruption, input);
                        PixelMeasurements measured = measure(audit, Corrupted(images, corruption, input, seed));
                        measured.unchanged = 0;   // a few lit pixels may stay
                        const std::string finding = found(kind, measured);
                        QVERIFY2(!finding.starts_with("pixels-not-as-asked"), finding.c_str());
                    }
                }
            }
        }
    }

    /// Where two values can tell, they do.
    void theDefectIsFoundInPicturesOfTwoValues() {
        const InputPipeline input = scaled_by(Scaling::Unit);
        const CorruptionConfig random = corruption_of(PixelCorruption::Random),
                               shuffled = corruption_of(PixelCorruption::Shuffled);
        const ImageSet images = two_valued(grey, 64, 0.3, 1);
        PixelAudit asked_random(random, input), asked_shuffled(shuffled, input);
        const std::string one = found(PixelCorruption::Random, measure(asked_random, Corrupted(images, shuffled, input)));
        QVERIFY2(one.starts_with("pixels-not-as-asked"), one.c_str());
        const std::string each = found(PixelCorruption::Shuffled, measure(asked_shuffled, Corrupted(images, random, input)));
        QVERIFY2(each.starts_with("pixels-not-as-asked"), each.c_str());
    }

    /// A dot in each picture lies beside those of the others in nearly any order.
    void dotsTellNothing() {
        const InputPipeline input = scaled_by(Scaling::Unit);
        const CorruptionConfig random = corruption_of(PixelCorruption::Random);
        ImageSet images = two_valued(grey, 64, 0.0, 1);
        for (std::size_t image = 0; image < 64; ++image) {
            for (std::size_t value = 0; value < grey.values(); ++value) {
                images.pixels[image * grey.values() + value] = value == 10 * image ? 255 : 0;
            }
        }
        PixelAudit audit(random, input);
        const PixelMeasurements measured = measure(audit, Corrupted(images, random, input));
        QCOMPARE(measured.permuted, std::int64_t{64});
        QCOMPARE(measured.neighbours.told, std::int64_t{0});
        QVERIFY(found(PixelCorruption::Random, measured).starts_with("pixel-order-not-told"));
    }

    /// Channels that are equal tell more than any: only one order of all leaves them so.
    void channelsOfGreyPicturesTellWhetherTheyMoveTogether() {
        const InputPipeline input = scaled_by(Scaling::Unit);
        const CorruptionConfig separate = corruption_of(PixelCorruption::Shuffled, ChannelTreatment::Separate),
                               together = corruption_of(PixelCorruption::Shuffled, ChannelTreatment::Together);
        ImageSet images = noisy(colour, 64);
        const std::size_t plane = colour.values() / 3;
        for (std::size_t value = 0; value < images.pixels.size(); ++value) {
            const std::size_t in_image = value % colour.values();
            images.pixels[value] = images.pixels[value - in_image + in_image % plane];
        }
        for (const auto& [drawn, in_one_order] : {std::pair{separate, 0}, {together, 64}}) {
            PixelAudit audit(separate, input);
            const PixelMeasurements measured = measure(audit, Corrupted(images, drawn, input));
            QCOMPARE(measured.channels.told, std::int64_t{64});
            QCOMPARE(measured.channels.in_one_order, std::int64_t{in_one_order});
        }
    }

    /// Later blocks are held against a training image, also where they are of one picture only.
    void laterBlocksHaveTheOrderOfTheTrainingImages() {
        const InputPipeline input = scaled_by(Scaling::PerImageWhitening);
        const CorruptionConfig shuffled = corruption_of(PixelCorruption::Shuffled);
        const ImageSet one = noisy(grey, 1);
        for (const std::uint64_t seed : {1, 2}) {
            PixelAudit audit(shuffled, input);
            const PixelMeasurements train = measure(audit, Corrupted(two_valued(grey, 64, 0.3, 1), shuffled, input, 1));
            QCOMPARE(train.with_training.told, std::int64_t{0});
            const PixelMeasurements test = measure(audit, Corrupted(one, shuffled, input, seed));
            QCOMPARE(test.neighbours.told, std::int64_t{0});
            QCOMPARE(test.with_training.told, std::int64_t{1});
            QCOMPARE(test.with_training.in_one_order, std::int64_t{seed == 1 ? 1 : 0});
        }
    }

    /// Large images are measured in pieces: the moments are those of all of them, the order that of every fourth.
    void piecesGiveWhatTheWholeGives() {
        const ImageShape large{.channels = 3, .height = 128, .width = 128};
        InputPipeline input = scaled_by(Scaling::Unit);
        input.crop = 96;
        const ImageSet images = noisy(large, 200);
        const torch::Tensor bytes = bytes_of(images);
        QVERIFY(images_at_once(bytes.sizes(), 200) < 200);
        ChannelSums sums;
        sums.add(images);
        const CorruptionConfig gaussian = corruption_of(PixelCorruption::Gaussian);
        const Corrupted corrupted(images, gaussian, input, 1, gaussian_noise(sums, gaussian.channels, input.scaling));
        PixelAudit audit(gaussian, input);
        const PixelMeasurements measured = measure(audit, corrupted);
        QCOMPARE(measured.compared, std::int64_t{200});
        QCOMPARE(measured.looked_at, std::int64_t{0});   // windows
        const torch::Tensor means = bytes.to(torch::kFloat32).div(255.0).flatten(1).to(torch::kFloat64).mean(1);
        QCOMPARE(measured.original_moments.size(), std::size_t{1});
        QVERIFY(std::abs(measured.original_moments[0].mean - means.mean().item<double>()) < 1e-9);
        QVERIFY(std::abs(measured.original_moments[0].mean_error - means.std().item<double>() / std::sqrt(200.0)) < 1e-9);
        QCOMPARE(measured.moments.size(), std::size_t{1});
        QVERIFY(measure(audit, corrupted).original_moments.empty());   // the noise is that of the training images

        const CorruptionConfig shuffled = corruption_of(PixelCorruption::Shuffled);
        PixelAudit of_order(shuffled, scaled_by(Scaling::Unit));
        const PixelMeasurements order = measure(of_order, Corrupted(images, shuffled, scaled_by(Scaling::Unit)));
        QCOMPARE(order.looked_at, std::int64_t{50});
        QCOMPARE(order.neighbours.in_one_order, std::int64_t{49});
    }

    /// Whitening leaves nothing of the noise's moments.
    void whitenedNoiseHasNoMoments() {
        const InputPipeline input = scaled_by(Scaling::PerImageWhitening);
        const CorruptionConfig gaussian = corruption_of(PixelCorruption::Gaussian);
        const ImageSet images = noisy(grey, 40);
        ChannelSums sums;
        sums.add(images);
        PixelAudit audit(gaussian, input);
        const PixelMeasurements measured =
            measure(audit, Corrupted(images, gaussian, input, 1, gaussian_noise(sums, gaussian.channels, input.scaling)));
        QVERIFY(measured.moments.empty() && measured.original_moments.empty());
        QCOMPARE(found(PixelCorruption::Gaussian, measured), std::string());
    }

    void aStopEndsTheMeasurement() {
        const InputPipeline input = scaled_by(Scaling::Unit);
        const CorruptionConfig shuffled = corruption_of(PixelCorruption::Shuffled);
        const Corrupted corrupted(noisy(grey, 4), shuffled, input);
        PixelAudit audit(shuffled, input);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(audit.measure(corrupted.originals, corrupted.block, stop.get_token()), Stopped);
    }
};

QTEST_APPLESS_MAIN(TestPixelMeasurement)
#include "test_pixel_measurement.moc"

#include "core/corruption/pixel_corruption.h"
#include "core/support/sha256.h"
#include "tests/places.h"

#include <QFile>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <set>

using namespace overfit;

namespace {

using Indices = std::vector<std::int64_t>;

constexpr ImageShape colour{.channels = 3, .height = 6, .width = 5};

/// The images of tests/golden/pixel_corruption.py.
ImageSet made_up_images(std::size_t count, const ImageShape& shape = colour) {
    ImageSet images{.shape = shape, .pixels = {}, .labels = std::vector<std::uint16_t>(count)};
    for (std::size_t i = 0; i < count * shape.values(); ++i) {
        images.pixels.push_back(static_cast<std::uint8_t>(i * i * 31 % 241 + i % 13));
    }
    return images;
}

Indices counting(std::size_t count) {
    Indices indices(count);
    std::iota(indices.begin(), indices.end(), std::int64_t{0});
    return indices;
}

CorruptionConfig corruption(PixelCorruption pixels, ChannelTreatment channels) {
    CorruptionConfig config;
    config.pixels = pixels;
    config.channels = channels;
    return config;
}

ImageSet corrupted(ImageSet images, const Indices& indices, PixelCorruption pixels, ChannelTreatment channels,
                   Half half = Half::Train, Scaling scaling = Scaling::Unit, std::uint64_t seed = 42) {
    ChannelSums sums;
    sums.add(images);
    const PixelDraw draw(corruption(pixels, channels), images.shape, seed, gaussian_noise(sums, channels, scaling));
    draw.apply(images, indices, half);
    return images;
}

std::vector<std::uint8_t> channel_of(const ImageSet& images, std::size_t image, std::size_t channel) {
    const std::size_t plane = images.shape.values() / static_cast<std::size_t>(images.shape.channels);
    const auto first = images.pixels.begin() + static_cast<std::ptrdiff_t>(image * images.shape.values() + channel * plane);
    return {first, first + static_cast<std::ptrdiff_t>(plane)};
}

std::vector<std::uint8_t> sorted(std::vector<std::uint8_t> bytes) {
    std::ranges::sort(bytes);
    return bytes;
}

/// The colours of an image, each as one number, in order.
std::vector<int> colours_of(const ImageSet& images, std::size_t image) {
    const auto red = channel_of(images, image, 0), green = channel_of(images, image, 1), blue = channel_of(images, image, 2);
    std::vector<int> colours;
    for (std::size_t place = 0; place < red.size(); ++place) {
        colours.push_back(red[place] << 16 | green[place] << 8 | blue[place]);
    }
    std::ranges::sort(colours);
    return colours;
}

/// An image whose values tell their places, so that the permutation can be read off the corrupted one.
ImageSet images_of_places(std::size_t count) {
    ImageSet images{.shape = {.channels = 1, .height = 12, .width = 20}, .pixels = {}, .labels = {}};
    for (std::size_t image = 0; image < count; ++image) {
        for (std::size_t place = 0; place < 240; ++place) images.pixels.push_back(static_cast<std::uint8_t>(place));
    }
    images.labels.resize(count);
    return images;
}

QStringList golden_lines(const char* kind, bool is_noise) {
    QFile file(QString(places::source_dir) + "/tests/golden/pixel_corruption.txt");
    if (!file.open(QIODevice::ReadOnly)) qFatal("no golden values");
    QStringList lines;
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine()).trimmed();
        if (!line.startsWith('#') && line.startsWith(QLatin1String(kind)) == is_noise) lines << line;
    }
    return lines;
}

PixelCorruption kind_named(const QString& name) {
    if (name == "shuffled") return PixelCorruption::Shuffled;
    return name == "random" ? PixelCorruption::Random : PixelCorruption::Gaussian;
}

ChannelTreatment channels_named(const QString& name) {
    return name == "separate" ? ChannelTreatment::Separate : ChannelTreatment::Together;
}

Scaling scaling_named(const QString& name) { return name == "unit" ? Scaling::Unit : Scaling::PerImageWhitening; }

struct Moments {
    double mean = 0.0, variance = 0.0;
};

Moments moments_of(std::span<const std::uint8_t> bytes) {
    double sum = 0.0, squares = 0.0;
    for (const std::uint8_t byte : bytes) {
        sum += byte;
        squares += byte * byte;
    }
    const auto count = static_cast<double>(bytes.size());
    return {.mean = sum / count, .variance = squares / count - sum / count * sum / count};
}

void add_permutations() {
    QTest::addColumn<PixelCorruption>("kind");
    QTest::addColumn<ChannelTreatment>("channels");
    QTest::newRow("shuffled, together") << PixelCorruption::Shuffled << ChannelTreatment::Together;
    QTest::newRow("shuffled, separate") << PixelCorruption::Shuffled << ChannelTreatment::Separate;
    QTest::newRow("random, together") << PixelCorruption::Random << ChannelTreatment::Together;
    QTest::newRow("random, separate") << PixelCorruption::Random << ChannelTreatment::Separate;
}

}   // namespace

Q_DECLARE_METATYPE(overfit::PixelCorruption)
Q_DECLARE_METATYPE(overfit::ChannelTreatment)

class TestPixelCorruption : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void imagesAreThoseThatPythonComputes_data() {
        QTest::addColumn<QString>("line");
        for (const QString& line : golden_lines("noise", false)) QTest::newRow(qPrintable(line.left(50))) << line;
    }
    void imagesAreThoseThatPythonComputes() {
        QFETCH(QString, line);
        const QStringList words = line.split(' ');
        QCOMPARE(words.size(), 6);
        const ImageSet images =
            corrupted(made_up_images(8), {0, 1, 2, 5, 17, 300, 4'999, 59'999}, kind_named(words[0]),
                      channels_named(words[1]), words[2] == "train" ? Half::Train : Half::Test, scaling_named(words[3]));
        QStringList first;
        for (std::size_t i = 0; i < 16; ++i) first << QString::number(images.pixels[i]);
        QCOMPARE(first.join(','), words[5]);
        QCOMPARE(QString::fromStdString(sha256_hex(std::as_bytes(std::span(images.pixels)))), words[4]);
    }

    void gaussiansAreThoseThatPythonFinds() {
        ChannelSums sums;
        sums.add(made_up_images(8));
        QStringList found;
        for (const QString channels : {"together", "separate"}) {
            for (const QString scaling : {"unit", "per-image-whitening"}) {
                for (const auto& noise : gaussian_noise(sums, channels_named(channels), scaling_named(scaling))) {
                    found << QString("noise %1 %2 %3 %4")
                                 .arg(channels, scaling)
                                 .arg(noise.mean(), 0, 'f', 6)
                                 .arg(noise.deviation(), 0, 'f', 6);
                }
            }
        }
        QCOMPARE(found, golden_lines("noise", true));
    }

    void permutationsKeepTheHistogramOfEachChannel_data() { add_permutations(); }
    void permutationsKeepTheHistogramOfEachChannel() {
        QFETCH(PixelCorruption, kind);
        QFETCH(ChannelTreatment, channels);
        const ImageSet before = made_up_images(40), after = corrupted(before, counting(40), kind, channels);
        for (std::size_t image = 0; image < 40; ++image) {
            for (std::size_t channel = 0; channel < 3; ++channel) {
                const auto original = channel_of(before, image, channel), permuted = channel_of(after, image, channel);
                QCOMPARE(sorted(permuted), sorted(original));
                QVERIFY(permuted != original);
            }
        }
    }

    void togetherAPixelKeepsItsColourAndSeparateItDoesNot_data() { add_permutations(); }
    void togetherAPixelKeepsItsColourAndSeparateItDoesNot() {
        QFETCH(PixelCorruption, kind);
        QFETCH(ChannelTreatment, channels);
        const ImageSet before = made_up_images(40), after = corrupted(before, counting(40), kind, channels);
        for (std::size_t image = 0; image < 40; ++image) {
            QCOMPARE(colours_of(after, image) == colours_of(before, image), channels == ChannelTreatment::Together);
        }
    }

    void shuffledIsOnePermutationForAllImagesOfBothHalves() {
        const ImageSet before = images_of_places(30);
        const ImageSet train = corrupted(before, counting(30), PixelCorruption::Shuffled, ChannelTreatment::Together);
        const ImageSet test =
            corrupted(before, counting(30), PixelCorruption::Shuffled, ChannelTreatment::Together, Half::Test);
        QCOMPARE(train.pixels, test.pixels);
        for (std::size_t image = 1; image < 30; ++image) QCOMPARE(channel_of(train, image, 0), channel_of(train, 0, 0));
    }

    void randomIsAnotherPermutationForEachImageOfEachHalf() {
        const ImageSet before = images_of_places(30);
        std::set<std::vector<std::uint8_t>> permutations;
        for (const Half half : {Half::Train, Half::Test}) {
            const ImageSet after =
                corrupted(before, counting(30), PixelCorruption::Random, ChannelTreatment::Together, half);
            for (std::size_t image = 0; image < 30; ++image) permutations.insert(channel_of(after, image, 0));
        }
        QCOMPARE(permutations.size(), std::size_t{60});
    }

    /// Six standard deviations of how often one of 240 places is hit in 20,000 permutations.
    void everyPlaceIsAsLikely() {
        constexpr std::size_t count = 20'000;
        const ImageSet after =
            corrupted(images_of_places(count), counting(count), PixelCorruption::Random, ChannelTreatment::Together);
        std::vector<int> hits(240);
        for (std::size_t image = 0; image < count; ++image) ++hits[after.pixels[image * 240]];
        const double share = 1.0 / 240, margin = 6.0 * std::sqrt(share * (1.0 - share) / count);
        for (const int hit : hits) QVERIFY(std::abs(hit / static_cast<double>(count) - share) <= margin);
    }

    /// Tolerances: six standard errors of the sample. Of the mean: deviation / sqrt(n). Of the variance:
    /// sqrt((m4 - variance^2) / n), at most sqrt(2) variance / sqrt(n), since clipping leaves fewer outliers than a Gaussian
    /// has.
    void gaussianMatchesMeanAndVarianceOfWhatItReplaces_data() {
        QTest::addColumn<double>("mean");
        QTest::addColumn<double>("deviation");
        QTest::newRow("CIFAR-10") << 120.7 << 64.1;
        QTest::newRow("Fashion-MNIST") << 72.9 << 90.0;
        QTest::newRow("MNIST") << 33.3 << 78.6;
        QTest::newRow("nearly one colour") << 200.3 << 1.2;
        QTest::newRow("black and white") << 127.5 << 127.5;
        QTest::newRow("all the same") << 7.0 << 0.0;
    }
    void gaussianMatchesMeanAndVarianceOfWhatItReplaces() {
        QFETCH(double, mean);
        QFETCH(double, deviation);
        constexpr int count = 1'000'000;
        const ClippedGaussian noise = ClippedGaussian::matching({.mean = mean, .variance = deviation * deviation});
        RandomStream stream(3);
        std::vector<std::uint8_t> bytes(count);
        for (std::uint8_t& byte : bytes) byte = noise.byte_at(stream.uniform());
        const Moments found = moments_of(bytes);
        const double of_mean = 6.0 * deviation / std::sqrt(count);
        const double of_variance = 6.0 * std::numbers::sqrt2 * deviation * deviation / std::sqrt(count);
        const double found_to = 1e-3;   // of the moments of nearly two-valued or nearly constant bytes
        QVERIFY2(std::abs(found.mean - mean) <= of_mean + found_to, qPrintable(QString::number(found.mean)));
        QVERIFY2(std::abs(found.variance - deviation * deviation) <= of_variance + found_to * (1.0 + deviation * deviation),
                 qPrintable(QString::number(found.variance)));
    }

    void togetherHasOneGaussianAndSeparateOneOfEachChannel() {
        ImageSet images = made_up_images(3'000);   // red dark, green as it is, blue bright
        for (std::size_t image = 0; image < 3'000; ++image) {
            for (std::size_t place = 0; place < 30; ++place) {
                images.pixels[image * 90 + place] /= 4;
                std::uint8_t& blue = images.pixels[image * 90 + 60 + place];
                blue = static_cast<std::uint8_t>(160 + blue / 4);
            }
        }
        const auto mean_of_channel = [&](const ImageSet& set, std::size_t channel) {
            double sum = 0.0;
            for (std::size_t image = 0; image < 3'000; ++image) sum += moments_of(channel_of(set, image, channel)).mean;
            return sum / 3'000;
        };
        const ImageSet separate = corrupted(images, counting(3'000), PixelCorruption::Gaussian, ChannelTreatment::Separate);
        const ImageSet together = corrupted(images, counting(3'000), PixelCorruption::Gaussian, ChannelTreatment::Together);
        const double all = moments_of(images.pixels).mean;
        const double margin = 6.0 * 128.0 / std::sqrt(90'000.0);   // no deviation of bytes is beyond 128
        for (std::size_t channel = 0; channel < 3; ++channel) {
            QVERIFY(std::abs(mean_of_channel(separate, channel) - mean_of_channel(images, channel)) <= margin);
            QVERIFY(std::abs(mean_of_channel(together, channel) - all) <= margin);
        }
    }

    /// What the network sees under per-image whitening: unclipped noise, four deviations to either side.
    void underWhiteningNoiseKeepsClearOfBlackAndWhite() {
        const ImageSet before = made_up_images(2'000);
        const ImageSet after = corrupted(before, counting(2'000), PixelCorruption::Gaussian, ChannelTreatment::Together,
                                         Half::Train, Scaling::PerImageWhitening);
        const auto clipped = std::ranges::count_if(after.pixels, [](auto byte) { return byte == 0 || byte == 255; });
        QVERIFY(static_cast<double>(clipped) < 2e-4 * static_cast<double>(after.pixels.size()));   // 6.3e-5 expected
        const std::vector<float> seen = scaled(after, Scaling::PerImageWhitening, {});
        double fourth = 0.0;
        for (const float value : seen) fourth += std::pow(value, 4.0);
        // 3 for a Gaussian; of 90 values that are standardised by their own mean and deviation 3 (n-1)/(n+1) = 2.934.
        QVERIFY(std::abs(fourth / static_cast<double>(seen.size()) - 2.934) < 6.0 * std::sqrt(96.0 / 180'000.0));
    }

    void anImageDependsOnItsPlaceInTheDataSetAlone() {
        const ImageSet before = made_up_images(20);
        for (const PixelCorruption kind : {PixelCorruption::Shuffled, PixelCorruption::Random, PixelCorruption::Gaussian}) {
            const PixelDraw draw(corruption(kind, ChannelTreatment::Together), colour, 42,
                                 {ClippedGaussian::matching({.mean = 100.0, .variance = 900.0})});
            ImageSet all = before;
            draw.apply(all, counting(20), Half::Train);
            ImageSet one{
                .shape = colour, .pixels = {before.pixels.begin() + 7 * 90, before.pixels.begin() + 8 * 90}, .labels = {0}};
            draw.apply(one, Indices{7}, Half::Train);
            QVERIFY(std::ranges::equal(one.pixels, std::span(all.pixels).subspan(7 * 90, 90)));
        }
    }

    void theSeedDecides() {
        const ImageSet before = made_up_images(5);
        for (const PixelCorruption kind : {PixelCorruption::Shuffled, PixelCorruption::Random, PixelCorruption::Gaussian}) {
            const auto with_seed = [&](std::uint64_t seed) {
                return corrupted(before, counting(5), kind, ChannelTreatment::Together, Half::Train, Scaling::Unit, seed)
                    .pixels;
            };
            QCOMPARE(with_seed(1), with_seed(1));
            QVERIFY(with_seed(1) != with_seed(2));
        }
    }

    void noneLeavesImagesAsTheyAre() {
        const ImageSet before = made_up_images(5);
        QCOMPARE(corrupted(before, counting(5), PixelCorruption::None, ChannelTreatment::Together).pixels, before.pixels);
    }
};

QTEST_APPLESS_MAIN(TestPixelCorruption)
#include "test_pixel_corruption.moc"

#include "core/data/scaling.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

using namespace overfit;

namespace {

const ChannelStatistics no_statistics;

/// Two colour images of 2 x 2 pixels.
ImageSet two_images() {
    return {.shape = {.channels = 3, .height = 2, .width = 2},
            .pixels = {0,   255, 51, 102, 10, 20, 30, 40, 200, 210, 220, 230,   //
                       255, 0,   0,  255, 7,  7,  7,  7,  1,   2,   3,   4},
            .labels = {0, 1}};
}

double mean_of(std::span<const float> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double deviation_of(std::span<const float> values) {
    const double mean = mean_of(values);
    double squares = 0.0;
    for (const float value : values) squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(values.size()));
}

}   // namespace

class TestScaling : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whitenedImagesHaveMeanZeroAndDeviationOneEach() {
        const std::vector<float> values = scaled(two_images(), Scaling::PerImageWhitening, no_statistics);
        QCOMPARE(values.size(), 24u);
        for (const std::size_t first : {0, 12}) {
            const auto image = std::span(values).subspan(first, 12);
            QVERIFY(std::abs(mean_of(image)) < 1e-6);
            QVERIFY(std::abs(deviation_of(image) - 1.0) < 1e-6);
        }
    }

    void aFlatImageIsWhitenedToZero() {
        const ImageSet flat{.shape = {.channels = 1, .height = 2, .width = 2}, .pixels = {9, 9, 9, 9}, .labels = {0}};
        const std::vector<float> values = scaled(flat, Scaling::PerImageWhitening, no_statistics);
        QVERIFY(std::ranges::all_of(values, [](float value) { return value == 0.0F; }));
    }

    void channelsAreStandardisedOverAllImages() {
        const ImageSet images = two_images();
        const std::vector<float> values =
            scaled(images, Scaling::ChannelStatistics, channel_statistics("synthetic", images));
        for (std::size_t channel = 0; channel < 3; ++channel) {
            std::vector<float> both;
            for (const std::size_t image : {0, 1}) {
                const auto first = values.begin() + static_cast<std::ptrdiff_t>(image * 12 + channel * 4);
                both.insert(both.end(), first, first + 4);
            }
            QVERIFY(std::abs(mean_of(both)) < 1e-6);
            QVERIFY(std::abs(deviation_of(both) - 1.0) < 1e-6);
        }
    }

    void piecesHaveTheStatisticsOfTheWhole() {
        const ImageSet images = two_images();
        ChannelSums sums;
        for (const std::ptrdiff_t first : {0, 12}) {
            const auto begin = images.pixels.begin() + first;
            sums.add({.shape = images.shape, .pixels = {begin, begin + 12}, .labels = {0}});
        }
        const ChannelStatistics whole = channel_statistics("synthetic", images);
        QCOMPARE(sums.statistics().mean, whole.mean);
        QCOMPARE(sums.statistics().deviation, whole.deviation);
    }

    void cifar10TakesThePublishedConstants() {
        const ChannelStatistics statistics = channel_statistics("cifar10", two_images());
        QCOMPARE(statistics.mean, (std::vector<double>{125.3 / 255, 123.0 / 255, 113.9 / 255}));
        QCOMPARE(statistics.deviation, (std::vector<double>{63.0 / 255, 62.1 / 255, 66.7 / 255}));
    }

    void unitDividesAndNoneKeepsTheBytes() {
        const ImageSet images = two_images();
        const std::vector<float> unit = scaled(images, Scaling::Unit, no_statistics);
        const std::vector<float> bytes = scaled(images, Scaling::None, no_statistics);
        for (std::size_t i = 0; i < images.pixels.size(); ++i) {
            QCOMPARE(bytes[i], static_cast<float>(images.pixels[i]));
            QCOMPARE(unit[i], static_cast<float>(images.pixels[i] / 255.0));
        }
    }
};

QTEST_APPLESS_MAIN(TestScaling)
#include "test_scaling.moc"

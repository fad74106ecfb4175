#include "core/data/split.h"
#include "core/support/error.h"

#include <QTest>
#include <algorithm>
#include <numeric>
#include <set>

using namespace overfit;

namespace {

using Indices = std::vector<std::int64_t>;

Indices subset(std::int64_t available, std::int64_t wanted, std::uint64_t seed) {
    RandomStream stream(seed);
    return draw_subset(available, wanted, stream);
}

Split split(std::int64_t examples, double fraction, std::uint64_t seed) {
    RandomStream stream(seed);
    return draw_validation_split(examples, fraction, stream);
}

/// N images whose every pixel tells where it came from.
ImageSet numbered(const ImageShape& shape, std::size_t count) {
    ImageSet set{.shape = shape, .pixels = std::vector<std::uint8_t>(count * shape.values()), .labels = {}};
    std::iota(set.pixels.begin(), set.pixels.end(), std::uint8_t{0});
    for (std::size_t i = 0; i < count; ++i) set.labels.push_back(static_cast<std::uint16_t>(i));
    return set;
}

}   // namespace

class TestSplit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSubsetHasDifferentIndicesInAscendingOrder() {
        const Indices drawn = subset(1000, 100, 1);
        QCOMPARE(drawn.size(), 100u);
        QVERIFY(std::ranges::is_sorted(drawn));
        QCOMPARE(std::set(drawn.begin(), drawn.end()).size(), 100u);
        QVERIFY(drawn.front() >= 0 && drawn.back() < 1000);
    }

    void zeroAndAllTakeEverything() {
        Indices all(50);
        std::iota(all.begin(), all.end(), 0);
        QCOMPARE(subset(50, 0, 1), all);
        QCOMPARE(subset(50, 50, 1), all);
    }

    void aSubsetFollowsItsSeed() {
        QCOMPARE(subset(1000, 100, 1), subset(1000, 100, 1));
        QVERIFY(subset(1000, 100, 1) != subset(1000, 100, 2));
    }

    void aSmallerSubsetIsPartOfALargerOne() {
        const Indices small = subset(1000, 100, 3), large = subset(1000, 400, 3);
        QVERIFY(std::ranges::includes(large, small));
    }

    void subsetsKeepTheirValuesForever() {
        QCOMPARE(subset(60'000, 5, 42), (Indices{3858, 12907, 24074, 33042, 45538}));
        const Split drawn = split(10, 0.3, 42);
        QCOMPARE(drawn.validation, (Indices{1, 7, 9}));
    }

    void everyIndexIsDrawnEquallyOften() {
        std::vector<int> counts(20, 0);
        for (std::uint64_t seed = 0; seed < 4000; ++seed) {
            for (const std::int64_t index : subset(20, 5, seed)) ++counts[static_cast<std::size_t>(index)];
        }
        for (const int count : counts) QVERIFY(std::abs(count - 1000) < 165);   // six standard deviations of 27.4
    }

    void moreThanThereIsIsRefused() {
        QVERIFY_THROWS_EXCEPTION(UsageError, subset(10, 11, 1));
        QVERIFY_THROWS_EXCEPTION(UsageError, subset(10, -1, 1));
    }

    void aSplitTakesEveryExampleOnce() {
        const Split drawn = split(1001, 0.1, 1);
        QCOMPARE(drawn.validation.size(), 100u);
        QCOMPARE(drawn.train.size(), 901u);
        QVERIFY(std::ranges::is_sorted(drawn.train));
        QVERIFY(std::ranges::is_sorted(drawn.validation));
        Indices all(drawn.train);
        all.insert(all.end(), drawn.validation.begin(), drawn.validation.end());
        QCOMPARE(std::set(all.begin(), all.end()).size(), 1001u);
    }

    void noFractionSplitsNothingOff() {
        const Split drawn = split(100, 0.0, 1);
        QVERIFY(drawn.validation.empty());
        QCOMPARE(drawn.train, subset(100, 0, 1));
    }

    void selectTakesImagesInTheGivenOrder() {
        const ImageSet set = numbered({.channels = 1, .height = 2, .width = 2}, 5);
        const Indices wanted{4, 0, 4};
        const ImageSet chosen = select(set, wanted);
        QCOMPARE(chosen.labels, (std::vector<std::uint16_t>{4, 0, 4}));
        QCOMPARE(chosen.pixels, (std::vector<std::uint8_t>{16, 17, 18, 19, 0, 1, 2, 3, 16, 17, 18, 19}));
        QCOMPARE(chosen.shape, set.shape);
    }

    void theCropIsCentredInEveryPlane() {
        // Two images of two 4 x 4 planes; the centre of plane k is 16k + {5, 6, 9, 10}.
        const ImageSet cropped = centre_crop(numbered({.channels = 2, .height = 4, .width = 4}, 2), 2);
        QCOMPARE(cropped.shape, (ImageShape{.channels = 2, .height = 2, .width = 2}));
        QCOMPARE(cropped.pixels, (std::vector<std::uint8_t>{5, 6, 9, 10, 21, 22, 25, 26, 37, 38, 41, 42, 53, 54, 57, 58}));
        QCOMPARE(cropped.labels, (std::vector<std::uint16_t>{0, 1}));
    }

    void anOddRestGoesToTheRightAndBottom() {
        const ImageSet cropped = centre_crop(numbered({.channels = 1, .height = 3, .width = 4}, 1), 2);
        QCOMPARE(cropped.pixels, (std::vector<std::uint8_t>{1, 2, 5, 6}));
    }

    void aSideOfZeroKeepsTheWholeImage() {
        const ImageSet set = numbered({.channels = 1, .height = 3, .width = 3}, 2);
        QCOMPARE(centre_crop(set, 0).pixels, set.pixels);
        QCOMPARE(centre_crop(set, 3).pixels, set.pixels);
    }

    void aWindowLargerThanTheImageIsRefused() {
        const ImageSet set = numbered({.channels = 1, .height = 3, .width = 4}, 1);
        QVERIFY_THROWS_EXCEPTION(UsageError, centre_crop(set, 4));
        QVERIFY_THROWS_EXCEPTION(UsageError, centre_crop(set, -1));
    }
};

QTEST_APPLESS_MAIN(TestSplit)
#include "test_split.moc"

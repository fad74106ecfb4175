// Golden values from Python: hashlib, and a Mersenne Twister written from its paper, checked against the C++ standard's
// 10,000th value.

#include "core/config/experiment_config.h"
#include "core/support/random_stream.h"

#include <QtTest>
#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <numeric>

using namespace overfit;

class TestRandomStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void seedsAreTheFirstBytesOfTheHash_data() {
        QTest::addColumn<QByteArray>("purpose");
        QTest::addColumn<quint64>("ofOne");
        QTest::addColumn<quint64>("ofTheLargest");
        QTest::newRow("subset") << QByteArray("subset") << 1430275895824798538ULL << 5036515622384472579ULL;
        QTest::newRow("split") << QByteArray("split") << 17401570640613785236ULL << 18284603211968285095ULL;
        QTest::newRow("labels") << QByteArray("labels") << 12358953717532256650ULL << 7739311490953571966ULL;
        QTest::newRow("test_labels") << QByteArray("test_labels") << 14952423143931645628ULL << 17249314987250165939ULL;
        QTest::newRow("pixels") << QByteArray("pixels") << 10601632054158403739ULL << 9912383193873062806ULL;
        QTest::newRow("initialization") << QByteArray("initialization") << 11642818921665601510ULL << 5776844256054599728ULL;
        QTest::newRow("order") << QByteArray("order") << 13101990289763375950ULL << 9297155741676870776ULL;
        QTest::newRow("dropout") << QByteArray("dropout") << 528709326521179260ULL << 12342761859278207204ULL;
        QTest::newRow("augmentation") << QByteArray("augmentation") << 1650154150127620461ULL << 7284833640375228343ULL;
    }

    void seedsAreTheFirstBytesOfTheHash() {
        QFETCH(QByteArray, purpose);
        QFETCH(quint64, ofOne);
        QFETCH(quint64, ofTheLargest);
        QCOMPARE(quint64{seed_for(purpose.toStdString(), 1)}, ofOne);
        QCOMPARE(quint64{seed_for(purpose.toStdString(), std::numeric_limits<std::uint64_t>::max())}, ofTheLargest);
    }

    void aSeedThatIsGivenTakesThePlaceOfItsOwnOnly() {
        ExperimentConfig config;
        config.seeds.labels = 7;
        const ResolvedSeeds seeds = resolve_seeds(config);
        QCOMPARE(seeds.labels, std::uint64_t{7});
        QCOMPARE(seeds.subset, seed_for("subset", 1));
        QCOMPARE(seeds.split, seed_for("split", 1));
        QCOMPARE(seeds.test_labels, seed_for("test_labels", 1));
        QCOMPARE(seeds.pixels, seed_for("pixels", 1));
        QCOMPARE(seeds.initialization, seed_for("initialization", 1));
        QCOMPARE(seeds.order, seed_for("order", 1));
        QCOMPARE(seeds.dropout, seed_for("dropout", 1));
        QCOMPARE(seeds.augmentation, seed_for("augmentation", 1));
    }

    void rawValuesAreTheStandardsMersenneTwister() {
        RandomStream standard(5489);
        for (int i = 1; i < 10'000; ++i) standard.next();
        QCOMPARE(standard.next(), std::uint64_t{9981545732273789042ULL});

        RandomStream order(seed_for("order", 1));
        QCOMPARE(order.next(), std::uint64_t{4588816795371692626ULL});
        QCOMPARE(order.next(), std::uint64_t{1138226334236365438ULL});
        QCOMPARE(order.next(), std::uint64_t{15939847640205223492ULL});
    }

    void boundedDrawsKeepTheirGoldenValues() {
        RandomStream stream(1);
        for (const std::uint64_t expected : {8, 2, 0, 6, 4, 9, 8, 5, 8, 4, 6, 3}) QCOMPARE(stream.below(10), expected);
    }

    void valuesThatWouldBiasTheDrawAreRejected() {
        RandomStream stream(1);   // rejects nearly half of the raw values
        const std::array<std::uint64_t, 6> expected{7588216632478230600ULL, 1288452476385911039ULL, 2494575675009433615ULL,
                                                    1036317774453289754ULL, 5343135751932026468ULL, 5593722828872943801ULL};
        for (const std::uint64_t value : expected) QCOMPARE(stream.below((1ULL << 63) + 1), value);
    }

    void aBoundOfOneAlwaysGivesZero() {
        RandomStream stream(3);
        for (int i = 0; i < 10; ++i) QCOMPARE(stream.below(1), std::uint64_t{0});
    }

    void boundedDrawsAreUniform() {
        RandomStream stream(2);
        std::array<int, 7> counts{};
        constexpr int draws = 70'000;
        for (int i = 0; i < draws; ++i) ++counts[stream.below(7)];
        // Binomial: deviation 93; six of them.
        for (const int count : counts) QVERIFY(std::abs(count - draws / 7) < 6 * 93);
    }

    void realNumbersKeepTheirGoldenValues() {
        RandomStream stream(1);
        QCOMPARE(stream.uniform(), 0.13387664401253263);
        QCOMPARE(stream.uniform(), 0.13640703636619722);
        QCOMPARE(stream.uniform(), 0.4512149038445381);
    }

    void permutationsAreFisherYatesFromTheTop() {
        RandomStream stream(1);
        QCOMPARE(stream.permutation(10), (std::vector<std::int64_t>{1, 7, 3, 9, 4, 0, 5, 2, 6, 8}));
    }

    void everyPermutationIsEquallyLikely() {
        RandomStream stream(5);
        std::map<std::vector<std::int64_t>, int> counts;
        constexpr int draws = 24'000;
        for (int i = 0; i < draws; ++i) ++counts[stream.permutation(4)];
        QCOMPARE(counts.size(), std::size_t{24});
        // Binomial: deviation 31; six of them.
        for (const auto& [order, count] : counts) QVERIFY(std::abs(count - draws / 24) < 6 * 31);
    }

    void emptyAndSinglePermutationsDrawNothing() {
        RandomStream stream(1);
        QVERIFY(stream.permutation(0).empty());
        QCOMPARE(stream.permutation(1), std::vector<std::int64_t>{0});
        QCOMPARE(stream.below(10), std::uint64_t{8});   // the stream's first value
    }
};

QTEST_APPLESS_MAIN(TestRandomStream)
#include "test_random_stream.moc"

#include "core/corruption/label_noise.h"
#include "core/corruption/numpy_legacy_random.h"
#include "core/support/error.h"
#include "core/support/sha256.h"
#include "tests/places.h"

#include <QFile>
#include <QTest>
#include <cmath>
#include <set>

using namespace overfit;

namespace {

using Labels = std::vector<std::uint16_t>;

Labels made_up_labels(int classes, std::size_t count = 50'000) {
    Labels labels(count);
    for (std::size_t i = 0; i < count; ++i)
        labels[i] = static_cast<std::uint16_t>(7 * i % static_cast<std::size_t>(classes));
    return labels;
}

Labels corrupted(const Labels& labels, int classes, double fraction, LabelDraw draw, std::uint64_t seed = 1) {
    RandomStream stream(seed);
    return corrupt_labels(labels, classes, {.fraction = fraction, .draw = draw}, stream);
}

std::string hash_of(const Labels& labels) {
    std::string bytes;
    for (const std::uint16_t label : labels) {
        bytes += static_cast<char>(label & 255);
        bytes += static_cast<char>(label >> 8);
    }
    return sha256_hex(std::as_bytes(std::span(bytes)));
}

/// Six standard deviations of a binomial share: an honest draw is outside once in 500 million.
double margin(double share, std::size_t count) {
    return 6.0 * std::sqrt(share * (1.0 - share) / static_cast<double>(count));
}

void add_both_draws() {
    QTest::addColumn<LabelDraw>("draw");
    QTest::newRow("all-classes") << LabelDraw::AllClasses;
    QTest::newRow("wrong-classes") << LabelDraw::WrongClasses;
}

void add_all_draws() {
    add_both_draws();
    QTest::newRow("reference") << LabelDraw::Reference;
}

}   // namespace

Q_DECLARE_METATYPE(overfit::LabelDraw)

class TestLabelNoise : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void referenceGivesTheLabelsThatNumpyDraws_data() {
        QTest::addColumn<int>("classes");
        QTest::addColumn<double>("fraction");
        QTest::addColumn<int>("changed");
        QTest::addColumn<QString>("hash");
        QTest::addColumn<QString>("first");
        QFile file(QString(places::source_dir) + "/tests/golden/reference_labels.txt");
        QVERIFY(file.open(QIODevice::ReadOnly));
        while (!file.atEnd()) {
            const QString line = QString::fromUtf8(file.readLine()).trimmed();
            if (line.startsWith('#')) continue;
            const QStringList words = line.split(' ');
            QCOMPARE(words.size(), 5);
            QTest::addRow("%s classes, p = %s", qPrintable(words[0]), qPrintable(words[1]))
                << words[0].toInt() << words[1].toDouble() << words[2].toInt() << words[3] << words[4];
        }
    }
    void referenceGivesTheLabelsThatNumpyDraws() {
        QFETCH(int, classes);
        QFETCH(double, fraction);
        QFETCH(int, changed);
        QFETCH(QString, hash);
        QFETCH(QString, first);
        const Labels labels = made_up_labels(classes);
        const Labels given = corrupted(labels, classes, fraction, LabelDraw::Reference);
        QStringList beginning;
        for (std::size_t i = 0; i < 32; ++i) beginning << QString::number(given[i]);
        QCOMPARE(beginning.join(','), first);
        QCOMPARE(std::lround(changed_fraction(labels, given) * 50'000.0), changed);
        QCOMPARE(QString::fromStdString(hash_of(given)), hash);
    }

    void referenceIgnoresTheStream() {
        const Labels labels = made_up_labels(10);
        QCOMPARE(corrupted(labels, 10, 0.5, LabelDraw::Reference, 1), corrupted(labels, 10, 0.5, LabelDraw::Reference, 2));
        RandomStream used(7), untouched(7);
        corrupt_labels(labels, 10, {.fraction = 0.5, .draw = LabelDraw::Reference}, used);
        QCOMPARE(used.next(), untouched.next());
    }

    void numpyDrawsNothingForASingleChoice() {
        NumpyLegacyRandom one(12345), other(12345);
        QCOMPARE(one.choice(1, 5), std::vector<std::uint32_t>(5, 0));
        QCOMPARE(one.random_sample(), other.random_sample());
    }

    void firstNumbersOfTheLegacyGeneratorAreNumpys() {
        // np.random.seed(12345); np.random.rand(3)
        NumpyLegacyRandom random(12345);
        QCOMPARE(random.random_sample(), 0.9296160928171479);
        QCOMPARE(random.random_sample(), 0.3163755545817859);
        QCOMPARE(random.random_sample(), 0.18391881167709445);
    }

    void drawsKeepTheirValuesForever_data() {
        QTest::addColumn<LabelDraw>("draw");
        QTest::addColumn<QString>("hash");
        QTest::newRow("all-classes") << LabelDraw::AllClasses
                                     << "3b666e81c9340ef325cac5100b8df213f0e4fa9cc9439948e89f6a3c011a0af4";
        QTest::newRow("wrong-classes") << LabelDraw::WrongClasses
                                       << "8f59848e045f3a41c1089285c7f0907766eb4f8144ddd61589e164ed4a247177";
    }
    void drawsKeepTheirValuesForever() {
        QFETCH(LabelDraw, draw);
        QFETCH(QString, hash);
        QCOMPARE(QString::fromStdString(hash_of(corrupted(made_up_labels(10), 10, 0.5, draw, 42))), hash);
    }

    void nothingChangesAtZero_data() { add_all_draws(); }
    void nothingChangesAtZero() {
        QFETCH(LabelDraw, draw);
        const Labels labels = made_up_labels(10);
        QCOMPARE(corrupted(labels, 10, 0.0, draw), labels);
    }

    void allClassesLeavesOneInCTrue_data() {
        QTest::addColumn<int>("classes");
        QTest::addColumn<double>("fraction");
        for (const int classes : {2, 10, 100}) {
            for (const double fraction : {0.1, 0.5, 1.0}) QTest::addRow("%d, %g", classes, fraction) << classes << fraction;
        }
    }
    void allClassesLeavesOneInCTrue() {
        QFETCH(int, classes);
        QFETCH(double, fraction);
        const Labels labels = made_up_labels(classes);
        const double expected = expected_changed_fraction({.fraction = fraction, .draw = LabelDraw::AllClasses}, classes);
        QCOMPARE(expected, fraction * (1.0 - 1.0 / classes));
        for (const std::uint64_t seed : {1, 2, 3}) {
            const Labels given = corrupted(labels, classes, fraction, LabelDraw::AllClasses, seed);
            QVERIFY(std::abs(changed_fraction(labels, given) - expected) <= margin(expected, labels.size()));
        }
    }

    void wrongClassesChangesEveryLabelItDraws() {
        for (const int classes : {2, 3, 10, 100}) {
            const Labels labels = made_up_labels(classes);
            const Labels given = corrupted(labels, classes, 1.0, LabelDraw::WrongClasses);
            QCOMPARE(changed_fraction(labels, given), 1.0);
            for (const std::uint16_t label : given) QVERIFY(label < classes);
            const Labels half = corrupted(labels, classes, 0.5, LabelDraw::WrongClasses);
            QVERIFY(std::abs(changed_fraction(labels, half) - 0.5) <= margin(0.5, labels.size()));
        }
        QCOMPARE(expected_changed_fraction({.fraction = 0.5, .draw = LabelDraw::WrongClasses}, 10), 0.5);
    }

    void everyClassIsDrawnEquallyOften_data() { add_all_draws(); }
    void everyClassIsDrawnEquallyOften() {
        QFETCH(LabelDraw, draw);
        const bool wrong_only = draw == LabelDraw::WrongClasses;
        const Labels labels(50'000, 3);
        const Labels given = corrupted(labels, 10, 1.0, draw);
        for (std::uint16_t label = 0; label < 10; ++label) {
            const double share = wrong_only ? (label == 3 ? 0.0 : 1.0 / 9) : 0.1;
            const auto found = static_cast<double>(std::ranges::count(given, label)) / 50'000.0;
            QVERIFY2(std::abs(found - share) <= margin(share, 50'000), qPrintable(QString::number(label)));
        }
    }

    void theSameSeedDrawsTheSameLabels_data() { add_both_draws(); }
    void theSameSeedDrawsTheSameLabels() {
        QFETCH(LabelDraw, draw);
        const Labels labels = made_up_labels(10);
        QCOMPARE(corrupted(labels, 10, 0.5, draw, 5), corrupted(labels, 10, 0.5, draw, 5));
        QVERIFY(corrupted(labels, 10, 0.5, draw, 5) != corrupted(labels, 10, 0.5, draw, 6));
    }

    void labelsOfASmallerShareAreNestedInThoseOfALarger_data() { add_both_draws(); }
    void labelsOfASmallerShareAreNestedInThoseOfALarger() {
        QFETCH(LabelDraw, draw);
        const Labels labels = made_up_labels(10);
        const Labels few = corrupted(labels, 10, 0.2, draw);
        const Labels many = corrupted(labels, 10, 0.8, draw);
        for (std::size_t i = 0; i < labels.size(); ++i) QVERIFY(few[i] == labels[i] || few[i] == many[i]);
    }

    void refusesWhatCannotBeDrawn() {
        const Labels labels{0, 1, 12};
        QVERIFY_THROWS_EXCEPTION(Error, corrupted(labels, 10, 0.5, LabelDraw::AllClasses));
        QVERIFY_THROWS_EXCEPTION(Error, corrupted(labels, 10, 0.5, LabelDraw::Reference));
        QVERIFY_THROWS_EXCEPTION(Error, corrupted({0}, 1, 0.5, LabelDraw::WrongClasses));
        QVERIFY_THROWS_EXCEPTION(Error, corrupted({}, 0, 0.5, LabelDraw::AllClasses));
        QVERIFY_THROWS_EXCEPTION(UsageError, corrupted({0}, 10, 1.5, LabelDraw::AllClasses));
        QVERIFY_THROWS_EXCEPTION(UsageError, corrupted({0}, 10, std::nan(""), LabelDraw::AllClasses));
        try {
            corrupted(labels, 10, 0.5, LabelDraw::AllClasses);
        } catch (const Error& error) {
            QCOMPARE(QString(error.what()), "label of example 2: expected 0 to 9, found 12");
        }
    }

    void noLabelsGiveNoLabels_data() { add_all_draws(); }
    void noLabelsGiveNoLabels() {
        QFETCH(LabelDraw, draw);
        QVERIFY(corrupted({}, 10, 1.0, draw).empty());
        QCOMPARE(changed_fraction({}, {}), 0.0);
    }
};

QTEST_APPLESS_MAIN(TestLabelNoise)
#include "test_label_noise.moc"

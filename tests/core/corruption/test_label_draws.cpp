#include "core/corruption/label_noise.h"
#include "core/support/error.h"
#include "core/support/sha256.h"
#include "tests/places.h"

#include <QFile>
#include <QTest>
#include <algorithm>
#include <cmath>

using namespace overfit;

namespace {

using Labels = std::vector<std::uint16_t>;

Labels made_up_labels(int classes, std::size_t count = 50'000) {
    Labels labels(count);
    for (std::size_t i = 0; i < count; ++i) {
        labels[i] = static_cast<std::uint16_t>(7 * i % static_cast<std::size_t>(classes));
    }
    return labels;
}

/// That of tests/golden/label_draws.py.
TransitionMatrix made_up_matrix(int classes) {
    TransitionMatrix matrix{.classes = classes, .chances = std::vector<double>(static_cast<std::size_t>(classes * classes))};
    for (int row = 0; row < classes; ++row) {
        const auto chance = [&](int column) -> double& {
            return matrix.chances[static_cast<std::size_t>(row * classes + column % classes)];
        };
        chance(row) = 10.0 / 16;
        chance(row + 1) += 4.0 / 16;
        chance(row + 3) += 2.0 / 16;
    }
    return matrix;
}

LabelCorruption noise_of(LabelDraw draw, double fraction = 0.0) {
    LabelCorruption noise;
    noise.draw = draw;
    noise.fraction = fraction;
    return noise;
}

Labels flipped(const Labels& labels, int classes, double fraction, std::uint64_t seed = 42) {
    RandomStream stream(seed);
    return corrupt_labels(labels, classes, noise_of(LabelDraw::PairFlip, fraction), stream);
}

Labels drawn(const Labels& labels, const TransitionMatrix& matrix, std::uint64_t seed = 42) {
    RandomStream stream(seed);
    return corrupt_labels(labels, matrix.classes, noise_of(LabelDraw::TransitionMatrix), stream, matrix);
}

std::string hash_of(const Labels& labels) { return sha256_hex(std::as_bytes(std::span(labels))); }   // little-endian machine

/// Six standard deviations of a binomial share: an honest draw is outside once in 500 million.
double margin(double share, std::size_t count) {
    return 6.0 * std::sqrt(share * (1.0 - share) / static_cast<double>(count));
}

}   // namespace

class TestLabelDraws : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void labelsAreThoseThatPythonComputes_data() {
        QTest::addColumn<QString>("line");
        QFile file(QString(places::source_dir) + "/tests/golden/label_draws.txt");
        QVERIFY(file.open(QIODevice::ReadOnly));
        while (!file.atEnd()) {
            const QString line = QString::fromUtf8(file.readLine()).trimmed();
            if (!line.startsWith('#')) QTest::newRow(qPrintable(line.left(26))) << line;
        }
    }
    void labelsAreThoseThatPythonComputes() {
        QFETCH(QString, line);
        const QStringList words = line.split(' ');
        QCOMPARE(words.size(), 6);
        const int classes = words[1].toInt();
        const Labels labels = made_up_labels(classes);
        const Labels given =
            words[0] == "pair-flip" ? flipped(labels, classes, words[2].toDouble()) : drawn(labels, made_up_matrix(classes));
        QStringList beginning;
        for (std::size_t i = 0; i < 32; ++i) beginning << QString::number(given[i]);
        QCOMPARE(beginning.join(','), words[5]);
        QCOMPARE(std::lround(changed_fraction(labels, given) * 50'000.0), words[3].toLong());
        QCOMPARE(QString::fromStdString(hash_of(given)), words[4]);
    }

    void aPairFlipChangesToTheNextClassOnly() {
        for (const int classes : {2, 10, 100}) {
            const Labels labels = made_up_labels(classes), given = flipped(labels, classes, 0.4);
            for (std::size_t i = 0; i < labels.size(); ++i) {
                QVERIFY(given[i] == labels[i] || given[i] == (labels[i] + 1) % classes);
            }
            const double expected = expected_changed_fraction(noise_of(LabelDraw::PairFlip, 0.4), classes);
            QCOMPARE(expected, 0.4);
            QVERIFY(std::abs(changed_fraction(labels, given) - expected) <= margin(expected, labels.size()));
        }
    }

    void pairFlipsOfASmallerShareAreNestedInThoseOfALarger() {
        const Labels labels = made_up_labels(10);
        const Labels few = flipped(labels, 10, 0.2), many = flipped(labels, 10, 0.8);
        for (std::size_t i = 0; i < labels.size(); ++i) QVERIFY(few[i] == labels[i] || few[i] == many[i]);
        QCOMPARE(flipped(labels, 10, 0.0), labels);
        QCOMPARE(changed_fraction(labels, flipped(labels, 10, 1.0)), 1.0);
    }

    void aMatrixGivesEachClassAsOftenAsItsRowSays() {
        const TransitionMatrix matrix = made_up_matrix(10);
        const Labels labels = made_up_labels(10), given = drawn(labels, matrix);
        std::vector<double> counts(100);
        for (std::size_t i = 0; i < labels.size(); ++i) ++counts[labels[i] * 10U + given[i]];
        for (int row = 0; row < 10; ++row) {
            for (int column = 0; column < 10; ++column) {
                const double share = counts[static_cast<std::size_t>(row * 10 + column)] / 5'000.0;
                QVERIFY(std::abs(share - matrix.chance(row, column)) <= margin(matrix.chance(row, column), 5'000));
            }
        }
        const double expected = expected_changed_fraction(labels, matrix);
        QCOMPARE(expected, 0.375);
        QVERIFY(std::abs(changed_fraction(labels, given) - expected) <= margin(expected, labels.size()));
    }

    void theExpectedShareOfAMatrixIsThatOfTheClassesThatAreThere() {
        TransitionMatrix matrix{.classes = 2, .chances = {1.0, 0.0, 0.5, 0.5}};   // class 0 stays, class 1 is anything
        QCOMPARE(expected_changed_fraction(Labels{0, 0, 0, 1}, matrix), 0.125);
        QCOMPARE(expected_changed_fraction(Labels{}, matrix), 0.0);
        const Labels given = drawn(Labels(1'000, 0), matrix);
        QCOMPARE(given, Labels(1'000, 0));
    }

    /// Rows may sum to a millionth less than 1; no label is then out of range.
    void whatRoundingLeavesOverStaysTrue() {
        TransitionMatrix matrix{.classes = 2, .chances = {0.0, 0.0, 0.0, 0.0}};
        QCOMPARE(drawn(Labels{0, 1, 0}, matrix), (Labels{0, 1, 0}));
    }

    void theSameSeedDrawsTheSameLabels() {
        const Labels labels = made_up_labels(10);
        QVERIFY(flipped(labels, 10, 0.5, 1) == flipped(labels, 10, 0.5, 1));
        QVERIFY(flipped(labels, 10, 0.5, 1) != flipped(labels, 10, 0.5, 2));
        QVERIFY(drawn(labels, made_up_matrix(10), 1) != drawn(labels, made_up_matrix(10), 2));
    }

    void aLabelFileDrawsNothing() {
        RandomStream used(7), untouched(7);
        const Labels labels = made_up_labels(10);
        QCOMPARE(corrupt_labels(labels, 10, noise_of(LabelDraw::LabelFile), used), labels);
        QCOMPARE(used.next(), untouched.next());
    }

    void refusesWhatCannotBeDrawn() {
        QVERIFY_THROWS_EXCEPTION(Error, flipped({0}, 1, 0.5));
        QVERIFY_THROWS_EXCEPTION(Error, flipped({10}, 10, 0.5));
        QVERIFY_THROWS_EXCEPTION(UsageError, flipped({0}, 10, 1.5));
        QVERIFY_THROWS_EXCEPTION(Error, drawn({2}, {.classes = 2, .chances = {1.0, 0.0, 0.0, 1.0}}));
    }
};

QTEST_APPLESS_MAIN(TestLabelDraws)
#include "test_label_draws.moc"

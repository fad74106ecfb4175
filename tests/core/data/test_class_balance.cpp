#include "core/data/class_balance.h"
#include "core/support/error.h"

#include <QTest>
#include <algorithm>
#include <numeric>

using namespace overfit;

namespace {

using Sizes = std::vector<std::int64_t>;

DataConfig balanced(ClassBalance balance, std::int64_t examples = 0, double imbalance = 10.0) {
    DataConfig data;
    data.class_balance = balance;
    data.train_examples = examples;
    data.imbalance = imbalance;
    return data;
}

std::vector<std::string> names(std::size_t classes) {
    std::vector<std::string> result;
    for (std::size_t k = 0; k < classes; ++k) result.push_back("class " + std::to_string(k));
    return result;
}

Sizes sizes_of(const Sizes& available, const DataConfig& data) {
    return balanced_class_sizes(available, data, names(available.size()));
}

QString refusal(const Sizes& available, const DataConfig& data) {
    try {
        sizes_of(available, data);
    } catch (const UsageError& error) {
        return error.what();
    }
    return {};
}

std::vector<std::uint16_t> labels_of(std::size_t count) {
    std::vector<std::uint16_t> labels(count);
    for (std::size_t i = 0; i < count; ++i) labels[i] = static_cast<std::uint16_t>(i * i % 10);   // uneven
    return labels;
}

Sizes counts_of(const std::vector<std::uint16_t>& labels, const std::vector<std::int64_t>& subset) {
    Sizes counts(10);
    for (const std::int64_t place : subset) ++counts[labels[static_cast<std::size_t>(place)]];
    return counts;
}

}   // namespace

class TestClassBalance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// The sizes of long-tailed CIFAR-10 as its first authors publish them.
    void longTailsAreThoseOfThePapers() {
        const Sizes all(10, 5000);
        QCOMPARE(sizes_of(all, balanced(ClassBalance::LongTailed, 0, 100.0)),
                 (Sizes{5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50}));
        QCOMPARE(sizes_of(all, balanced(ClassBalance::LongTailed, 0, 10.0)),
                 (Sizes{5000, 3871, 2997, 2320, 1796, 1391, 1077, 834, 645, 500}));
        QCOMPARE(sizes_of(all, balanced(ClassBalance::LongTailed, 0, 1.0)), all);
    }

    void equalTakesAsManyAsTheScarcestClassHas() {
        QCOMPARE(sizes_of({30, 20, 25}, balanced(ClassBalance::Equal)), (Sizes{20, 20, 20}));
        QCOMPARE(sizes_of({30, 20, 25}, balanced(ClassBalance::Equal, 30)), (Sizes{10, 10, 10}));
        QCOMPARE(sizes_of({30, 20, 25}, balanced(ClassBalance::Equal, 32)), (Sizes{11, 11, 10}));
    }

    void sizesSumToWhatIsAskedFor() {
        for (const std::int64_t examples : {100, 999, 1000, 5000, 12'345}) {
            for (const double imbalance : {1.0, 2.0, 10.0, 50.0}) {
                const Sizes sizes = sizes_of(Sizes(10, 5000), balanced(ClassBalance::LongTailed, examples, imbalance));
                QCOMPARE(std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0}), examples);
                QVERIFY(std::ranges::is_sorted(sizes, std::greater()));
            }
        }
    }

    void tooFewExamplesOfAClassAreTold() {
        QCOMPARE(refusal({30, 20, 25}, balanced(ClassBalance::Equal, 66)),
                 QString("data.train_examples: this class balance needs 22 training examples of class 'class 1', the data "
                         "set has 20; take at most 60, or 0 for as many as there are"));
        QCOMPARE(refusal({100, 100, 100}, balanced(ClassBalance::LongTailed, 0, 1000.0)),
                 QString("data.class_balance: leaves no training example of class 'class 2'; take more training examples or "
                         "a smaller data.imbalance"));
        QVERIFY(refusal({30, 0, 25}, balanced(ClassBalance::Equal))
                    .contains("the data set has no training example of class 'class 1'"));
    }

    void theSubsetHasTheseSizes() {
        const auto labels = labels_of(4000);
        const Sizes all = counts_of(labels, [] {
            std::vector<std::int64_t> places(4000);
            std::iota(places.begin(), places.end(), std::int64_t{0});
            return places;
        }());
        std::vector<std::uint16_t> dense;   // squares leave out four classes of ten: count the classes that are there
        std::vector<std::uint16_t> number(10);
        std::uint16_t classes = 0;
        for (std::size_t k = 0; k < 10; ++k) number[k] = all[k] > 0 ? classes++ : std::uint16_t{0};
        for (const std::uint16_t label : labels) dense.push_back(number[label]);
        RandomStream stream(5);
        const auto subset = draw_train_subset(dense, balanced(ClassBalance::Equal, 600), names(classes), stream);
        QVERIFY(std::ranges::is_sorted(subset));
        QVERIFY(std::ranges::adjacent_find(subset) == subset.end());
        Sizes expected(10);
        for (std::size_t k = 0; k < classes; ++k) expected[k] = 600 / classes;
        QCOMPARE(counts_of(dense, subset), expected);
    }

    void aSmallerSubsetIsPartOfALarger() {
        std::vector<std::uint16_t> labels(3000);
        for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<std::uint16_t>(i % 10);
        const auto draw = [&](std::int64_t examples) {
            RandomStream stream(9);
            return draw_train_subset(labels, balanced(ClassBalance::LongTailed, examples), names(10), stream);
        };
        QVERIFY(std::ranges::includes(draw(800), draw(200)));
    }

    void asDrawnIsTheSubsetOfBefore() {
        const auto labels = labels_of(1000);
        RandomStream one(3), other(3);
        const auto subset = draw_train_subset(labels, balanced(ClassBalance::AsDrawn, 100), names(10), one);
        std::vector<std::int64_t> beginning = other.permutation(1000);
        beginning.resize(100);
        std::ranges::sort(beginning);
        QCOMPARE(subset, beginning);
    }
};

QTEST_APPLESS_MAIN(TestClassBalance)
#include "test_class_balance.moc"

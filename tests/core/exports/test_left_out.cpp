#include "core/exports/left_out.h"

#include <QtTest>
#include <limits>

using namespace overfit;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

}   // namespace

class TestLeftOut : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLinearAxisLeavesOutOnlyWhatIsNoNumber() {
        LeftOut left;
        left.add(std::vector{0.0, 1.0, 2.0, 3.0}, std::vector{0.0, -1.0, kNaN, kInfinity}, false, false);
        QCOMPARE(left, (LeftOut{.zeros = 0, .negatives = 0, .places = 0, .not_finite = 2}));
        QCOMPARE(left_out_text(left, XAxis::Epoch), std::string("2 values are NaN or infinite"));
    }

    void aLogAxisTellsZerosAndNegatives() {
        LeftOut left;
        left.add(std::vector{0.0, 1.0, 2.0, 3.0, 4.0}, std::vector{0.0, -1.0, 0.0, 0.0, 2.0}, false, true);
        QCOMPARE(left_out_text(left, XAxis::Epoch), std::string("3 values of 0, 1 value below 0 not shown on a log axis"));
    }

    void aLogXAxisTellsTheFirstPlace() {
        LeftOut left;
        left.add(std::vector{0.0, 1.0}, std::vector{kNaN, 0.5}, true, true);
        QCOMPARE(left_out_text(left, XAxis::Step), std::string("1 value at step 0 not shown on a log axis"));
        left.add(std::vector{1.0}, std::vector{kNaN}, true, true);
        QCOMPARE(left_out_text(left, XAxis::Time),
                 std::string("1 value at 0 s not shown on a log axis · 1 value is NaN or infinite"));
    }

    void nothingLeftOutIsNothingSaid() {
        LeftOut left;
        left.add(std::vector{1.0, 2.0}, std::vector{0.5, 0.25}, true, true);
        QVERIFY(left_out_text(left, XAxis::Epoch).empty());
    }
};

QTEST_APPLESS_MAIN(TestLeftOut)
#include "test_left_out.moc"

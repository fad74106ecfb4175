#include "core/comparison/measure_text.h"

#include <QtTest>
#include <limits>

using namespace overfit;
using U = MeasureUnit;

namespace {

std::string statistics(U unit, std::vector<double> values) { return statistics_text(unit, sample_statistics(values)); }

}   // namespace

class TestMeasureText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void valuesInTheirUnits() {
        QCOMPARE(value_text(U::Fraction, 0.972), std::string("97.2 %"));
        QCOMPARE(value_text(U::Nats, 0.034123), std::string("0.03412"));
        QCOMPARE(value_text(U::Count, 407050), std::string("407,050"));
        QCOMPARE(value_text(U::Count, 57.3333), std::string("57.33"));
        QCOMPARE(value_text(U::Seconds, 200), std::string("3 min 20 s"));
        QCOMPARE(value_text(U::Seconds, 0.75), std::string("0.75 s"));
        QCOMPARE(value_text(U::Nats, std::numeric_limits<double>::quiet_NaN()), std::string("NaN"));
        QCOMPARE(value_text(U::Fraction, std::numeric_limits<double>::quiet_NaN()), std::string("NaN"));
    }

    void meanAndSpread() {
        QCOMPARE(statistics(U::Fraction, {0.10, 0.11, 0.12}), std::string("11.0 \u00b1 1.0 %"));
        QCOMPARE(statistics(U::Fraction, {0.10}), std::string("10.0 %"));
        QCOMPARE(statistics(U::Fraction, {1.0, 1.0}), std::string("100.0 \u00b1 0.0 %"));
        QCOMPARE(statistics(U::Count, {55, 57, 59}), std::string("57.0 \u00b1 2.0"));
        QCOMPARE(statistics(U::Count, {4000, 4000}), std::string("4,000 \u00b1 0"));
        QCOMPARE(statistics(U::Count, {4000, 4500}), std::string("4,250 \u00b1 354"));
        QCOMPARE(statistics(U::Nats, {0.0231, 0.0295}), std::string("0.0263 \u00b1 0.0045"));
        QCOMPARE(statistics(U::Seconds, {40, 41, 42}), std::string("41 s \u00b1 1 s"));
    }

    void aSpreadTooSmallForOneDecimalIsNotZero() {
        QCOMPARE(statistics(U::Fraction, {0.5000, 0.5002}), std::string("50.01 \u00b1 0.01 %"));
    }

    void aMeanBelowAHundredPercentNeverReadsAsIt() {
        QCOMPARE(statistics(U::Fraction, {0.9998, 1.0}), std::string("99.99 \u00b1 0.01 %"));
    }

    void differencesCarryTheirErrorOrNone() {
        QCOMPARE(difference_text(U::Fraction, {0.012, 0.004}), std::string("+1.2 \u00b1 0.4"));
        QCOMPARE(difference_text(U::Fraction, {-0.012, std::nullopt}), std::string("\u22121.2"));
        QCOMPARE(difference_text(U::Nats, {-0.394, 0.0097}), std::string("\u22120.3940 \u00b1 0.0097"));
        QCOMPARE(difference_text(U::Count, {1234, std::nullopt}), std::string("+1,234"));
    }

    void aDifferenceThatMayBeChanceIsQuestioned() {
        QCOMPARE(difference_text(U::Fraction, {0.007, 0.004}), std::string("+0.7 \u00b1 0.4 ?"));
    }
};

QTEST_APPLESS_MAIN(TestMeasureText)
#include "test_measure_text.moc"

#include "core/audit/initial_loss_rule.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace overfit;

namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

/// "warning initial-loss", of ten classes; empty where nothing is found.
QString found(const ModelConfig& model, double loss) {
    const auto findings = initial_loss_findings(model, Scaling::PerImageWhitening, loss, 10);
    if (findings.empty()) return {};
    return QString::fromStdString(std::string(level_name(findings.front().level)) + " " + findings.front().code);
}

}   // namespace

class TestInitialLossRule : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anInitialLossFarFromEvenGuessesIsAWarning() {
        const ModelConfig model;
        for (const double loss : {std::log(10.0) - 0.49, std::log(10.0) + 0.49}) QCOMPARE(found(model, loss), "");
        for (const double loss : {1.7, 2.9, 40.0, nan_value}) QCOMPARE(found(model, loss), "warning initial-loss");
    }

    void weightsAsDrawnMayAddToIt() {
        ModelConfig inception;
        inception.name = "inception-v3";
        for (const double loss : {2.0, 4.17, 7.7}) QCOMPARE(found(inception, loss), "");
        for (const double loss : {1.7, 8.0, nan_value}) QCOMPARE(found(inception, loss), "warning initial-loss");
        inception.initialization = Initialization::He;
        QCOMPARE(found(inception, 3.7), "");
        QCOMPARE(found(inception, 4.17), "warning initial-loss");
        ModelConfig alexnet;
        alexnet.name = "small-alexnet";
        alexnet.initialization = Initialization::He;
        QCOMPARE(found(alexnet, 12.3), "");
        QCOMPARE(found(alexnet, 18.0), "warning initial-loss");
    }

    void bytesAsTheyAreAreNamed() {
        const auto message = [](Scaling scaling) {
            return QString::fromStdString(initial_loss_findings({}, scaling, 40.0, 10).front().message);
        };
        QVERIFY(message(Scaling::Unit).endsWith("its first guesses are far from even"));
        QVERIFY2(message(Scaling::None).contains("data.scaling none"), qPrintable(message(Scaling::None)));
    }
};

QTEST_APPLESS_MAIN(TestInitialLossRule)
#include "test_initial_loss_rule.moc"

#include "core/comparison/tell_apart.h"

#include <QTest>

using namespace overfit;

namespace {

struct Variant {
    double p = 1.0;
    std::uint64_t seed = 1;
    double learning_rate = 0.1;
    bool operator==(const Variant&) const = default;
};

QStringList words(const std::vector<Variant>& variants) {
    std::vector<ExperimentConfig> configs;
    for (const Variant& variant : variants) {
        ExperimentConfig config;
        config.name = "run " + std::to_string(configs.size());   // never told: it is the same to a person
        config.corruption.labels.fraction = variant.p;
        config.seed = variant.seed;
        config.training.learning_rate = variant.learning_rate;
        configs.push_back(config);
    }
    std::vector<const ExperimentConfig*> pointers;
    for (const ExperimentConfig& config : configs) pointers.push_back(&config);
    QStringList result;
    for (const std::string& text : tell_apart(pointers)) result << QString::fromStdString(text);
    return result;
}

}   // namespace

class TestTellApart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyWhatDiffersIsTold() {
        QCOMPARE(words({{.p = 0.5}, {.p = 1.0}}), QStringList({"p 0.5", "p 1"}));
        QCOMPARE(words({{.seed = 3}, {.seed = 4}}), QStringList({"seed 3", "seed 4"}));
    }

    void equalExperimentsHaveNoWords() {
        QCOMPARE(words({{}, {}}), QStringList({"", ""}));
        QCOMPARE(words({{}}), QStringList({""}));
        QVERIFY(words({}).isEmpty());
    }

    void severalSettingsStandInTheOrderOfTheForm() {
        QCOMPARE(
            words({{.p = 0.0, .learning_rate = 0.1}, {.p = 1.0, .learning_rate = 0.1}, {.p = 1.0, .learning_rate = 0.01}}),
            QStringList({"p 0 · learning rate 0.1", "p 1 · learning rate 0.1", "p 1 · learning rate 0.01"}));
    }

    void seedsAreToldOnlyWhereNothingElseTells() {
        QCOMPARE(words({{.p = 0.0, .seed = 1}, {.p = 1.0, .seed = 2}}), QStringList({"p 0", "p 1"}));
        QCOMPARE(words({{.p = 0.0, .seed = 1}, {.p = 1.0, .seed = 2}, {.p = 1.0, .seed = 3}}),
                 QStringList({"p 0 · seed 1", "p 1 · seed 2", "p 1 · seed 3"}));
    }
};

QTEST_APPLESS_MAIN(TestTellApart)
#include "test_tell_apart.moc"

#include "tests/core/config/random_config.h"
#include "ui/experiment_form/form_model.h"

#include <QTest>
#include <limits>

using namespace overfit;
using namespace overfit::ui;

namespace {

const Field& field(const char* path) { return *find_field(path); }

bool hasProblem(const FormModel& model, const std::string& path) { return !model.problemsOf(path).empty(); }

}   // namespace

class TestFormModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void startsWithTheDefaultsAndNoProblem();
    void anEqualValueChangesNothing();
    void whatCannotBeReadIsAProblemAndTheLastGoodValueCounts();
    void aGoodValueEndsTheProblem();
    void valuesThatStopApplyingComeBackWithTheirModel();
    void anotherConfigurationForgetsWhatWasTypedAndPutAside();
    void problemsStandInTheOrderOfTheForm();
    void extraProblemsStandBesideThoseOfCheck();
    void notANumberDoesNotDifferFromItself();
    void holdsEveryConfigurationAsItIs();
};

void TestFormModel::startsWithTheDefaultsAndNoProblem() {
    const FormModel model;
    QVERIFY(model.config() == ExperimentConfig{});
    QVERIFY(model.problems().empty());
    for (const Field& each : field_table()) QVERIFY(model.isDefault(each));
}

void TestFormModel::anEqualValueChangesNothing() {
    FormModel model;
    const FormChange change = model.edit(field("training.epochs"), std::int64_t{100});
    QVERIFY(!change.config && !change.problems);
}

void TestFormModel::whatCannotBeReadIsAProblemAndTheLastGoodValueCounts() {
    FormModel model;
    model.edit(field("training.learning_rate"), 0.2);
    const FormChange change = model.reject(field("training.learning_rate"), "expected a number");
    QVERIFY(!change.config && change.problems);
    QCOMPARE(model.config().training.learning_rate, 0.2);
    QCOMPARE(model.problemsOf("training.learning_rate"), std::string("expected a number"));
    QVERIFY(model.isRejected(field("training.learning_rate")));
}

void TestFormModel::aGoodValueEndsTheProblem() {
    FormModel model;
    model.reject(field("training.learning_rate"), "expected a number");
    const FormChange change = model.edit(field("training.learning_rate"), 0.01);   // the value of before
    QVERIFY(!change.config && change.problems);
    QVERIFY(model.problems().empty());
}

void TestFormModel::valuesThatStopApplyingComeBackWithTheirModel() {
    FormModel model;
    const std::vector<std::int64_t> layers{64, 32};
    model.edit(field("model.hidden"), layers);
    model.edit(field("model.name"), std::string("wide-resnet"));
    QVERIFY(model.problems().empty());   // hidden layers of a Wide ResNet would be one
    model.edit(field("model.depth"), std::int64_t{16});
    model.edit(field("model.name"), std::string("mlp"));
    QVERIFY(model.config().model.hidden == layers);
    QCOMPARE(model.config().model.depth, ModelConfig{}.depth);
    model.edit(field("model.name"), std::string("wide-resnet"));
    QCOMPARE(model.config().model.depth, std::int64_t{16});
}

void TestFormModel::anotherConfigurationForgetsWhatWasTypedAndPutAside() {
    FormModel model;
    model.edit(field("model.hidden"), std::vector<std::int64_t>{64});
    model.edit(field("model.name"), std::string("wide-resnet"));
    model.reject(field("training.epochs"), "expected a whole number");
    const FormChange change = model.replace(ExperimentConfig{});
    QVERIFY(change.config && change.problems);
    QVERIFY(model.problems().empty());
    model.edit(field("model.name"), std::string("wide-resnet"));
    model.edit(field("model.name"), std::string("mlp"));
    QVERIFY(model.config().model.hidden == ModelConfig{}.hidden);
}

void TestFormModel::problemsStandInTheOrderOfTheForm() {
    FormModel model;
    model.reject(field("seed"), "seed");   // advanced: after all others
    model.reject(field("training.epochs"), "epochs");
    model.reject(field("data.train_examples"), "examples");
    QCOMPARE(model.problems().size(), std::size_t{3});
    QCOMPARE(model.problems()[0].message, std::string("examples"));
    QCOMPARE(model.problems()[1].message, std::string("epochs"));
    QCOMPARE(model.problems()[2].message, std::string("seed"));
}

void TestFormModel::extraProblemsStandBesideThoseOfCheck() {
    FormModel model;
    model.edit(field("training.batch_size"), std::int64_t{100'000});
    const FormChange change = model.setExtraProblems({{"data.dataset", "not on this machine"}, {"", "no space left"}});
    QVERIFY(change.problems);
    QVERIFY(hasProblem(model, "training.batch_size"));
    QVERIFY(hasProblem(model, "data.dataset"));
    QCOMPARE(model.problems().front().path, std::string("data.dataset"));
    QCOMPARE(model.problems().back().message, std::string("no space left"));
    QVERIFY(!model.setExtraProblems({{"data.dataset", "not on this machine"}, {"", "no space left"}}).problems);
}

void TestFormModel::notANumberDoesNotDifferFromItself() {
    ExperimentConfig config;
    config.training.learning_rate = std::numeric_limits<double>::quiet_NaN();
    FormModel model;
    QVERIFY(model.replace(config).config);
    QVERIFY(!model.replace(config).config);
    QVERIFY(hasProblem(model, "training.learning_rate"));
}

void TestFormModel::holdsEveryConfigurationAsItIs() {
    RandomStream stream(1);
    FormModel model;
    for (int round = 0; round < 200; ++round) {
        const ExperimentConfig config = random_config(stream);
        model.replace(config);
        QVERIFY(sameConfig(model.config(), config));
        QVERIFY(model.problems().size() == check(config).size());
    }
}

QTEST_APPLESS_MAIN(TestFormModel)
#include "test_form_model.moc"

#include "core/config/config_check.h"
#include "core/config/field_table.h"
#include "core/config/presets.h"
#include "core/config/proposed_name.h"
#include "tests/core/config/random_config.h"

#include <QTest>
#include <limits>

using namespace overfit;

namespace {

ExperimentConfig base() {
    ExperimentConfig config;
    config.name = "Random labels, small Inception";
    config.model.name = "small-inception";
    config.corruption.labels.fraction = 1.0;
    return config;
}

/// What is added to the base's name.
QString told(const ExperimentConfig& config) {
    const QString name = QString::fromStdString(proposed_name(config, base()));
    return name.startsWith("Random labels, small Inception") ? name.mid(30) : "another name: " + name;
}

}   // namespace

class TestProposedName : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingChangedIsTheNameItself() {
        QCOMPARE(told(base()), QString());
        ExperimentConfig renamed = base();
        renamed.name = "my own";
        QCOMPARE(told(renamed), QString());
    }

    void aChangeIsToldInAFewWords_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("words");
        QTest::newRow("fraction") << "corruption.labels.fraction"
                                  << "0.5"
                                  << " · p 0.5";
        QTest::newRow("epochs") << "training.epochs"
                                << "1"
                                << " · 1 epoch";
        QTest::newRow("images") << "data.train_examples"
                                << "5000"
                                << " · 5,000 images";
        QTest::newRow("choice") << "model.name"
                                << "small-alexnet"
                                << " · Small AlexNet";
        QTest::newRow("data set") << "data.dataset"
                                  << "mnist"
                                  << " · MNIST";
        QTest::newRow("number") << "training.batch_size"
                                << "64"
                                << " · batch size 64";
        QTest::newRow("switch") << "augmentation.random_crop"
                                << "true"
                                << " · random crop on";
        QTest::newRow("seed") << "seed"
                              << "7"
                              << " · seed 7";
    }
    void aChangeIsToldInAFewWords() {
        QFETCH(QString, path);
        QFETCH(QString, value);
        const Field& field = *find_field(path.toStdString());
        ExperimentConfig config = base();
        field.set(config, parse_field(field, value.toStdString()));
        QTEST(told(config), "words");
    }

    void ofManyChangesTheFirstThreeAreTold() {
        ExperimentConfig config = base();
        config.data.train_examples = 0;
        config.data.crop = 24;
        config.corruption.labels.fraction = 0.25;
        config.training.epochs = 20;
        config.training.batch_size = 64;
        QCOMPARE(told(config), QStringLiteral(" · crop 24 · p 0.25 · 20 epochs · and 1 more"));
    }

    void whatDoesNotApplyIsNotTold() {
        ExperimentConfig from = base();
        from.model.name = "mlp";
        from.model.hidden = {100};
        ExperimentConfig config = base();
        config.model.name = "wide-resnet";
        const QString name = QString::fromStdString(proposed_name(config, from));
        QVERIFY2(!name.contains("100") && !name.contains("512"), qPrintable(name));
    }

    void whatIsTooLongForANameIsNotTold() {
        ExperimentConfig from = base(), config = base();
        from.name = std::string(190, 'n');
        config.training.epochs = 20;
        config.training.batch_size = 64;
        QCOMPARE(proposed_name(config, from), from.name);
        from.name = std::string(172, 'n');
        QCOMPARE(proposed_name(config, from), from.name + " · 20 epochs · and 1 more");
    }

    void notANumberIsNoChange() {
        ExperimentConfig config = base();
        config.training.learning_rate = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(QString::fromStdString(proposed_name(config, config)), QStringLiteral("Random labels, small Inception"));
    }

    void everyPresetAndEveryChangeOfItHasAValidName() {
        RandomStream stream(5);
        for (const Preset& preset : presets()) {
            const ExperimentConfig from = preset_config(preset.name);
            QCOMPARE(proposed_name(from, from), from.name);
            ExperimentConfig config = random_config(stream);
            config.name = proposed_name(config, from);
            for (const Problem& problem : check(config)) QVERIFY2(problem.path != "name", config.name.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestProposedName)
#include "test_proposed_name.moc"

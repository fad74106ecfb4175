#include "core/config/field_table.h"
#include "core/support/error.h"
#include "random_config.h"

#include <QtTest>
#include <set>

using namespace overfit;

namespace {

const Field& field(const char* path) {
    const Field* found = find_field(path);
    if (found == nullptr) qFatal("no field %s", path);
    return *found;
}

std::string problem_of(const char* path, std::string_view text) {
    try {
        parse_field(field(path), text);
        return "";
    } catch (const UsageError& error) {
        return error.what();
    }
}

}   // namespace

class TestFieldTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Anyone who adds a member to the structs without a row in the table meets this: two configurations that differ in
    /// every row's value must differ in nothing else, and size_of tells of new members.
    void everyMemberOfTheConfigurationHasARow() {
        const std::set<std::string> expected{"name",
                                             "data.dataset",
                                             "data.folder",
                                             "data.transpose",
                                             "data.train_examples",
                                             "data.test_examples",
                                             "data.class_balance",
                                             "data.imbalance",
                                             "data.validation_fraction",
                                             "data.crop",
                                             "data.resize",
                                             "data.scaling",
                                             "augmentation.random_crop",
                                             "augmentation.pad",
                                             "augmentation.horizontal_flip",
                                             "augmentation.rotation_degrees",
                                             "augmentation.cutout",
                                             "augmentation.mixup",
                                             "corruption.labels.fraction",
                                             "corruption.labels.draw",
                                             "corruption.labels.matrix",
                                             "corruption.labels.file",
                                             "corruption.labels.column",
                                             "corruption.pixels",
                                             "corruption.channels",
                                             "model.name",
                                             "model.hidden",
                                             "model.bias",
                                             "model.depth",
                                             "model.width",
                                             "model.dropout",
                                             "model.batch_norm",
                                             "model.batch_norm_affine",
                                             "model.response_normalization.size",
                                             "model.response_normalization.alpha",
                                             "model.response_normalization.beta",
                                             "model.response_normalization.k",
                                             "model.initialization",
                                             "training.epochs",
                                             "training.batch_size",
                                             "training.optimizer",
                                             "training.learning_rate",
                                             "training.momentum",
                                             "training.nesterov",
                                             "training.beta1",
                                             "training.beta2",
                                             "training.epsilon",
                                             "training.weight_decay",
                                             "training.label_smoothing",
                                             "training.early_learning.weight",
                                             "training.early_learning.momentum",
                                             "training.warmup_epochs",
                                             "training.schedule.kind",
                                             "training.schedule.factor",
                                             "training.schedule.at",
                                             "training.stop_when_fitted",
                                             "training.fitted_accuracy",
                                             "training.early_stopping.patience",
                                             "evaluation.every_epochs",
                                             "evaluation.step_interval",
                                             "evaluation.save_predictions",
                                             "checkpoint.every_epochs",
                                             "checkpoint.every_minutes",
                                             "checkpoint.keep",
                                             "device",
                                             "precision",
                                             "threads",
                                             "image_store",
                                             "deterministic",
                                             "seed",
                                             "seeds.subset",
                                             "seeds.split",
                                             "seeds.labels",
                                             "seeds.test_labels",
                                             "seeds.pixels",
                                             "seeds.initialization",
                                             "seeds.order",
                                             "seeds.dropout",
                                             "seeds.augmentation"};
        std::set<std::string> found;
        for (const Field& row : field_table()) QVERIFY2(found.insert(row.path).second, row.path.c_str());
        QCOMPARE(found, expected);
    }

    void everyRowTeaches() {
        for (const Field& row : field_table()) {
            QVERIFY2(!row.label.empty() && row.help.size() > 15 && row.help.ends_with('.'), row.path.c_str());
            QVERIFY2(row.help.find('\n') == std::string::npos, row.path.c_str());
            for (const FieldChoice& choice : row.choices) QVERIFY2(choice.explanation.size() > 10, choice.name.c_str());
            QCOMPARE(row.kind == FieldKind::Choice, !row.choices.empty());
            if (row.kind == FieldKind::Integer || row.kind == FieldKind::Real || row.kind == FieldKind::IntegerList)
                QVERIFY2(std::isfinite(row.minimum) && std::isfinite(row.maximum), row.path.c_str());
        }
    }

    void sectionsStandTogether() {   // or the YAML writer would open one twice
        std::set<std::string> closed;
        std::string open;
        for (const Field& row : field_table()) {
            const std::string section =
                row.path.substr(0, row.path.rfind('.') == std::string::npos ? 0 : row.path.find('.'));
            if (section == open) continue;
            closed.insert(open);
            open = section;
            QVERIFY2(section.empty() || !closed.contains(section), row.path.c_str());
        }
    }

    void defaultsAreAllowedAndAmongTheChoices() {
        for (const Field& row : field_table()) {
            QCOMPARE(value_problem(row, default_value(row)), std::string());
            const auto choice = std::ranges::find(row.choices, field_text(default_value(row), row), &FieldChoice::name);
            QVERIFY2(row.choices.empty() || choice != row.choices.end(), row.path.c_str());
        }
    }

    void everyValueSurvivesItsOwnText() {
        RandomStream stream(1);
        for (const Field& row : field_table()) {
            for (int i = 0; i < 200; ++i) {
                const FieldValue value = random_value(row, stream);
                const std::string text = field_text(value, row);
                QVERIFY2(parse_field(row, text) == value, (row.path + "=" + text).c_str());
            }
        }
    }

    void everyValueIsSetAndRead() {
        RandomStream stream(2);
        for (const Field& row : field_table()) {
            for (int i = 0; i < 20; ++i) {
                ExperimentConfig config;
                const FieldValue value = random_value(row, stream);
                row.set(config, value);
                QVERIFY2(row.get(config) == value, row.path.c_str());
                row.set(config, default_value(row));
                QVERIFY2(config == ExperimentConfig{}, row.path.c_str());   // nothing else was touched
            }
        }
    }

    void enumsHaveTheNamesOfTheirValues() {
        ExperimentConfig config;
        config.data.scaling = Scaling::ChannelStatistics;
        config.corruption.labels.draw = LabelDraw::Reference;
        config.corruption.pixels = PixelCorruption::Gaussian;
        config.corruption.channels = ChannelTreatment::Separate;
        config.model.initialization = Initialization::He;
        config.model.batch_norm_affine = BatchNormAffine::ScaleAndShift;
        config.training.optimizer = OptimizerKind::AdamW;
        config.training.schedule.kind = ScheduleKind::Exponential;
        config.precision = Precision::Bf16;
        const auto text = [&](const char* path) { return field_text(field(path).get(config), field(path)); };
        QCOMPARE(text("data.scaling"), std::string("channel-statistics"));
        QCOMPARE(text("corruption.labels.draw"), std::string("reference"));
        QCOMPARE(text("corruption.pixels"), std::string("gaussian"));
        QCOMPARE(text("corruption.channels"), std::string("separate"));
        QCOMPARE(text("model.initialization"), std::string("he"));
        QCOMPARE(text("model.batch_norm_affine"), std::string("scale-and-shift"));
        QCOMPARE(text("training.optimizer"), std::string("adamw"));
        QCOMPARE(text("training.schedule.kind"), std::string("exponential"));
        QCOMPARE(text("precision"), std::string("bf16"));
        for (const char* path :
             {"data.scaling", "corruption.labels.draw", "corruption.pixels", "corruption.channels", "model.initialization",
              "model.batch_norm_affine", "training.optimizer", "training.schedule.kind", "precision"}) {
            const std::map<std::string, std::size_t> sizes{
                {"data.scaling", 4},        {"corruption.labels.draw", 6}, {"corruption.pixels", 4},
                {"corruption.channels", 2}, {"model.initialization", 4},   {"model.batch_norm_affine", 3},
                {"training.optimizer", 3},  {"training.schedule.kind", 4}, {"precision", 5}};
            QCOMPARE(field(path).choices.size(), sizes.at(path));
        }
    }

    void numbersAreWrittenForPeopleAndOtherReaders() {
        const auto text = [](double value) { return field_text(value, field("training.weight_decay")); };
        QCOMPARE(text(0.1), std::string("0.1"));
        QCOMPARE(text(1e-4), std::string("0.0001"));
        QCOMPARE(text(5e-7), std::string("0.0000005"));
        QCOMPARE(text(1e-20), std::string("1.0e-20"));   // 1e-20 is text to Python's YAML reader
        QCOMPARE(text(1.25e-20), std::string("1.25e-20"));
        QCOMPARE(text(0.0), std::string("0"));
    }

    void wrongTextTellsWhatIsAllowed_data() {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char* name, const char* path, const char* text, const char* message) {
            QTest::newRow(name) << QByteArray(path) << QByteArray(text) << QByteArray(message);
        };
        row("too large", "corruption.labels.fraction", "1.5",
            "corruption.labels.fraction: expected a number from 0 to 1, found 1.5");
        row("nan", "training.learning_rate", "nan",
            "training.learning_rate: expected a number above 0 and up to 1,000, found NaN");
        row("infinite", "training.learning_rate", "inf",
            "training.learning_rate: expected a number above 0 and up to 1,000, found Infinity");
        row("excluded", "training.learning_rate", "0",
            "training.learning_rate: expected a number above 0 and up to 1,000, found 0");
        row("zero epochs", "training.epochs", "0",
            "training.epochs: expected a whole number from 1 to 1,000,000 epochs, found 0");
        row("no integer", "training.epochs", "1.5",
            "training.epochs: expected a whole number from 1 to 1,000,000 epochs, found \"1.5\"");
        row("octal", "training.epochs", "010",
            "training.epochs: expected a whole number from 1 to 1,000,000 epochs, found \"010\"");
        row("octal real", "training.learning_rate", "00.1",
            "training.learning_rate: expected a number above 0 and up to 1,000, found \"00.1\"");
        row("empty", "training.epochs", "  ",
            "training.epochs: expected a whole number from 1 to 1,000,000 epochs, found nothing");
        row("yes", "model.bias", "yes", "model.bias: expected true or false, found \"yes\"");
        row("negative seed", "seed", "-1", "seed: expected a whole number from 0 to 18446744073709551615, found \"-1\"");
        row("threads", "threads", "0", "threads: expected auto or a whole number from 1 to 1,024, found 0");
        row("choice", "training.schedule.kind", "exponental",
            "training.schedule.kind: expected constant, step, exponential, cosine, found \"exponental\"; nearest: "
            "exponential");
        row("later choice", "precision", "int8", "precision: expected auto, fp32, tf32, bf16, fp16, found \"int8\"");
        row("empty list", "model.hidden", "[]",
            "model.hidden: expected a list of 1 to 100 whole numbers from 1 to 65,536 units, found []");
        row("torn list", "model.hidden", "[512",
            "model.hidden: expected a list of 1 to 100 whole numbers from 1 to 65,536 units, found \"[512\"");
        row("hole in a list", "model.hidden", "512,,512",
            "model.hidden: expected a list of 1 to 100 whole numbers from 1 to 65,536 units, found \"512,,512\"");
        row("zero in a list", "model.hidden", "[512, 0]",
            "model.hidden: expected a list of 1 to 100 whole numbers from 1 to 65,536 units, found [512, 0]");
        row("device", "device", "gpu", "device: expected auto, cpu, cuda or one device as in cuda:1, found \"gpu\"");
        row("device number", "device", "cuda:01",
            "device: expected auto, cpu, cuda or one device as in cuda:1, found \"cuda:01\"");
        row("no device number", "device",
            "cuda:", "device: expected auto, cpu, cuda or one device as in cuda:1, found \"cuda:\"");
        row("name", "name", "", "name: expected 1 to 200 characters on one line, found nothing");
        row("blank name", "name", "  ", "name: expected 1 to 200 characters on one line, found \"  \"");
        row("control character", "name", "a\nb", "name: expected 1 to 200 characters on one line, found \"a?b\"");
        row("not UTF-8", "name", "a\xff", "name: expected 1 to 200 characters on one line, found \"a?\"");
    }

    void wrongTextTellsWhatIsAllowed() {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, message);
        QCOMPARE(QByteArray::fromStdString(problem_of(path.constData(), text.toStdString())), message);
    }

    void listsNeedNoBracketsWhereTyped() {
        const FieldValue expected = std::vector<std::int64_t>{512, 256};
        for (const char* text : {"[512, 256]", "512,256", " [ 512 ,256 ] "}) {
            QVERIFY2(parse_field(field("model.hidden"), text) == expected, text);
        }
    }

    void namesMayBeLongInLettersNotInBytes() {
        std::string umlauts;
        for (int i = 0; i < 200; ++i) umlauts += "ö";
        QCOMPARE(problem_of("name", umlauts), std::string());
        QVERIFY(!problem_of("name", umlauts + "x").empty());
    }

    void fieldsApplyWhereTheyMeanSomething() {
        ExperimentConfig config;
        QVERIFY(field("model.hidden").applies(config));
        QVERIFY(!field("model.depth").applies(config));
        QVERIFY(!field("training.schedule.factor").applies(config));
        config.model.name = "wide-resnet";
        config.training.schedule.kind = ScheduleKind::Exponential;
        QVERIFY(!field("model.hidden").applies(config));
        QVERIFY(field("model.depth").applies(config));
        QVERIFY(field("model.width").applies(config));
        QVERIFY(field("training.schedule.factor").applies(config));
        QVERIFY(!field("training.schedule.at").applies(config));
        config.training.schedule.kind = ScheduleKind::Step;
        QVERIFY(field("training.schedule.at").applies(config));
        QVERIFY(field("training.momentum").applies(config));
        QVERIFY(!field("training.beta1").applies(config));
        config.training.optimizer = OptimizerKind::Adam;
        QVERIFY(!field("training.momentum").applies(config));
        QVERIFY(field("training.beta1").applies(config));
        QVERIFY(!field("corruption.channels").applies(config));
        config.corruption.pixels = PixelCorruption::Shuffled;
        QVERIFY(field("corruption.channels").applies(config));
        config.corruption.labels.draw = LabelDraw::PairFlip;
        QVERIFY(field("corruption.labels.fraction").applies(config));
        config.corruption.labels.draw = LabelDraw::LabelFile;
        QVERIFY(!field("corruption.labels.fraction").applies(config));
        QVERIFY(field("corruption.labels.file").applies(config));
        QVERIFY(!field("corruption.labels.matrix").applies(config));
    }

    void conditionsAreToldInWordsToo() {
        RandomStream stream(4);
        std::set<std::string> conditional;
        for (int i = 0; i < 200; ++i) {
            const ExperimentConfig config = random_config(stream);
            for (const Field& row : field_table()) {
                if (!row.applies(config)) conditional.insert(row.path);
            }
        }
        for (const Field& row : field_table()) QCOMPARE(!row.condition.empty(), conditional.contains(row.path));
    }

    void whatDoesNotApplyCanBeReset() {
        ExperimentConfig config;
        config.model.hidden = {64};
        config.model.depth = 10;
        reset_what_does_not_apply(config);
        QCOMPARE(config.model.hidden, std::vector<std::int64_t>{64});
        QCOMPARE(config.model.depth, std::int64_t{28});
        config.model.name = "wide-resnet";
        reset_what_does_not_apply(config);
        QCOMPARE(config.model.hidden, std::vector<std::int64_t>{512});
    }
};

QTEST_APPLESS_MAIN(TestFieldTable)
#include "test_field_table.moc"

#include "core/config/config_yaml.h"
#include "core/support/error.h"
#include "random_config.h"

#include <QProcess>
#include <QtTest>
#include <fstream>

using namespace overfit;

namespace {

std::string mistakes_of(std::string_view yaml) {
    try {
        parse_config(yaml, "a.yaml");
        return "";
    } catch (const UsageError& error) {
        return error.what();
    }
}

std::string override_mistake(const std::string& text) {
    ExperimentConfig config;
    try {
        apply_overrides(config, std::vector{text});
        return "";
    } catch (const UsageError& error) {
        return error.what();
    }
}

}   // namespace

class TestConfigYaml : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDesignsExampleIsRead() {
        const ExperimentConfig config = parse_config(R"(
format: 1
name: fashion-mnist, random labels
data:
  dataset: fashion-mnist     # comments are ignored
  train_examples: 5000
  validation_fraction: 0.0
  scaling: per-image-whitening
augmentation: {random_crop: false, pad: 4, horizontal_flip: false, rotation_degrees: 0}
corruption:
  labels: {fraction: 1.0, draw: all-classes}
  pixels: none
model: {name: mlp, hidden: [512, 256], bias: true, dropout: 0.0, initialization: default}
training:
  epochs: 100
  learning_rate: 1e-2
  schedule: {kind: step, at: [150, 225], factor: 0.1}
  early_stopping: {patience: 0}
device: cuda:1
precision: bf16
threads: 4
seed: 18446744073709551615
seeds: {subset: ~, labels: 7}
)");
        QCOMPARE(config.name, std::string("fashion-mnist, random labels"));
        QCOMPARE(config.data.train_examples, std::int64_t{5000});
        QCOMPARE(config.corruption.labels.fraction, 1.0);
        QCOMPARE(config.model.hidden, (std::vector<std::int64_t>{512, 256}));
        QCOMPARE(config.training.learning_rate, 0.01);
        QVERIFY(config.training.schedule.kind == ScheduleKind::Step);
        QCOMPARE(config.device, std::string("cuda:1"));
        QVERIFY(config.precision == Precision::Bf16);
        QCOMPARE(config.threads.value(), std::int64_t{4});
        QCOMPARE(config.seed, std::numeric_limits<std::uint64_t>::max());
        QVERIFY(!config.seeds.subset);
        QCOMPARE(config.seeds.labels.value(), std::uint64_t{7});
    }

    void missingKeysTakeTheirDefaults() {
        QCOMPARE(parse_config("{}"), ExperimentConfig{});
        QCOMPARE(parse_config("format: 1\ndata:\ntraining: {}\n"), ExperimentConfig{});
        ExperimentConfig expected;
        expected.training.epochs = 3;
        QCOMPARE(parse_config("training: {epochs: 3}"), expected);
    }

    void blockListsAreListsToo() {
        const ExperimentConfig config = parse_config("model:\n  hidden:\n    - 8\n    - 9\n");
        QCOMPARE(config.model.hidden, (std::vector<std::int64_t>{8, 9}));
    }

    void quotedTextStaysText() {
        QCOMPARE(parse_config("name: \"yes: #1\"").name, std::string("yes: #1"));
        QCOMPARE(parse_config("name: 'it''s'").name, std::string("it's"));
        QCOMPARE(parse_config("name: 010").name, std::string("010"));
        QVERIFY(parse_config("data: {scaling: \"unit\"}").data.scaling == Scaling::Unit);
        QVERIFY(!parse_config("threads: 'auto'").threads);
    }

    void mistakesNameFileLineKeyAndRemedy_data() {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char* name, const char* yaml, const char* message) {
            QTest::newRow(name) << QByteArray(yaml) << QByteArray(message);
        };
        row("unknown key", "training:\n  learning_rat: 1\n",
            "a.yaml:2: training.learning_rat: unknown key; nearest: training.learning_rate");
        row("key of another section", "epochs: 3", "a.yaml:1: epochs: unknown key; nearest: training.epochs");
        row("unknown section", "trainig: {epochs: 3}", "a.yaml:1: trainig: unknown key; nearest: training");
        row("nothing like it", "zzzzzzzzzz: 3", "a.yaml:1: zzzzzzzzzz: unknown key; `overfit run --help-config` lists all");
        row("merge key", "<<: {seed: 3}", "a.yaml:1: <<: unknown key; `overfit run --help-config` lists all");
        row("out of range", "corruption: {labels: {fraction: 1.5}}",
            "a.yaml:1: corruption.labels.fraction: expected a number from 0 to 1, found 1.5");
        row("not a number", "training: {learning_rate: .nan}",
            "a.yaml:1: training.learning_rate: expected a number above 0 and up to 1,000, found \".nan\"");
        row("nan", "training: {learning_rate: NaN}",
            "a.yaml:1: training.learning_rate: expected a number above 0 and up to 1,000, found NaN");
        row("boolean", "model: {bias: yes}", "a.yaml:1: model.bias: expected true or false, found \"yes\"");
        row("octal", "seed: 010", "a.yaml:1: seed: expected a whole number from 0 to 18446744073709551615, found \"010\"");
        row("quoted number", "seed: '3'",
            "a.yaml:1: seed: expected a whole number from 0 to 18446744073709551615, found the text \"3\"");
        row("no value", "seed:", "a.yaml:1: seed: expected a whole number from 0 to 18446744073709551615, found nothing");
        row("null where auto is meant", "threads: ~",
            "a.yaml:1: threads: expected auto or a whole number from 1 to 1,024, found nothing");
        row("list for a number", "seed: [1]",
            "a.yaml:1: seed: expected a whole number from 0 to 18446744073709551615, found another list");
        row("keys for a number", "seed: {a: 1}",
            "a.yaml:1: seed: expected a whole number from 0 to 18446744073709551615, found keys and values");
        row("number for a list", "model: {hidden: 512}",
            "a.yaml:1: model.hidden: expected a list of 1 to 100 whole numbers from 1 to 65,536 units, found \"512\"");
        row("text in a list", "model: {hidden: ['512']}",
            "a.yaml:1: model.hidden: expected a list of 1 to 100 whole numbers from 1 to 65,536 units, found another list");
        row("list in a list", "model: {hidden: [[512]]}",
            "a.yaml:1: model.hidden: expected a list of 1 to 100 whole numbers from 1 to 65,536 units, found another list");
        row("number for a section", "seeds: 3",
            "a.yaml:1: seeds: expected keys (seeds.subset, seeds.split, seeds.labels, seeds.test_labels, seeds.pixels, "
            "seeds.initialization, seeds.order, seeds.dropout, seeds.augmentation), found \"3\"");
        row("choice", "data: {dataset: cifar-10}",
            "a.yaml:1: data.dataset: expected fashion-mnist, mnist, cifar10, cifar100, cifar100-coarse, synthetic, kmnist, "
            "emnist-byclass, emnist-bymerge, emnist-balanced, emnist-letters, emnist-digits, emnist-mnist, qmnist, svhn, "
            "svhn-extra, stl10, voc2012, image-folder, found \"cifar-10\"; nearest: cifar10");
        row("duplicate", "seed: 1\n\nseed: 2\n", "a.yaml:3: seed: stands here twice, first in line 1; keep one");
        row("anchor", "seed: &a 1", "a.yaml:1: an anchor (&) is not allowed here; write the value itself");
        row("alias", "training: &a {epochs: 2}\nmodel: *a",
            "a.yaml:1: an anchor (&) is not allowed here; write the value itself\n"
            "a.yaml:2: an alias (*) is not allowed here; write the value itself");
        row("tag", "seed: !!int 1", "a.yaml:1: a tag (!) is not allowed here; write the bare value");
        row("own tag", "data: !mine {crop: 0}", "a.yaml:1: a tag (!) is not allowed here; write the bare value");
        row("list as key", "? [a]\n: 1", "a.yaml:1: a key has to be a plain word");
        row("second document", "seed: 1\n---\nseed: 2\n",
            "a.yaml:3: a second document (---); a file holds one configuration");
        row("empty", "", "a.yaml:1: holds no configuration");
        row("comments only", "# nothing\n", "a.yaml:1: holds no configuration");
        row("a word", "hello", "a.yaml:1: expected keys and values, as in `training: {epochs: 50}`");
        row("a list", "- a", "a.yaml:1: expected keys and values, as in `training: {epochs: 50}`");
        row("newer format", "format: 2\nzzz: 1\nseed: x\n",
            "a.yaml:1: format: 2 is newer than this program, which reads 1; get a newer version");
        row("odd format", "format: one", "a.yaml:1: format: expected 1, found \"one\"");
        row("quoted format", "format: '1'", "a.yaml:1: format: expected 1, found the text \"1\"");
        row("format zero", "format: 0", "a.yaml:1: format: expected 1, found \"0\"");
        row("not UTF-8", "seed: 1\nname: \xff\n", "a.yaml:2: not UTF-8 text; save it as UTF-8");
        row("control characters", "\"a\\e[31m\": 1", "a.yaml:1: a?[31m: unknown key; `overfit run --help-config` lists all");
    }

    void mistakesNameFileLineKeyAndRemedy() {
        QFETCH(QByteArray, yaml);
        QFETCH(QByteArray, message);
        QCOMPARE(QByteArray::fromStdString(mistakes_of(yaml.toStdString())), message);
    }

    void brokenSyntaxNamesItsLine() {
        const std::string message = mistakes_of("seed: 1\nmodel: {name: mlp\ndata: {}\n");
        QVERIFY2(message.starts_with("a.yaml:3: not valid YAML: "), message.c_str());
        QVERIFY(mistakes_of("a: b: c").starts_with("a.yaml:1: not valid YAML: "));
        QVERIFY(mistakes_of("model:\n\tname: mlp").starts_with("a.yaml:2: "));
    }

    void allMistakesAreToldAtOnceInTheOrderOfTheFile() {
        QCOMPARE(QByteArray::fromStdString(mistakes_of("seed: -1\n"
                                                       "seed: 2\n"
                                                       "training:\n"
                                                       "  epochs: 0\n"
                                                       "  momentun: 0.9\n"
                                                       "name: !!str x\n")),
                 QByteArray("a.yaml:1: seed: expected a whole number from 0 to 18446744073709551615, found \"-1\"\n"
                            "a.yaml:2: seed: stands here twice, first in line 1; keep one\n"
                            "a.yaml:4: training.epochs: expected a whole number from 1 to 1,000,000 epochs, found 0\n"
                            "a.yaml:5: training.momentun: unknown key; nearest: training.momentum\n"
                            "a.yaml:6: a tag (!) is not allowed here; write the bare value"));
    }

    void aForeignFileIsNotRecitedWhole() {
        std::string yaml;
        for (int i = 0; i < 4000; ++i) yaml += "key" + std::to_string(i) + ": 1\n";
        const std::string message = mistakes_of(yaml);
        QCOMPARE(std::ranges::count(message, '\n'), 50);
        QVERIFY2(message.ends_with("a.yaml: and 3950 more"), message.c_str());
    }

    void hugeAndDeepFilesAreRefusedQuickly() {
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(mistakes_of(std::string((1 << 20) + 1, '#')),
                 std::string("a.yaml:1: more than 1 MiB: not a configuration"));
        QCOMPARE(mistakes_of(std::string(100'000, '[')),
                 std::string("a.yaml:1: nested more than 16 levels deep: not a configuration"));
        std::string nested;
        for (int i = 0; i < 600; ++i) nested += "{a: ";
        QVERIFY(mistakes_of(nested).find("nested more than 16 levels") != std::string::npos);
        QVERIFY(mistakes_of("model: {hidden: [" + std::string(500'000, ',') + "]}").starts_with("a.yaml:1: "));
        std::string wide = "model: {hidden: [1";
        for (int i = 0; i < 200'000; ++i) wide += ", 1";
        QCOMPARE(mistakes_of(wide + "]}"), std::string("a.yaml:1: more than 10000 values: not a configuration"));
        QVERIFY2(timer.elapsed() < 20'000, "refusing took too long");
    }

    void filesAreReadByName() {
        const QTemporaryDir folder;
        const std::string file = folder.filePath("mine.yaml").toStdString();
        QVERIFY_EXCEPTION_THROWN(read_config(file), UsageError);
        QVERIFY_EXCEPTION_THROWN(read_config(folder.path().toStdString()), UsageError);
        std::ofstream(file) << "seed: 5\n";
        QCOMPARE(read_config(file).seed, std::uint64_t{5});
        std::ofstream(file) << "seed: five\n";
        try {
            read_config(file);
            QFAIL("no error");
        } catch (const UsageError& error) {
            QCOMPARE(error.parts().where, file + ":1");
        }
        std::ofstream(file) << std::string((1 << 20) + 1, '#');
        QVERIFY_EXCEPTION_THROWN(read_config(file), UsageError);
    }

    void overridesChangeOneFieldEach() {
        ExperimentConfig config;
        apply_overrides(config,
                        std::vector<std::string>{"training.epochs=7", "model.hidden=[8, 9]", "name=a=b: c", "threads=2",
                                                 "threads=auto", "seeds.order=3", " data.scaling = unit"});
        QCOMPARE(config.training.epochs, std::int64_t{7});
        QCOMPARE(config.model.hidden, (std::vector<std::int64_t>{8, 9}));
        QCOMPARE(config.name, std::string("a=b: c"));
        QVERIFY(!config.threads);
        QCOMPARE(config.seeds.order.value(), std::uint64_t{3});
        QVERIFY(config.data.scaling == Scaling::Unit);
    }

    void wrongOverridesAreNamed() {
        QCOMPARE(override_mistake("training.epochs"),
                 std::string("training.epochs: expected key=value, as in training.epochs=50"));
        QCOMPARE(override_mistake("epochs=3"), std::string("epochs=3: unknown key; nearest: training.epochs"));
        QCOMPARE(override_mistake("training.epochs=0"),
                 std::string("training.epochs=0: expected a whole number from 1 to 1,000,000 epochs, found 0"));
        QCOMPARE(override_mistake("corruption.labels=1"),
                 std::string("corruption.labels=1: holds several keys: corruption.labels.fraction, corruption.labels.draw, "
                             "corruption.labels.matrix, corruption.labels.file, corruption.labels.column"));
        QVERIFY(override_mistake("=1").find("unknown key") != std::string::npos);
        QVERIFY(override_mistake("").find("expected key=value") != std::string::npos);
    }

    void everyConfigurationSurvivesItsFile() {
        RandomStream stream(11);
        for (int i = 0; i < 2000; ++i) {
            const ExperimentConfig config = random_config(stream, i % 3 == 0 ? 1.0 : 0.3);
            const std::string yaml = config_to_yaml(config);
            QVERIFY2(parse_config(yaml) == config, yaml.c_str());
        }
    }

    void theFileShowsWhatAppliesAndNothingElse() {
        ExperimentConfig config;
        const std::string mlp = config_to_yaml(config);
        QVERIFY(mlp.starts_with("format: 1\nname: experiment\ndata:\n  dataset: fashion-mnist\n"));
        QVERIFY(mlp.find("  hidden: [512]\n") != std::string::npos);
        QVERIFY(mlp.find("depth") == std::string::npos);
        QVERIFY(mlp.find("  schedule:\n    kind: constant\n  stop_when_fitted: true\n") != std::string::npos);
        QVERIFY(
            mlp.ends_with("seeds:\n  subset: ~\n  split: ~\n  labels: ~\n  test_labels: ~\n  pixels: ~\n"
                          "  initialization: ~\n  order: ~\n  dropout: ~\n  augmentation: ~\n"));
        config.model.name = "wide-resnet";
        const std::string resnet = config_to_yaml(config);
        QVERIFY(resnet.find("hidden") == std::string::npos);
        QVERIFY(resnet.find("  depth: 28\n") != std::string::npos);
    }

    void textIsQuotedOnlyWhereItMustBe() {
        const auto written = [](const char* name) {
            ExperimentConfig config;
            config.name = name;
            const std::string yaml = config_to_yaml(config);
            const std::size_t start = yaml.find("name: ") + 6;
            return yaml.substr(start, yaml.find('\n', start) - start);
        };
        QCOMPARE(written("Fashion-MNIST, p = 0.5 (seed 3)"), std::string("Fashion-MNIST, p = 0.5 (seed 3)"));
        QCOMPARE(written("a:b"), std::string("a:b"));
        for (const char* name :
             {"yes", "No", "NULL", "NaN", "1e5", "~", "a: b", "a #b", "a:", " a", "a ", "-a", "[a]", "Größe"}) {
            QCOMPARE(written(name), '"' + std::string(name) + '"');
        }
        QCOMPARE(written("a \"b\" \\c"), std::string("\"a \\\"b\\\" \\\\c\""));
    }

    /// The file is for other tools too: PyYAML (YAML 1.1) has to see the same types and values.
    void pythonReadsTheSameValues() {
        const QString python = qEnvironmentVariable("OVERFIT_TEST_PYTHON");
        if (python.isEmpty()) QSKIP("OVERFIT_TEST_PYTHON names no Python with PyYAML");
        ExperimentConfig config;
        config.name = "yes";
        config.training.learning_rate = 1e-20;
        config.training.weight_decay = 5e-5;
        config.device = "cuda:1";
        const QTemporaryDir folder;
        const QString file = folder.filePath("config.yaml");
        std::ofstream(file.toStdString()) << config_to_yaml(config);
        QProcess process;
        process.start(python, {"-c",
                               "import sys, yaml; c = yaml.safe_load(open(sys.argv[1])); t = c['training'];"
                               "print([c['name'], t['learning_rate'], t['weight_decay'], c['device'], c['model']['hidden'],"
                               " c['seeds']['order'], c['threads'], t['stop_when_fitted']])",
                               file});
        QVERIFY(process.waitForFinished());
        const QByteArray said = process.readAllStandardOutput().trimmed();
        if (process.exitCode() != 0) QSKIP("that Python has no PyYAML");
        QCOMPARE(said, QByteArray("['yes', 1e-20, 5e-05, 'cuda:1', [512], None, 'auto', True]"));
    }
};

QTEST_APPLESS_MAIN(TestConfigYaml)
#include "test_config_yaml.moc"

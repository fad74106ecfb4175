#include "core/corruption/label_noise.h"
#include "core/data/dataset_table.h"
#include "core/experiment/prepared_experiment.h"
#include "core/support/error.h"
#include "core/support/sha256.h"

#include <QTest>
#include <algorithm>
#include <set>

using namespace overfit;

namespace {

ExperimentConfig small_experiment() {
    ExperimentConfig config;
    config.data.dataset = "synthetic";
    config.data.train_examples = 500;
    config.data.test_examples = 200;
    config.data.validation_fraction = 0.2;
    config.corruption.labels.fraction = 0.5;
    config.training.batch_size = 50;
    return config;
}

PreparedExperiment prepare(const ExperimentConfig& config) { return prepare_experiment(config, {}); }

bool same_images(const PreparedExamples& one, const PreparedExamples& other) {
    return one.indices == other.indices && one.images.pixels == other.images.pixels &&
           one.images.labels == other.images.labels;
}

bool same(const PreparedExamples& one, const PreparedExamples& other) {
    return same_images(one, other) && one.given_labels == other.given_labels;
}

QString refusal(const ExperimentConfig& config) {
    try {
        prepare(config);
    } catch (const UsageError& error) {
        return error.what();
    }
    return {};
}

}   // namespace

Q_DECLARE_METATYPE(overfit::LabelDraw)

class TestPreparedExperiment : public QObject {
    Q_OBJECT

private:
    static void add_draws() {
        QTest::addColumn<LabelDraw>("draw");
        QTest::newRow("all-classes") << LabelDraw::AllClasses;
        QTest::newRow("wrong-classes") << LabelDraw::WrongClasses;
        QTest::newRow("reference") << LabelDraw::Reference;
    }

private Q_SLOTS:
    void hasTheSizesThatWereAskedFor() {
        const PreparedExperiment prepared = prepare(small_experiment());
        QCOMPARE(prepared.train.size(), 400u);
        QCOMPARE(prepared.validation.size(), 100u);
        QCOMPARE(prepared.test.size(), 200u);
        QCOMPARE(prepared.classes(), 10);
        QCOMPARE(prepared.data_sha256, load_dataset("synthetic", {}).sha256);
        for (const PreparedExamples* block : {&prepared.train, &prepared.validation, &prepared.test}) {
            QCOMPARE(block->images.size(), block->size());
            QCOMPARE(block->indices.size(), block->size());
            QVERIFY(std::ranges::is_sorted(block->indices));
            QCOMPARE(block->images.pixels.size(), block->size() * prepared.shape().values());
        }
    }

    void trainAndValidationShareNoExample() {
        const PreparedExperiment prepared = prepare(small_experiment());
        std::set<std::int64_t> all(prepared.train.indices.begin(), prepared.train.indices.end());
        all.insert(prepared.validation.indices.begin(), prepared.validation.indices.end());
        QCOMPARE(all.size(), 500u);
    }

    void imagesAndTrueLabelsAreThoseOfTheDataSet() {
        const PreparedExperiment prepared = prepare(small_experiment());
        const Dataset dataset = load_dataset("synthetic", {});
        const std::size_t values = dataset.train.shape.values();
        for (std::size_t i = 0; i < prepared.train.size(); ++i) {
            const auto index = static_cast<std::size_t>(prepared.train.indices[i]);
            QCOMPARE(prepared.train.images.labels[i], dataset.train.labels[index]);
            QVERIFY(std::equal(prepared.train.images.pixels.begin() + static_cast<std::ptrdiff_t>(i * values),
                               prepared.train.images.pixels.begin() + static_cast<std::ptrdiff_t>((i + 1) * values),
                               dataset.train.pixels.begin() + static_cast<std::ptrdiff_t>(index * values)));
        }
    }

    void theSameConfigurationGivesTheSameExperiment_data() { add_draws(); }
    void theSameConfigurationGivesTheSameExperiment() {
        QFETCH(LabelDraw, draw);
        ExperimentConfig config = small_experiment();
        config.corruption.labels.draw = draw;
        const PreparedExperiment one = prepare(config), other = prepare(config);
        QVERIFY(same(one.train, other.train) && same(one.validation, other.validation) && same(one.test, other.test));
    }

    void anExperimentKeepsItsLabelsForever() {
        const PreparedExperiment prepared = prepare(small_experiment());
        Sha256 hash;
        for (const PreparedExamples* block : {&prepared.train, &prepared.validation, &prepared.test}) {
            for (std::size_t i = 0; i < block->size(); ++i) {
                hash.add(std::to_string(block->indices[i]) + ":" + std::to_string(block->given_labels[i]) + " ");
            }
        }
        QCOMPARE(QString::fromStdString(hash.hex_digest()),
                 "a994a4fd6173cdc6fd959312b033a48407d4e66487e31391d7827b250588f2ab");
    }

    void theSeedOfTheLabelsChangesTheTrainedLabelsOnly() {
        ExperimentConfig config = small_experiment();
        const PreparedExperiment before = prepare(config);
        config.seeds.labels = 99;
        const PreparedExperiment after = prepare(config);
        QVERIFY(same_images(before.train, after.train) && same_images(before.validation, after.validation));
        QVERIFY(before.train.given_labels != after.train.given_labels);
        QVERIFY(before.validation.given_labels != after.validation.given_labels);
        QVERIFY(same(before.test, after.test));
    }

    void theSeedOfTheTestLabelsChangesTheScoredLabelsOnly() {
        ExperimentConfig config = small_experiment();
        const PreparedExperiment before = prepare(config);
        config.seeds.test_labels = 99;
        const PreparedExperiment after = prepare(config);
        QVERIFY(same(before.train, after.train) && same(before.validation, after.validation));
        QVERIFY(same_images(before.test, after.test));
        QVERIFY(before.test.given_labels != after.test.given_labels);
    }

    void theSeedOfTheSubsetChoosesOtherExamples() {
        ExperimentConfig config = small_experiment();
        const PreparedExperiment before = prepare(config);
        config.seeds.subset = 99;
        const PreparedExperiment after = prepare(config);
        QVERIFY(before.train.indices != after.train.indices);
        QVERIFY(before.test.indices != after.test.indices);
    }

    void theSeedOfTheSplitChoosesOtherValidationExamples() {
        ExperimentConfig config = small_experiment();
        const PreparedExperiment before = prepare(config);
        config.seeds.split = 99;
        const PreparedExperiment after = prepare(config);
        QVERIFY(before.validation.indices != after.validation.indices);
        QVERIFY(same(before.test, after.test));
    }

    void theTestSubsetStaysWhenTheTrainSubsetGrows() {
        ExperimentConfig config = small_experiment();
        const PreparedExperiment before = prepare(config);
        config.data.train_examples = 1000;
        QVERIFY(same(before.test, prepare(config).test));
    }

    void seedsOfTrainingChangeNothingHere() {
        ExperimentConfig config = small_experiment();
        const PreparedExperiment before = prepare(config);
        config.seeds.initialization = 98;
        config.seeds.order = 99;
        const PreparedExperiment after = prepare(config);
        QVERIFY(same(before.train, after.train) && same(before.validation, after.validation) &&
                same(before.test, after.test));
    }

    void withoutCorruptionEveryLabelIsTrue_data() { add_draws(); }
    void withoutCorruptionEveryLabelIsTrue() {
        QFETCH(LabelDraw, draw);
        ExperimentConfig config = small_experiment();
        config.corruption.labels = {.fraction = 0.0, .draw = draw};
        const PreparedExperiment prepared = prepare(config);
        QCOMPARE(prepared.train.given_labels, prepared.train.images.labels);
        QCOMPARE(prepared.validation.given_labels, prepared.validation.images.labels);
        QCOMPARE(prepared.test.given_labels, prepared.test.images.labels);
    }

    void everyBlockIsCorruptedAndKeepsItsTrueLabels_data() { add_draws(); }
    void everyBlockIsCorruptedAndKeepsItsTrueLabels() {
        QFETCH(LabelDraw, draw);
        ExperimentConfig config = small_experiment();
        config.data.train_examples = 0;
        config.data.test_examples = 0;
        config.corruption.labels = {.fraction = 1.0, .draw = draw};
        const PreparedExperiment prepared = prepare(config);
        const double expected = draw == LabelDraw::WrongClasses ? 1.0 : 0.9;
        for (const PreparedExamples* block : {&prepared.train, &prepared.validation, &prepared.test}) {
            const double share = changed_fraction(block->images.labels, block->given_labels);
            QVERIFY2(std::abs(share - expected) < 0.09, qPrintable(QString::number(share)));   // six deviations at 400
            if (draw == LabelDraw::WrongClasses) QCOMPARE(share, 1.0);
        }
    }

    void theReferenceDrawsBeforeTheSplit() {
        ExperimentConfig config = small_experiment();
        config.corruption.labels = {.fraction = 1.0, .draw = LabelDraw::Reference};
        const PreparedExperiment split = prepare(config);
        config.data.validation_fraction = 0.0;
        const PreparedExperiment whole = prepare(config);
        for (std::size_t i = 0; i < whole.train.size(); ++i) {
            const PreparedExamples& block =
                std::ranges::binary_search(split.train.indices, whole.train.indices[i]) ? split.train : split.validation;
            const auto place = std::ranges::lower_bound(block.indices, whole.train.indices[i]) - block.indices.begin();
            QCOMPARE(block.given_labels[static_cast<std::size_t>(place)], whole.train.given_labels[i]);
        }
    }

    /// Fewer images have the labels that fitting-random-labels gives to them among all.
    void theReferenceDrawsBeforeTheSubset() {
        ExperimentConfig config = small_experiment();
        config.data.validation_fraction = 0.0;
        config.data.train_examples = 0;
        config.corruption.labels = {.fraction = 0.5, .draw = LabelDraw::Reference};
        const PreparedExperiment all = prepare(config);
        config.data.train_examples = 100;
        const PreparedExperiment some = prepare(config);
        QCOMPARE(some.train.size(), std::size_t{100});
        for (std::size_t i = 0; i < some.train.size(); ++i) {
            QCOMPARE(some.train.given_labels[i], all.train.given_labels[static_cast<std::size_t>(some.train.indices[i])]);
        }
    }

    void theReferenceScoresOnTestLabelsOfTheirOwnStream() {
        ExperimentConfig config = small_experiment();
        config.data.validation_fraction = 0.0;
        config.data.train_examples = config.data.test_examples = 1000;
        config.corruption.labels = {.fraction = 1.0, .draw = LabelDraw::Reference};
        const PreparedExperiment prepared = prepare(config);
        QVERIFY(prepared.test.given_labels != prepared.train.given_labels);   // the reference would draw the same twice
        config.seeds.test_labels = 99;
        QVERIFY(prepare(config).test.given_labels != prepared.test.given_labels);
    }

    void theCropKeepsTheCentre() {
        ExperimentConfig config = small_experiment();
        const PreparedExperiment whole = prepare(config);
        config.data.crop = 12;
        const PreparedExperiment cropped = prepare(config);
        QCOMPARE(cropped.shape(), (ImageShape{.channels = 3, .height = 12, .width = 12}));
        QCOMPARE(cropped.test.images.shape, cropped.shape());
        QCOMPARE(cropped.train.images.pixels[0], whole.train.images.pixels[2 * 16 + 2]);
        QCOMPARE(cropped.train.given_labels, whole.train.given_labels);
    }

    void allProblemsAreToldAtOnce() {
        ExperimentConfig config = small_experiment();
        config.corruption.labels.fraction = 1.5;
        config.training.epochs = 0;
        const QString message = refusal(config);
        QVERIFY2(message.contains("2 problems"), qPrintable(message));
        QVERIFY(message.contains("corruption.labels.fraction: "));
        QVERIFY(message.contains("training.epochs: "));
    }

    void aSingleProblemIsOneLine() {
        ExperimentConfig config = small_experiment();
        config.training.batch_size = 450;   // 400 are left to train on
        QVERIFY2(refusal(config).startsWith("experiment 'experiment': training.batch_size: "), qPrintable(refusal(config)));
        QVERIFY(!refusal(config).contains('\n'));
    }

    void missingDataIsAWrongUse() {
        ExperimentConfig config = small_experiment();
        config.data.dataset = "mnist";
        QVERIFY2(refusal(config).contains("data set MNIST: is not on this machine"), qPrintable(refusal(config)));
    }
};

QTEST_APPLESS_MAIN(TestPreparedExperiment)
#include "test_prepared_experiment.moc"

#include "ui/experiment_form/experiment_size.h"
#include "ui/experiment_form/form_foot.h"
#include "ui/experiment_form/section_summaries.h"

#include <QTest>

using namespace overfit;
using namespace overfit::ui;

class TestSectionSummaries : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void dataNamesSetSizeAndScaling();
    void corruptionTellsHowManyLabelsAreWrong();
    void modelIsCalledAsInThePaper();
    void trainingTellsEpochsBatchAndRate();
    void advancedListsOnlyWhatWasChanged();
    void stepsCountTheSmallerLastBatch();
    void sizeIsUnknownWhereTheFilesTellIt();
    void footTellsParametersStepsAndTime();
    void evaluationsCountInTheExpectedTime();
};

void TestSectionSummaries::dataNamesSetSizeAndScaling() {
    ExperimentConfig config;
    QCOMPARE(dataSummary(config), QStringLiteral("Fashion-MNIST, 60,000 images, whitened"));
    config.data.train_examples = 5000;
    QCOMPARE(dataSummary(config), QStringLiteral("Fashion-MNIST, 5,000 of 60,000 images, whitened"));
    config.data.dataset = "cifar10";
    config.data.crop = 28;
    config.data.validation_fraction = 0.1;
    config.data.scaling = Scaling::Unit;
    QCOMPARE(dataSummary(config),
             QStringLiteral("CIFAR-10, 5,000 of 50,000 images, scaled to 0..1, 10.0 % for validation, crop 28"));
    config.augmentation = {
        .random_crop = true, .pad = 4, .horizontal_flip = true, .rotation_degrees = 25.0, .cutout = 8, .mixup = 0.2};
    QVERIFY(dataSummary(config).endsWith(QStringLiteral("crop 28, random crop, flip, rotation, cutout 8, mixup 0.2")));
    config.data.class_balance = ClassBalance::LongTailed;
    config.data.imbalance = 100.0;
    QVERIFY(dataSummary(config).contains(QStringLiteral("long-tailed classes 100:1")));
    config.data.dataset = "something else";
    QVERIFY(dataSummary(config).startsWith(QStringLiteral("something else, 5,000 images")));
}

void TestSectionSummaries::corruptionTellsHowManyLabelsAreWrong() {
    ExperimentConfig config;
    QCOMPARE(corruptionSummary(config), QStringLiteral("true labels"));
    config.corruption.labels.fraction = 0.5;
    QCOMPARE(corruptionSummary(config), QStringLiteral("50.0 % of labels drawn anew, 45.0 % wrong"));
    config.corruption.labels.draw = LabelDraw::WrongClasses;
    QCOMPARE(corruptionSummary(config), QStringLiteral("50.0 % of labels drawn anew, 50.0 % wrong"));
    config.corruption.labels.draw = LabelDraw::PairFlip;
    QCOMPARE(corruptionSummary(config), QStringLiteral("50.0 % of labels flipped to the next class"));
    config.corruption.labels.fraction = 0.0;
    QCOMPARE(corruptionSummary(config), QStringLiteral("true labels"));
    config.corruption.labels.draw = LabelDraw::LabelFile;
    config.corruption.labels.file = "/data/cifar-n/human.csv";
    QCOMPARE(corruptionSummary(config), QStringLiteral("labels of human.csv"));
    config.corruption.labels = {};
    config.corruption.labels.draw = LabelDraw::TransitionMatrix;
    QCOMPARE(corruptionSummary(config), QStringLiteral("labels drawn by a file"));
    config.corruption.labels = {};
    config.corruption.labels.fraction = 1.0;
    config.corruption.pixels = PixelCorruption::Shuffled;
    QCOMPARE(corruptionSummary(config), QStringLiteral("random labels, 90.0 % wrong, shuffled pixels"));
}

void TestSectionSummaries::modelIsCalledAsInThePaper() {
    ExperimentConfig config;
    config.model.hidden = {512, 512};
    config.model.bias = false;
    QCOMPARE(modelSummary(config), QStringLiteral("MLP 512, 512, without biases"));
    config.model = {};
    config.model.name = "wide-resnet";
    config.model.width = 10;
    config.model.dropout = 0.3;
    QCOMPARE(modelSummary(config), QStringLiteral("Wide ResNet 28-10, dropout 0.3"));
}

void TestSectionSummaries::trainingTellsEpochsBatchAndRate() {
    ExperimentConfig config;
    QCOMPARE(trainingSummary(config), QStringLiteral("100 epochs, batch 128, sgd 0.01"));
    config.training.epochs = 1;
    config.training.schedule.kind = ScheduleKind::Cosine;
    config.training.weight_decay = 1e-4;
    QCOMPARE(trainingSummary(config), QStringLiteral("1 epoch, batch 128, sgd 0.01, cosine, weight decay 0.0001"));
    config.training.label_smoothing = 0.1;
    config.training.early_learning.weight = 3.0;
    QVERIFY(trainingSummary(config).endsWith(QStringLiteral(", label smoothing 0.1, early learning 3")));
}

void TestSectionSummaries::advancedListsOnlyWhatWasChanged() {
    ExperimentConfig config;
    QCOMPARE(advancedSummary(config), QStringLiteral("all at their defaults"));
    config.seed = 7;
    config.threads = 2;
    config.training.epochs = 3;   // not advanced
    QCOMPARE(advancedSummary(config), QStringLiteral("Threads 2, Seed 7"));
}

void TestSectionSummaries::stepsCountTheSmallerLastBatch() {
    ExperimentConfig config;
    config.data.train_examples = 5000;
    config.training.batch_size = 128;
    config.training.epochs = 10;
    const auto size = experimentSize(config);
    QVERIFY(size.has_value());
    QCOMPARE(size->stepsPerEpoch, 40);   // 39 full batches and one of 8
    QCOMPARE(size->steps, 400);
    config.data.validation_fraction = 0.5;
    QCOMPARE(experimentSize(config)->trainExamples, 2500);
    QCOMPARE(experimentSize(config)->stepsPerEpoch, 20);
}

void TestSectionSummaries::sizeIsUnknownWhereTheFilesTellIt() {
    ExperimentConfig config;
    config.data.dataset = "image-folder";
    QVERIFY(!experimentSize(config));
    config = {};
    config.training.batch_size = 0;
    QVERIFY(!experimentSize(config));
}

void TestSectionSummaries::footTellsParametersStepsAndTime() {
    ExperimentConfig config;
    config.data.train_examples = 5000;
    config.training.batch_size = 50;
    FormFacts facts;
    QCOMPARE(sizeText(config, facts), QStringLiteral("counting parameters · 10,000 steps"));
    QCOMPARE(timeText(config, facts), QString());
    facts.parametersProblem = QStringLiteral("LibTorch is missing");
    QCOMPARE(sizeText(config, facts), QStringLiteral("parameters unknown: LibTorch is missing · 10,000 steps"));
    facts.parametersProblem.clear();
    facts.model.parameters = 407'050;
    facts.model.layers = {{.name = "hidden", .output_shape = {512}}, {.name = "output", .output_shape = {10}}};
    facts.imagesPerSecond = 12'500;
    QCOMPARE(sizeText(config, facts), QStringLiteral("407,050 parameters · 10,000 steps · about\u00a0210\u00a0MB"));
    config.training.stop_when_fitted = false;
    config.evaluation.every_epochs = 1000;   // before the first epoch and after the last
    QCOMPARE(timeText(config, facts), QStringLiteral("about 41 s, judged by this machine's last runs"));
    config.training.stop_when_fitted = true;
    QCOMPARE(timeText(config, facts), QStringLiteral("at most about 41 s, judged by this machine's last runs"));
    facts.speedOfOtherRun = true;
    QCOMPARE(timeText(config, facts), QStringLiteral("at most about 41 s, judged by another run of this model"));
}

void TestSectionSummaries::evaluationsCountInTheExpectedTime() {
    ExperimentConfig config;
    config.data.train_examples = 3000;
    config.data.test_examples = 3000;
    config.training.epochs = 10;
    const auto size = experimentSize(config);
    QVERIFY(size);
    // 30,000 images forward and back, 11 passes over 6,000 images forward only.
    QCOMPARE(expectedSeconds(config, *size, 1000.0), 30.0 + 22.0);
    config.evaluation.every_epochs = 5;   // before the first, after 5 and 10
    QCOMPARE(expectedSeconds(config, *size, 1000.0), 30.0 + 6.0);
}

QTEST_APPLESS_MAIN(TestSectionSummaries)
#include "test_section_summaries.moc"

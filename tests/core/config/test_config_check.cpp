#include "core/config/config_check.h"
#include "core/config/config_yaml.h"
#include "random_config.h"

#include <QtTest>
#include <limits>

using namespace overfit;

namespace {

/// "path: message" of every problem, one a line, after the overrides (split at blanks).
QByteArray problems_after(const char* overrides) {
    ExperimentConfig config;
    std::vector<std::string> list;
    for (const QByteArray& part : QByteArray(overrides).split(' ')) {
        if (!part.isEmpty()) list.push_back(part.toStdString());
    }
    apply_overrides(config, list);
    QByteArrayList lines;
    for (const Problem& problem : check(config)) lines << QByteArray::fromStdString(problem.path + ": " + problem.message);
    return lines.join('\n');
}

std::vector<std::string> paths_of(const ExperimentConfig& config) {
    std::vector<std::string> paths;
    for (const Problem& problem : check(config)) paths.push_back(problem.path);
    return paths;
}

}   // namespace

class TestConfigCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDefaultsCanBeRun() { QCOMPARE(problems_after(""), QByteArray()); }

    void whatIsAllowedHasNoProblem_data() {
        QTest::addColumn<QByteArray>("overrides");
        for (const char* overrides :
             {"corruption.labels.fraction=1 corruption.labels.draw=reference data.validation_fraction=0.1 "
              "data.train_examples=500",
              "model.name=wide-resnet data.dataset=cifar10 model.depth=10 model.width=4 model.dropout=0.3",
              "data.dataset=cifar10 data.crop=28 model.hidden=[512,512,512]",
              "data.resize=64 data.crop=56",
              "data.dataset=image-folder data.folder=/mine data.resize=256 data.crop=224",
              "data.dataset=image-folder data.crop=999",
              "data.dataset=voc2012 data.train_examples=5000",
              "data.dataset=image-folder model.name=wide-resnet",
              "data.dataset=emnist-letters data.transpose=true",
              "data.dataset=synthetic data.train_examples=2000 training.batch_size=2000",
              "training.early_stopping.patience=3 data.validation_fraction=0.2",
              "training.schedule.kind=step training.schedule.at=[150,225] training.epochs=5",   // a short try of a long plan
              "device=cuda:3 precision=tf32",
              "device=cpu precision=bf16",
              "precision=tf32",
              "threads=3",
              "training.nesterov=true",
              "training.momentum=0",
              "model.name=linear model.bias=false model.initialization=he",
              "model.name=small-inception model.batch_norm_affine=scale-and-shift",
              "model.name=resnet model.width=64",
              "model.name=small-inception model.batch_norm=false",
              "training.warmup_epochs=5",
              "model.name=small-alexnet model.response_normalization.size=5 model.response_normalization.k=2",
              "training.optimizer=adam training.beta1=0.8 training.beta2=0.99 training.epsilon=0.0001",
              "training.optimizer=adamw training.weight_decay=0.05",
              "corruption.labels.draw=wrong-classes"}) {
            QTest::newRow(overrides) << QByteArray(overrides);
        }
    }

    void whatIsAllowedHasNoProblem() {
        QFETCH(QByteArray, overrides);
        QCOMPARE(problems_after(overrides.constData()), QByteArray());
    }

    void whatDoesNotGoTogetherIsTold_data() {
        QTest::addColumn<QByteArray>("overrides");
        QTest::addColumn<QByteArray>("problem");
        const auto row = [](const char* overrides, const char* problem) {
            QTest::newRow(overrides) << QByteArray(overrides) << QByteArray(problem);
        };
        row("data.train_examples=60001",
            "data.train_examples: expected at most 60,000, all training images of Fashion-MNIST, found 60,001");
        row("data.test_examples=10001",
            "data.test_examples: expected at most 10,000, all test images of Fashion-MNIST, found 10,001");
        row("data.train_examples=100 training.batch_size=101",
            "training.batch_size: expected at most 100, the number of training examples, found 101");
        row("data.train_examples=100 data.validation_fraction=0.25 training.batch_size=76",
            "training.batch_size: expected at most 75, the number of training examples, found 76");
        row("data.train_examples=128 data.validation_fraction=0.001",
            "data.validation_fraction: 0.001 of 128 examples is less than one; take a larger share");
        row("data.train_examples=1 data.validation_fraction=0.5 training.batch_size=1",
            "data.validation_fraction: leaves none of 1 examples to train on");
        row("data.crop=29", "data.crop: expected at most 28, the side of the images of Fashion-MNIST, found 29");
        row("data.resize=20 data.crop=21", "data.crop: expected at most 20, data.resize, found 21");
        row("data.dataset=image-folder data.resize=64 data.crop=65",
            "data.crop: expected at most 64, data.resize, found 65");
        row("data.resize=30 model.name=wide-resnet",
            "model.name: wide-resnet halves the image twice: it takes sides of at least 8 pixels, divisible by 4; found 30 "
            "x 30; crop the images or take another model");
        row("data.folder=mine",
            "data.folder: means something only when data.dataset is image-folder; leave it at images or "
            "take it out");
        row("corruption.labels.matrix=mine.txt",
            "corruption.labels.matrix: means something only when corruption.labels.draw is transition-matrix; leave it "
            "empty or take it out");
        row("data.transpose=true",
            "data.transpose: means something only when data.dataset is one of emnist-*; leave it at "
            "false or take it out");
        row("model.name=wide-resnet model.depth=20", "model.depth: expected 6n + 4, such as 16 or 22, found 20");
        row("model.name=wide-resnet model.depth=11", "model.depth: expected 6n + 4, such as 10 or 16, found 11");
        row("model.name=wide-resnet data.crop=27",
            "model.name: wide-resnet halves the image twice: it takes sides of at least 8 pixels, divisible by 4; found 27 "
            "x 27; "
            "crop the images or take another model");
        row("model.name=inception-v3",
            "model.name: inception-v3 takes images of at least 75 x 75 pixels, found 28 x 28; take larger images or another "
            "model");
        row("model.name=small-alexnet model.response_normalization.size=4",
            "model.response_normalization.size: expected an odd number of channels, found 4");
        row("training.epochs=5 training.warmup_epochs=5",
            "training.warmup_epochs: expected less than the 5 epochs of training, found 5");
        row("training.early_stopping.patience=3",
            "training.early_stopping.patience: needs a validation set, never the test set; set data.validation_fraction "
            "above 0, "
            "or 0 here");
        row("training.schedule.kind=step training.schedule.at=[225,150]",
            "training.schedule.at: expected ascending epochs, none twice, as in [150, 225]");
        row("training.schedule.kind=step training.schedule.at=[150,150]",
            "training.schedule.at: expected ascending epochs, none twice, as in [150, 225]");
        row("training.nesterov=true training.momentum=0",
            "training.nesterov: needs a momentum above 0; set training.momentum, or false here");
        row("corruption.labels.draw=transition-matrix",
            "corruption.labels.matrix: needs a text file with the probability of each given class for each true class");
        row("corruption.labels.draw=label-file",
            "corruption.labels.file: needs a file with a label for each training example of the data set");
        row("data.class_balance=equal data.train_examples=9 training.batch_size=3",
            "data.train_examples: expected at least 10, one of each class, found 9");
        row("device=cpu precision=tf32",
            "precision: tf32 exists only on CUDA devices; with device cpu take auto, fp32 or bf16");
        row("device=cpu precision=fp16",
            "precision: fp16 exists only on CUDA devices; with device cpu take auto, fp32 or bf16");
        row("augmentation.random_crop=true augmentation.pad=0",
            "augmentation.random_crop: needs data.crop or augmentation.pad above 0: without a border the whole image is the "
            "only window");
        row("augmentation.random_crop=true data.crop=28",
            "augmentation.random_crop: has only one window to choose from, since data.crop is the whole image; set a "
            "smaller data.crop, or 0 to cut from the image with a border");
        row("augmentation.random_crop=true data.dataset=image-folder data.crop=224",
            "augmentation.random_crop: needs data.resize with photographs, so that all windows are cut from one size");
        row("augmentation.cutout=20 data.crop=20",
            "augmentation.cutout: expected less than 20, the side of the images that the network sees, found 20");
        row("training.early_learning.weight=3 augmentation.mixup=0.2",
            "training.early_learning.weight: follows the predictions of each image, and mixup shows none alone; set "
            "augmentation.mixup, or this, to 0");
    }

    void whatDoesNotGoTogetherIsTold() {
        QFETCH(QByteArray, overrides);
        QFETCH(QByteArray, problem);
        QCOMPARE(problems_after(overrides.constData()), problem);
    }

    void regularisersThatGoTogetherAreTaken() {
        QCOMPARE(problems_after("augmentation.random_crop=true augmentation.horizontal_flip=true "
                                "augmentation.rotation_degrees=25 augmentation.cutout=8 augmentation.mixup=0.2 "
                                "training.label_smoothing=0.1 precision=fp16"),
                 QByteArray());
        QCOMPARE(problems_after("data.dataset=image-folder data.resize=256 data.crop=224 model.name=alexnet "
                                "augmentation.random_crop=true training.early_learning.weight=3"),
                 QByteArray());
    }

    void whatDoesNotApplyIsNotIgnored() {
        QCOMPARE(problems_after("training.early_learning.momentum=0.9"),
                 QByteArray("training.early_learning.momentum: means something only when training.early_learning.weight is "
                            "above 0; leave it at 0.7 or take it out"));
        QCOMPARE(
            problems_after("model.depth=16"),
            QByteArray(
                "model.depth: means something only when model.name is wide-resnet (model.name is mlp here); leave it at "
                "28 or take it out"));
        QCOMPARE(
            problems_after("model.name=small-inception model.batch_norm=false model.batch_norm_affine=none"),
            QByteArray("model.batch_norm_affine: means something only when model.name is small-inception and "
                       "model.batch_norm is true (model.name is small-inception here); leave it at shift or take it out"));
        QCOMPARE(
            problems_after("training.beta1=0.8"),
            QByteArray("training.beta1: means something only when training.optimizer is adam or adamw; leave it at 0.9 or "
                       "take it out"));
        QCOMPARE(
            problems_after("training.schedule.factor=0.5"),
            QByteArray("training.schedule.factor: means something only when training.schedule.kind is step or exponential; "
                       "leave it at 0.95 or take it out"));
        QCOMPARE(
            problems_after("corruption.labels.draw=label-file corruption.labels.file=a.csv corruption.labels.fraction=0.5"),
            QByteArray("corruption.labels.fraction: means something only when corruption.labels.draw is not "
                       "transition-matrix or label-file; leave it at 0 or take it out"));
        QCOMPARE(
            problems_after("corruption.channels=separate"),
            QByteArray("corruption.channels: means something only when corruption.pixels is not none; leave it at together "
                       "or take it out"));
    }

    /// Values that the form or a program can set although no text gives them.
    void valuesOutOfRangeAreTold() {
        ExperimentConfig config;
        config.format = 2;
        config.name = "a\tb";
        config.data.dataset = "cifar-10";
        config.corruption.labels.fraction = std::numeric_limits<double>::quiet_NaN();
        config.model.hidden.clear();
        config.training.epochs = 0;
        config.training.batch_size = -1;
        config.training.learning_rate = std::numeric_limits<double>::infinity();
        config.training.fitted_accuracy = 0;
        config.evaluation.step_interval = 0;
        config.checkpoint.keep = 0;
        config.device = "tpu";
        config.threads = 0;
        QCOMPARE(paths_of(config),
                 (std::vector<std::string>{"format", "name", "data.dataset", "corruption.labels.fraction", "model.hidden",
                                           "training.epochs", "training.batch_size", "training.learning_rate",
                                           "training.fitted_accuracy", "evaluation.step_interval", "checkpoint.keep",
                                           "device", "threads"}));
    }

    void aFieldHasOneProblemAtATime() {
        ExperimentConfig config;
        config.data.validation_fraction = 2;
        config.training.early_stopping.patience = -1;
        QCOMPARE(paths_of(config),
                 (std::vector<std::string>{"data.validation_fraction", "training.early_stopping.patience"}));
    }

    void noConfigurationIsTooStrangeToCheck() {
        RandomStream stream(3);
        for (int i = 0; i < 2000; ++i) {
            for (const Problem& problem : check(random_config(stream))) {
                QVERIFY(find_field(problem.path) != nullptr);
                QVERIFY(!problem.message.empty());
            }
        }
        ExperimentConfig extreme;
        extreme.data.train_examples = std::numeric_limits<std::int64_t>::max();
        extreme.data.crop = std::numeric_limits<std::int64_t>::min();
        extreme.model.name = "wide-resnet";
        extreme.model.depth = std::numeric_limits<std::int64_t>::min();
        extreme.data.validation_fraction = -std::numeric_limits<double>::infinity();
        QVERIFY(!check(extreme).empty());
    }

    void aConfigurationWithoutUnusedValuesHasNoSuchProblem() {
        RandomStream stream(8);
        for (int i = 0; i < 500; ++i) {
            ExperimentConfig config = random_config(stream);
            reset_what_does_not_apply(config);
            for (const Problem& problem : check(config)) {
                QVERIFY2(problem.message.find("means something only") == std::string::npos, problem.path.c_str());
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestConfigCheck)
#include "test_config_check.moc"

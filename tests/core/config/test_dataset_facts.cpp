#include "core/config/dataset_facts.h"
#include "core/config/experiment_config.h"

#include <QtTest>

using namespace overfit;

class TestDatasetFacts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void dataSetsAreThoseOfTheDesign() {
        QCOMPARE(find_dataset_facts("imagenet"), nullptr);
        for (const char* name : {"mnist", "fashion-mnist", "cifar10", "cifar100", "cifar100-coarse", "synthetic", "kmnist",
                                 "emnist-byclass", "emnist-bymerge", "emnist-balanced", "emnist-letters", "emnist-digits",
                                 "emnist-mnist", "qmnist", "svhn", "svhn-extra", "stl10"}) {
            const DatasetFacts* facts = find_dataset_facts(name);
            QVERIFY2(facts != nullptr && !facts->any_size(), name);
            QVERIFY2(facts->classes > 1 && facts->channels > 0 && facts->train_examples > 0, name);
            QCOMPARE(facts->height, facts->width);   // check() counts on it
        }
        for (const char* name : {"image-folder", "voc2012"}) {
            const DatasetFacts* facts = find_dataset_facts(name);
            QVERIFY2(facts != nullptr && facts->any_size(), name);
        }
        QCOMPARE(dataset_facts().size(), 19u);
        QCOMPARE(find_dataset_facts("cifar100")->classes, 100);
    }

    void theNetworksInputFollowsResizeAndCrop() {
        DataConfig data;
        data.dataset = "cifar10";
        QCOMPARE(input_shape(data), (ImageShape{3, 32, 32}));
        data.resize = 64;
        QCOMPARE(input_shape(data), (ImageShape{3, 64, 64}));
        data.crop = 28;
        QCOMPARE(input_shape(data), (ImageShape{3, 28, 28}));
    }

    void photographsHaveAShapeOnceTheyAreResized() {
        DataConfig data;
        data.dataset = "image-folder";
        QVERIFY(!input_shape(data));
        data.resize = 224;
        QCOMPARE(input_shape(data), (ImageShape{3, 224, 224}));
        data.dataset = "imagenet";   // no such name
        QVERIFY(!input_shape(data));
    }
};

QTEST_APPLESS_MAIN(TestDatasetFacts)
#include "test_dataset_facts.moc"

#include "core/config/dataset_facts.h"
#include "ui/session/data_lookup.h"
#include "ui/worker/background.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <atomic>
#include <fstream>
#include <memory>
#include <semaphore>
#include <stdexcept>

using namespace overfit;
using namespace overfit::ui;

namespace {

ExperimentConfig set(const std::string& name) {
    ExperimentConfig config;
    config.data.dataset = name;
    return config;
}

/// Only "here" is on this machine.
DatasetPresence located(const DataConfig& data, const DataLookup::Folders&) {
    return {.name = data.dataset, .present = data.dataset == "here", .folder = {}, .how_to_get = "get " + data.dataset};
}

}   // namespace

class TestDataLookup : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsHowToGetWhatIsMissing() {
        DataLookup lookup(located, nullptr);
        std::vector<Problem> missing;
        connect(&lookup, &DataLookup::found, this, [&](const std::vector<Problem>& problems) { missing = problems; });
        lookup.look(set("away"), {});
        QTRY_COMPARE(missing.size(), std::size_t{1});
        QVERIFY((missing.front() == Problem{"data.dataset", "is not on this machine; get away"}));
        lookup.look(set("here"), {});
        QVERIFY(missing.empty());   // at once: "get away" is of no interest any more
        QTest::qWait(20);
        QVERIFY(missing.empty());
    }

    void looksOnAThreadOfItsOwnAndAnswersTheNewestQuestionOnly() {
        std::atomic<int> looks = 0;
        std::counting_semaphore<> go(0);
        const QThread* const here = QThread::currentThread();
        DataLookup lookup(
            [&](const DataConfig& data, const DataLookup::Folders& roots) {
                if (QThread::currentThread() == here) qFatal("looks where the window is drawn");
                ++looks;
                go.acquire();
                return located(data, roots);
            },
            nullptr);
        std::vector<std::string> answers;
        connect(&lookup, &DataLookup::found, this, [&](const std::vector<Problem>& problems) {
            if (!problems.empty()) answers.push_back(problems.front().message);
        });
        for (int key = 1; key <= 20; ++key) lookup.look(set("away " + std::to_string(key)), {});
        QTRY_COMPARE(looks.load(), 1);
        go.release(2);
        QTRY_COMPARE(answers, (std::vector<std::string>{"is not on this machine; get away 20"}));
        QCOMPARE(looks.load(), 2);
    }

    void aLabelFileThatIsMissingOrDoesNotFitIsAProblemOfItsField() {
        const QTemporaryDir folder;
        DataLookup lookup;
        std::vector<Problem> missing;
        connect(&lookup, &DataLookup::found, this, [&](const std::vector<Problem>& problems) { missing = problems; });
        const auto messageAt = [&](const std::string& path) {
            return missing.size() == 1 && missing.front().path == path ? QString::fromStdString(missing.front().message)
                                                                       : QString();
        };
        ExperimentConfig config = set("synthetic");
        config.corruption.labels.draw = LabelDraw::LabelFile;
        config.corruption.labels.file = folder.filePath("labels.txt").toStdString();
        lookup.look(config, {});
        QTRY_VERIFY(messageAt("corruption.labels.file").contains("there is no file"));
        const auto write = [&](const char* name, const std::string& text) {
            std::ofstream(folder.filePath(name).toStdString()) << text;
        };
        write("labels.txt", "0\n1\n");
        lookup.look(config, {});
        QTRY_VERIFY(messageAt("corruption.labels.file").contains("labels.txt") &&
                    !messageAt("corruption.labels.file").contains("there is no file"));
        std::string all;
        for (std::int64_t label = 0; label < find_dataset_facts("synthetic")->train_examples; ++label) all += "1\n";
        write("labels.txt", all);
        lookup.look(config, {});
        QTRY_VERIFY(missing.empty());

        config.corruption.labels.draw = LabelDraw::TransitionMatrix;
        config.corruption.labels.matrix = folder.filePath("matrix.txt").toStdString();
        write("matrix.txt", "1 0\n0 1\n");
        lookup.look(config, {});
        QTRY_VERIFY(messageAt("corruption.labels.matrix").contains("matrix.txt"));
        config.corruption.labels.draw = LabelDraw::AllClasses;
        lookup.look(config, {});
        QVERIFY(missing.empty());   // at once: the field is not even shown
    }

    void anImageFolderIsAProblemOfItsOwnField() {
        const QTemporaryDir folder;
        DataLookup lookup;
        std::vector<Problem> missing;
        bool fetchable = false;
        connect(&lookup, &DataLookup::found, this, [&](const std::vector<Problem>& problems, bool canBeFetched) {
            missing = problems;
            fetchable = canBeFetched;
        });
        ExperimentConfig config = set("image-folder");
        config.data.folder = folder.filePath("photos").toStdString();
        lookup.look(config, {});
        QTRY_COMPARE(missing.size(), std::size_t{1});
        QCOMPARE(missing.front().path, std::string("data.folder"));
        QVERIFY2(missing.front().message.find("photos/train/CLASS") != std::string::npos, missing.front().message.c_str());
        QVERIFY(!fetchable);
        config.data.folder.clear();
        lookup.look(config, {});
        QTRY_VERIFY(!missing.empty() && missing.front().message.find("no folder is named") != std::string::npos);
    }

    void aSetThatNobodyKnowsIsLeftToTheCheck() {
        DataLookup lookup(
            [](const DataConfig&, const DataLookup::Folders&) -> DatasetPresence { throw std::runtime_error("unknown"); },
            nullptr);
        QSignalSpy found(&lookup, &DataLookup::found);
        lookup.look(set("no such set"), {});
        QTRY_COMPARE(found.size(), 2);
        QVERIFY(found.back().front().value<std::vector<Problem>>().empty());
    }

    /// A file of labels may be large and far away: typing elsewhere in the form does not read it again.
    void editsThatNameOtherThingsAskNothing() {
        std::atomic<int> looks = 0;
        DataLookup lookup(
            [&](const DataConfig& data, const DataLookup::Folders& roots) {
                ++looks;
                return located(data, roots);
            },
            nullptr);
        QSignalSpy found(&lookup, &DataLookup::found);
        ExperimentConfig config = set("away");
        lookup.follow(config, {});
        QTRY_COMPARE(found.size(), 2);
        config.training.epochs = 7;
        config.corruption.labels.fraction = 0.5;
        lookup.follow(config, {});
        QTest::qWait(20);
        QCOMPARE(found.size(), 2);
        config.corruption.labels.file = "labels.txt";
        lookup.follow(config, {});
        QTRY_COMPARE(looks.load(), 2);
        config.corruption.labels.column = "worse_label";
        lookup.follow(config, {});
        QTRY_COMPARE(looks.load(), 3);
    }

    /// The folder may be on a drive that does not answer: closing the window does not wait for it.
    void aLookThatHangsIsNotWaitedFor() {
        const auto go = std::make_shared<std::binary_semaphore>(0);
        const auto looking = std::make_shared<std::atomic<bool>>(false);
        {
            DataLookup lookup(
                [go, looking](const DataConfig& data, const DataLookup::Folders& roots) {
                    *looking = true;
                    go->acquire();
                    return located(data, roots);
                },
                nullptr);
            lookup.look(set("away"), {});
            QTRY_VERIFY(looking->load());
        }   // would hang here
        go->release();
        finishBackground();
    }

    void whatCameSinceIsFoundWhenAskedAgain() {
        std::atomic<bool> there = false;
        DataLookup lookup(
            [&](const DataConfig& data, const DataLookup::Folders&) {
                return DatasetPresence{.name = data.dataset, .present = there, .folder = {}, .how_to_get = "get it"};
            },
            nullptr);
        std::vector<Problem> missing;
        connect(&lookup, &DataLookup::found, this, [&](const std::vector<Problem>& problems) { missing = problems; });
        lookup.look(set("away"), {});
        QTRY_VERIFY(!missing.empty());
        there = true;
        lookup.look(set("away"), {});
        QTRY_VERIFY(missing.empty());
    }
};

QTEST_MAIN(TestDataLookup)
#include "test_data_lookup.moc"

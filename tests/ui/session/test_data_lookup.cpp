#include "ui/session/data_lookup.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <atomic>
#include <semaphore>
#include <stdexcept>

using namespace overfit;
using namespace overfit::ui;

namespace {

DataConfig set(const std::string& name) {
    DataConfig data;
    data.dataset = name;
    return data;
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
        QVERIFY((missing.front() == Problem{"data.dataset", "get away"}));
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
        QTRY_COMPARE(answers, (std::vector<std::string>{"get away 20"}));
        QCOMPARE(looks.load(), 2);
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

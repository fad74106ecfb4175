#include "core/runs/run_facts.h"

#include <QtTest>

using namespace overfit;

class TestRunFacts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void chanceIsTheAuditsElseOfTheClassesElseUnknown() {
        RunRecord record;
        QCOMPARE(chance_accuracy(record), 0.0);
        record.data.emplace();
        record.data->classes = 4;
        QCOMPARE(chance_accuracy(record), 0.25);
        record.audit.emplace();
        record.audit->chance_accuracy = 0.1;
        QCOMPARE(chance_accuracy(record), 0.1);
    }

    void aStoppedRunWasInTheEpochBehindItsLastLine() {
        EpochMetrics last;
        last.epoch = 32;
        QCOMPARE(place_words(RunStatus::Cancelled, last), std::string("in epoch 33"));
        QCOMPARE(place_words(RunStatus::Fitted, last), std::string("in epoch 32"));
        QCOMPARE(place_words(RunStatus::Completed, last), std::string("after epoch 32"));
        QCOMPARE(place_words(RunStatus::Interrupted, last), std::string("after epoch 32"));
        last.epoch = 0;
        last.train_accuracy = 0.1;
        QCOMPARE(place_words(RunStatus::Cancelled, last), std::string("in epoch 1"));
        QCOMPARE(place_words(RunStatus::Cancelled, {}), std::string("before the first epoch"));
    }

    void onlyWhatEndedBadlyHasAFailure() {
        RunRecord record;
        record.error = "stopped by its user";
        record.status = RunStatus::Cancelled;
        QVERIFY(failure_words(record).empty());
        record.status = RunStatus::Diverged;
        record.error = "the loss is not a number";
        QCOMPARE(failure_words(record), std::string("the loss is not a number"));
        record.status = RunStatus::Failed;
        record.error.clear();
        QCOMPARE(failure_words(record), std::string(status_words(RunStatus::Failed)));
        QVERIFY(ended_badly(RunStatus::Failed) && ended_badly(RunStatus::Diverged) && !ended_badly(RunStatus::Fitted));
    }
};

QTEST_APPLESS_MAIN(TestRunFacts)
#include "test_run_facts.moc"

#include "core/runs/this_process.h"
#include "core/support/error.h"
#include "ui/queue/queue_model.h"

#include <QAbstractItemModelTester>
#include <QTest>
#include <condition_variable>
#include <mutex>

using namespace overfit;
using namespace overfit::ui;

namespace {

ExperimentConfig named(const std::string& name) {
    ExperimentConfig config;
    config.name = name;
    config.training.epochs = 10;
    config.training.stop_when_fitted = false;
    return config;
}

/// Trains nothing; each run ends when the test says so, ten epochs of six seconds each, or with an error.
class Trainer {
public:
    TrainFunction function() {
        return [this](const ExperimentConfig& config, TrainingObserver&, std::stop_token stop, const auto& onFolder) {
            onFolder("/runs/" + config.name);
            std::unique_lock lock(mutex_);
            changed_.wait(lock, stop, [this] { return permits_ > 0; });
            if (!stop.stop_requested()) --permits_;
            if (config.name == "broken") throw Error({"train-labels", "expected 60000 labels, found 59988", "get it again"});
            RecordedRun run;
            run.folder = "/runs/" + config.name;
            run.summary.reason = stop.stop_requested() ? StopReason::Cancelled : StopReason::Completed;
            run.summary.duration_s = 60.0;
            run.summary.final_metrics.epoch = 10;
            run.summary.final_metrics.train_accuracy = 1.0;
            run.summary.final_metrics.test_accuracy = 0.1;
            return run;
        };
    }
    void endOne() {
        {
            const std::lock_guard lock(mutex_);
            ++permits_;
        }
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable_any changed_;
    int permits_ = 0;   // guarded by mutex_
};

}   // namespace

class TestQueueModel : public QObject {
    Q_OBJECT

    static QString row(const QueueModel& model, int row) {
        return QStringLiteral("%1: %2").arg(model.index(row).data().toString(),
                                            model.index(row).data(QueueModel::WordsRole).toString());
    }
    static QStringList names(const QueueModel& model) {
        QStringList all;
        for (int row = 0; row < model.rowCount(); ++row) all << model.index(row).data().toString();
        return all;
    }

private Q_SLOTS:
    void theRunningOneStandsAboveTheWaitingAboveTheEnded() {
        Trainer trainer;
        TrainingController controller(trainer.function());
        QueueModel model(controller);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (const char* name : {"a", "b", "c"}) controller.enqueue(named(name));
        QCOMPARE(names(model), QStringList({"a", "b", "c"}));
        QCOMPARE(model.waiting(), 2);
        trainer.endOne();
        QTRY_COMPARE(names(model), QStringList({"b", "c", "a"}));
        QCOMPARE(row(model, 2), QStringLiteral("a: train 100.0 % · test 10.0 % · completed 10 epochs in 1 min 00 s"));
        QCOMPARE(model.index(2).data(QueueModel::FolderRole).toString(), QStringLiteral("/runs/a"));
        trainer.endOne();
        trainer.endOne();
        QTRY_COMPARE(model.ended(), 3);
        QCOMPARE(names(model), QStringList({"c", "b", "a"}));   // newest first
        model.forgetEnded();
        QCOMPARE(model.rowCount(), 0);
    }

    void aRunThatGoesOnInItsFolderIsToldOnce() {
        Trainer trainer;
        TrainingController controller(trainer.function());
        QueueModel model(controller);
        for (int time = 1; time <= 2; ++time) {
            controller.enqueue(named("a"));   // both end in /runs/a
            trainer.endOne();
            QTRY_COMPARE(controller.state(), TrainingController::State::Idle);
            QCOMPARE(model.ended(), 1);
        }
    }

    void aStartIsToldOnlyWhereThePaceIsKnown() {
        Trainer trainer;
        TrainingController controller(trainer.function());
        QueueModel model(controller);
        controller.enqueue(named("a"));
        controller.enqueue(named("b"));
        ExperimentConfig larger = named("c");
        larger.model.hidden = {4096};   // nothing like it has been run
        controller.enqueue(larger);
        controller.enqueue(named("d"));
        QCOMPARE(row(model, 1), QStringLiteral("b: 1st of 3"));
        model.setRunning({0.5, "epoch 5 of 10", 200.0});
        QCOMPARE(row(model, 0), QStringLiteral("a: epoch 5 of 10"));
        QCOMPARE(row(model, 1), QStringLiteral("b: 1st of 3 · starts in about 4 min"));
        QCOMPARE(row(model, 2), QStringLiteral("c: 2nd of 3 · starts in about 10 min"));   // b takes 400 s, like a
        QCOMPARE(row(model, 3), QStringLiteral("d: 3rd of 3"));
    }

    void aRunThatMayStopWhenFittedMakesTheTimeABound() {
        Trainer trainer;
        TrainingController controller(trainer.function());
        QueueModel model(controller);
        ExperimentConfig fits = named("a");
        fits.training.stop_when_fitted = true;
        controller.enqueue(fits);
        controller.enqueue(named("b"));
        model.setRunning({0.5, "epoch 5 of 10", 200.0});
        QCOMPARE(row(model, 1), QStringLiteral("b: next · starts within 4 min"));
        model.setRunning({0.9, "epoch 9 of 10", 40.0});
        QCOMPARE(row(model, 1), QStringLiteral("b: next · starts within a minute"));
    }

    void aFailedOneSaysWhyAndTheNextGoesOn() {
        Trainer trainer;
        TrainingController controller(trainer.function());
        QueueModel model(controller);
        controller.enqueue(named("broken"));
        controller.enqueue(named("b"));
        trainer.endOne();
        QTRY_COMPARE(names(model), QStringList({"b", "broken"}));
        QVERIFY(row(model, 1).contains("found 59988"));
        QCOMPARE(model.index(1).data(QueueModel::StatusRole).toInt(), static_cast<int>(RunStatus::Failed));
        QVERIFY(model.index(1).data(Qt::ToolTipRole).toString().contains("get it again"));
        QCOMPARE(controller.running()->config.name, std::string("b"));
    }

    void aStoppedOneCanBeResumed() {
        Trainer trainer;
        TrainingController controller(trainer.function());
        QueueModel model(controller);
        controller.enqueue(named("a"));
        controller.requestStop();
        QTRY_COMPARE(controller.state(), TrainingController::State::Idle);
        QVERIFY2(row(model, 0).contains("can be resumed"), qPrintable(row(model, 0)));
        QVERIFY(model.index(0).data(Qt::ToolTipRole).toString().contains("overfit run --resume /runs/a"));
    }

    void aRunThatAnotherProgramHasGoneOnWithIsToldAsItsFolderTellsIt() {
        Trainer trainer;
        TrainingController controller(trainer.function());
        QueueModel model(controller);
        controller.enqueue(named("a"));
        controller.requestStop();
        QTRY_COMPARE(controller.state(), TrainingController::State::Idle);
        const QString before = row(model, 0);
        RunRecord record;
        const auto follow = [&] {
            return model.followRecords(
                [&](const QString& folder) { return folder == QLatin1String("/runs/a") ? &record : nullptr; });
        };
        record.host = host_name();
        record.pid = process_id();
        QVERIFY(!follow());   // read before its end here was written
        QCOMPARE(row(model, 0), before);
        record.pid = process_id() + 1;
        record.final_metrics.emplace().epoch = 12;
        QVERIFY(follow());
        QCOMPARE(row(model, 0), QStringLiteral("a: running in another program, after epoch 12"));
        QCOMPARE(model.index(0).data(QueueModel::StatusRole).toInt(), static_cast<int>(RunStatus::Running));
        QVERIFY(!model.index(0).data(Qt::ToolTipRole).toString().contains("stopped"));
        record.status = RunStatus::Fitted;
        record.duration_s = 28;
        QVERIFY(follow());
        QCOMPARE(row(model, 0), QStringLiteral("a: fitted in epoch 12 after 28 s"));
        QVERIFY(!follow());
    }

    void onlyWaitingOnesCanBeDragged() {
        Trainer trainer;
        TrainingController controller(trainer.function());
        QueueModel model(controller);
        for (const char* name : {"a", "b", "c", "d"}) controller.enqueue(named(name));
        QVERIFY(!(model.index(0).flags() & Qt::ItemIsDragEnabled));
        QVERIFY(model.index(1).flags() & Qt::ItemIsDragEnabled);
        QVERIFY(model.moveRows({}, 3, 1, {}, 1));
        QCOMPARE(names(model), QStringList({"a", "d", "b", "c"}));
        QVERIFY(model.moveRows({}, 1, 1, {}, 4));
        QCOMPARE(names(model), QStringList({"a", "b", "c", "d"}));
        QVERIFY(model.moveRows({}, 2, 1, {}, 0));   // above the running one: next
        QCOMPARE(names(model), QStringList({"a", "c", "b", "d"}));
        QVERIFY(!model.moveRows({}, 0, 1, {}, 3));
        QCOMPARE(names(model), QStringList({"a", "c", "b", "d"}));
    }

    void placesAreOrdinals() {
        QCOMPARE(placeWords(3, 20, {}), QStringLiteral("3rd of 20"));
        QCOMPARE(placeWords(11, 20, {}), QStringLiteral("11th of 20"));
        QCOMPARE(placeWords(12, 20, {}), QStringLiteral("12th of 20"));
        QCOMPARE(placeWords(22, 30, {}), QStringLiteral("22nd of 30"));
        QCOMPARE(placeWords(113, 130, {}), QStringLiteral("113th of 130"));
        QCOMPARE(placeWords(1, 2, StartTime{2.6 * 3600, false}), QStringLiteral("1st of 2 · starts in about 3 h"));
    }

    void thePaceOfOtherLabelsAndSeedsCounts() {
        KnownPace pace;
        ExperimentConfig config = named("a");
        pace.learn(config, 2.0);
        config.name = "b";
        config.seed = 5;
        config.corruption.labels.fraction = 0.5;
        config.training.learning_rate = 0.3;
        config.training.epochs = 30;
        QCOMPARE(pace.secondsOf(config).value(), 60.0);
        config.data.train_examples = 500;
        QVERIFY(!pace.secondsOf(config));
        pace.learn(config, 0.0);
        QVERIFY(!pace.secondsOf(config));
    }
};

QTEST_GUILESS_MAIN(TestQueueModel)
#include "test_queue_model.moc"

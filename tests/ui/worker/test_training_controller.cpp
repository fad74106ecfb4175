#include "core/support/error.h"
#include "ui/worker/training_controller.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QTimer>
#include <atomic>
#include <condition_variable>
#include <limits>
#include <mutex>

using namespace overfit;
using namespace overfit::ui;
using State = TrainingController::State;

namespace {

ExperimentConfig named(const std::string& name) {
    ExperimentConfig config;
    config.name = name;
    return config;
}

RecordedRun ended(const ExperimentConfig& config, StopReason reason) {
    RecordedRun run;
    run.folder = "/runs/" + config.name;
    run.summary.reason = reason;
    return run;
}

StepReport step(std::int64_t number) {
    StepReport report;
    report.step = number;
    return report;
}

/// Holds a run until the test lets it go on, or until it is stopped.
class Gate {
public:
    void open() {
        {
            const std::lock_guard lock(mutex_);
            open_ = true;
        }
        changed_.notify_all();
    }
    void wait(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [this] { return open_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool open_ = false;
};

/// What a controller told, in order.
struct Listener {
    explicit Listener(TrainingController& controller) {
        QObject::connect(&controller, &TrainingController::runStarted, &context, [this](const ExperimentConfig& config) {
            story << QStringLiteral("start ") + QString::fromStdString(config.name);
        });
        QObject::connect(&controller, &TrainingController::updated, &context, [this](const LiveUpdate& update) {
            for (const StepReport& report : update.steps) lastStep = report.step;
            steps += update.steps.size();
            epochs += update.epochs.size();
            if (!update.folder.isEmpty()) folder = update.folder;
            if (!update.phase.isEmpty()) phase = update.phase;
            if (update.header) ++headers;
            ++updates;
        });
        QObject::connect(&controller, &TrainingController::runFinished, &context, [this](const RunOutcome& outcome) {
            outcomes.push_back(outcome);
            stepsAtEnd = steps;
            story << QStringLiteral("end");
        });
    }

    QObject context;
    QStringList story;
    std::vector<RunOutcome> outcomes;
    std::size_t steps = 0, epochs = 0, stepsAtEnd = 0;
    std::int64_t lastStep = 0;
    QString folder, phase;
    int updates = 0, headers = 0;
};

}   // namespace

class TestTrainingController : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runsOneAfterTheOtherInOrder() {
        std::atomic<int> atOnce{0}, most{0};
        TrainingController controller([&](const ExperimentConfig& config, TrainingObserver&, std::stop_token, const auto&) {
            most = std::max(most.load(), ++atOnce);
            QThread::msleep(5);
            --atOnce;
            return ended(config, StopReason::Completed);
        });
        Listener listener(controller);
        QCOMPARE(controller.enqueue(named("a")), 1);
        QCOMPARE(controller.enqueue(named("b")), 2);
        QCOMPARE(controller.enqueue(named("c")), 3);
        QCOMPARE(controller.queue().size(), std::size_t{2});
        QCOMPARE(controller.queue().front().config.name, std::string("b"));
        QTRY_COMPARE(controller.state(), State::Idle);
        QCOMPARE(listener.story, QStringList({"start a", "end", "start b", "end", "start c", "end"}));
        QCOMPARE(listener.outcomes.back().folder, QStringLiteral("/runs/c"));
        QCOMPARE(most.load(), 1);
    }

    void trainsOnAnotherThread() {
        std::atomic<QThread*> thread{nullptr};
        TrainingController controller([&](const ExperimentConfig& config, TrainingObserver&, std::stop_token, const auto&) {
            thread = QThread::currentThread();
            return ended(config, StopReason::Completed);
        });
        controller.enqueue(named("a"));
        QTRY_COMPARE(controller.state(), State::Idle);
        QVERIFY(thread.load() != nullptr);
        QVERIFY(thread.load() != QThread::currentThread());
    }

    void aStopBeforeTheFirstStepReachesTheRun() {
        std::atomic<bool> sawStop{false};
        TrainingController controller(
            [&](const ExperimentConfig& config, TrainingObserver&, std::stop_token stop, const auto&) {
                sawStop = stop.stop_requested();
                return ended(config, StopReason::Cancelled);
            });
        Listener listener(controller);
        QSignalSpy states(&controller, &TrainingController::stateChanged);
        controller.enqueue(named("a"));
        controller.requestStop();   // the worker may not even have begun
        QCOMPARE(controller.state(), State::Stopping);
        QTRY_COMPARE(controller.state(), State::Idle);
        QCOMPARE(listener.outcomes.front().summary->reason, StopReason::Cancelled);
        QCOMPARE(states.size(), 3);
    }

    void aStopInMidRunEndsIt() {
        Gate gate;
        std::atomic<bool> running{false};
        TrainingController controller(
            [&](const ExperimentConfig& config, TrainingObserver& observer, std::stop_token stop, const auto&) {
                observer.on_step(step(1));
                running = true;
                gate.wait(stop);
                return ended(config, stop.stop_requested() ? StopReason::Cancelled : StopReason::Completed);
            });
        Listener listener(controller);
        controller.enqueue(named("a"));
        QTRY_VERIFY(running.load());
        controller.requestStop();
        controller.requestStop();   // twice does no harm
        QTRY_COMPARE(controller.state(), State::Idle);
        QCOMPARE(listener.outcomes.front().summary->reason, StopReason::Cancelled);
    }

    void aStopConcernsTheRunningOneOnly() {
        std::atomic<int> stopped{0};
        Gate gate;
        TrainingController controller(
            [&](const ExperimentConfig& config, TrainingObserver&, std::stop_token stop, const auto&) {
                if (config.name == "a") gate.wait(stop);
                stopped += stop.stop_requested() ? 1 : 0;
                return ended(config, stop.stop_requested() ? StopReason::Cancelled : StopReason::Completed);
            });
        Listener listener(controller);
        controller.enqueue(named("a"));
        controller.enqueue(named("b"));
        controller.requestStop();
        QTRY_COMPARE(controller.state(), State::Idle);
        QCOMPARE(stopped.load(), 1);
        QCOMPARE(listener.outcomes.at(1).summary->reason, StopReason::Completed);
    }

    void aFailingRunGoesOnToTheNext() {
        const QTemporaryDir root;
        TrainingController controller(
            [&](const ExperimentConfig& config, TrainingObserver&, std::stop_token, const auto& onFolder) -> RecordedRun {
                const auto folder = std::filesystem::path(root.path().toStdString()) / config.name;
                if (config.name != "odd") std::filesystem::create_directory(folder);   // that one's is gone again
                onFolder(folder);
                if (config.name == "broken")
                    throw Error({"train-labels", "expected 60000 labels, found 59988", "get it again"});
                if (config.name == "odd") throw 17;
                return ended(config, StopReason::Completed);
            });
        Listener listener(controller);
        controller.enqueue(named("broken"));
        controller.enqueue(named("odd"));
        controller.enqueue(named("good"));
        QTRY_COMPARE(controller.state(), State::Idle);
        QCOMPARE(listener.outcomes.size(), std::size_t{3});
        QVERIFY(listener.outcomes[0].error.contains("found 59988"));
        QCOMPARE(listener.outcomes[0].folder, root.filePath("broken"));
        QVERIFY(!listener.outcomes[0].summary);
        QVERIFY(!listener.outcomes[1].error.isEmpty());
        QVERIFY(listener.outcomes[1].folder.isEmpty());
        QVERIFY(listener.outcomes[2].error.isEmpty());
        QVERIFY(listener.outcomes[2].summary.has_value());
    }

    void destructionWhileRunningJoins() {
        std::atomic<bool> running{false}, over{false};
        {
            Gate gate;
            TrainingController controller(
                [&](const ExperimentConfig& config, TrainingObserver&, std::stop_token stop, const auto&) {
                    running = true;
                    gate.wait(stop);
                    over = true;
                    return ended(config, StopReason::Cancelled);
                });
            controller.enqueue(named("a"));
            controller.enqueue(named("b"));   // never begins
            QTRY_VERIFY(running.load());
        }
        QVERIFY(over.load());
    }

    void manyStepsNeitherStallTheWindowNorGetLost() {
        constexpr std::int64_t steps = 100000;
        TrainingController controller(
            [](const ExperimentConfig& config, TrainingObserver& observer, std::stop_token, const auto& onFolder) {
                onFolder("/runs/" + config.name);
                observer.on_phase("training");
                observer.on_start(RunHeader{});
                for (std::int64_t number = 1; number <= steps; ++number) observer.on_step(step(number));
                EpochReport report;
                report.metrics.epoch = 1;
                observer.on_epoch(report);
                return ended(config, StopReason::Completed);
            });
        Listener listener(controller);
        QElapsedTimer sinceTick;
        qint64 longest = 0;
        QTimer ticks;
        connect(&ticks, &QTimer::timeout, this, [&] { longest = std::max(longest, sinceTick.restart()); });
        sinceTick.start();
        ticks.start(1);
        controller.enqueue(named("a"));
        QTRY_COMPARE_WITH_TIMEOUT(controller.state(), State::Idle, 30000);
        QCOMPARE(listener.stepsAtEnd, static_cast<std::size_t>(steps));   // before the end was told
        QCOMPARE(listener.lastStep, steps);
        QCOMPARE(listener.epochs, std::size_t{1});
        QCOMPARE(listener.headers, 1);
        QCOMPARE(listener.folder, QStringLiteral("/runs/a"));
        QCOMPARE(listener.phase, QStringLiteral("training"));
        QVERIFY2(listener.updates < 1000, qPrintable(QString::number(listener.updates)));
        QVERIFY2(longest < 5000, qPrintable(QStringLiteral("the window stood still for %1 ms").arg(longest)));
    }

    void enqueuingFromTheEndOfARunTakesItsTurn() {
        TrainingController controller([](const ExperimentConfig& config, TrainingObserver&, std::stop_token, const auto&) {
            return ended(config, StopReason::Completed);
        });
        Listener listener(controller);
        connect(&controller, &TrainingController::runFinished, this, [&] {
            if (listener.outcomes.size() == 1) controller.enqueue(named("late"));
        });
        controller.enqueue(named("a"));
        controller.enqueue(named("b"));
        QTRY_COMPARE(listener.outcomes.size(), std::size_t{3});
        QCOMPARE(listener.story, QStringList({"start a", "end", "start b", "end", "start late", "end"}));
    }

    void waitingOnesMoveAndGoByTheirNumber() {
        Gate gate;
        TrainingController controller(
            [&](const ExperimentConfig& config, TrainingObserver&, std::stop_token stop, const auto&) {
                gate.wait(stop);
                return ended(config, StopReason::Completed);
            });
        Listener listener(controller);
        controller.enqueue(named("a"));
        const int b = controller.enqueue(named("b"));
        const int c = controller.enqueue(named("c"));
        const int d = controller.enqueue(named("d"));
        const auto names = [&] {
            std::string all;
            for (const QueuedExperiment& experiment : controller.queue()) all += experiment.config.name;
            return all;
        };
        controller.moveInQueue(d, 0);
        QCOMPARE(names(), std::string("dbc"));
        controller.moveInQueue(d, 99);
        QCOMPARE(names(), std::string("bcd"));
        controller.moveInQueue(b, 1);
        QCOMPARE(names(), std::string("cbd"));
        controller.moveInQueue(12345, 0);   // gone meanwhile
        controller.removeFromQueue(12345);
        QCOMPARE(names(), std::string("cbd"));
        const QueuedExperiment taken = controller.queue().front();
        QCOMPARE(taken.number, c);
        controller.removeFromQueue(c);
        QCOMPARE(names(), std::string("bd"));
        controller.putBack(taken, 7);
        QCOMPARE(names(), std::string("bdc"));
        gate.open();
        QTRY_COMPARE(controller.state(), State::Idle);
        QCOMPARE(listener.story, QStringList({"start a", "end", "start b", "end", "start d", "end", "start c", "end"}));
    }

    void theRunningOneIsKnownUntilItsEndIsTold() {
        TrainingController controller([](const ExperimentConfig& config, TrainingObserver&, std::stop_token, const auto&) {
            return ended(config, StopReason::Completed);
        });
        std::vector<int> ends;
        connect(&controller, &TrainingController::runFinished, this, [&] { ends.push_back(controller.running()->number); });
        const int a = controller.enqueue(named("a"));
        QCOMPARE(controller.running()->number, a);
        const int b = controller.enqueue(named("b"));
        QTRY_COMPARE(controller.state(), State::Idle);
        QCOMPARE(ends, (std::vector<int>{a, b}));
        QVERIFY(!controller.running());
    }

    void theSameExperimentTwiceGetsANameOfItsOwn() {
        Gate gate;
        TrainingController controller(
            [&](const ExperimentConfig& config, TrainingObserver&, std::stop_token stop, const auto&) {
                gate.wait(stop);
                return ended(config, StopReason::Completed);
            });
        for (int time = 0; time < 3; ++time) controller.enqueue(named("a"));
        QCOMPARE(controller.queue()[0].config.name, std::string("a (2)"));
        QCOMPARE(controller.queue()[1].config.name, std::string("a (3)"));
        controller.removeFromQueue(controller.queue()[0].number);
        controller.enqueue(named("a"));
        QCOMPARE(controller.queue()[1].config.name, std::string("a (2)"));
        controller.enqueue(named("a (3)"));   // a copy of a copy, as "Run again" makes it
        QCOMPARE(controller.queue()[2].config.name, std::string("a (4)"));
        QVERIFY(isRepeat(controller.queue()[2], controller.queue()[0]));
        controller.enqueue(named("b (2024)"));   // no copy of "b"
        controller.enqueue(named("b (2024)"));
        QCOMPARE(controller.queue()[4].config.name, std::string("b (2024) (2)"));
        controller.removeFromQueue(controller.queue()[4].number);
        controller.removeFromQueue(controller.queue()[3].number);
        controller.setNamesElsewhere([] { return std::vector<std::string>{"saved", "saved (2)"}; });
        controller.enqueue(named("saved"));
        QCOMPARE(controller.queue()[3].config.name, std::string("saved (3)"));
        controller.removeFromQueue(controller.queue()[3].number);
        ExperimentConfig other = named("a");
        other.seed = 9;
        controller.enqueue(other);
        QVERIFY(!isRepeat(controller.queue()[3], controller.queue()[0]));
        controller.clearQueue();
        controller.requestStop();
        QTRY_COMPARE(controller.state(), State::Idle);
    }

    void seedsMakeASeries() {
        ExperimentConfig config = named("a");
        config.seed = 7;
        const auto series = withSeeds(config, 3);
        QCOMPARE(series.size(), std::size_t{3});
        QCOMPARE(series[2].name, std::string("a, seed 9"));
        ExperimentConfig last = series[2];
        last.name = config.name;
        last.seed = config.seed;
        QVERIFY(last == config);   // nothing else differs
        config.seed = std::numeric_limits<std::uint64_t>::max() - 1;
        QCOMPARE(withSeeds(config, 5).size(), std::size_t{2});   // no seed after the last
        QVERIFY(withSeeds(config, 0).empty());
    }

    void aClearedQueueStartsNothingMore() {
        Gate gate;
        TrainingController controller(
            [&](const ExperimentConfig& config, TrainingObserver&, std::stop_token stop, const auto&) {
                gate.wait(stop);
                return ended(config, StopReason::Completed);
            });
        Listener listener(controller);
        controller.enqueue(named("a"));
        controller.enqueue(named("b"));
        controller.clearQueue();
        QVERIFY(controller.queue().empty());
        gate.open();
        QTRY_COMPARE(controller.state(), State::Idle);
        QCOMPARE(listener.outcomes.size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestTrainingController)
#include "test_training_controller.moc"

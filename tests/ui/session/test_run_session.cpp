#include "core/support/error.h"
#include "tests/fakes/fake_training.h"
#include "ui/session/engine_probe.h"
#include "ui/session/live_pace.h"
#include "ui/session/run_session.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <atomic>

using namespace overfit;
using namespace overfit::ui;

namespace {

ExperimentConfig named(const std::string& name) {
    ExperimentConfig config;
    config.name = name;
    config.data.dataset = "synthetic";
    config.training.epochs = 10;
    return config;
}

StepReport step(std::int64_t number, double seconds) {
    StepReport report;
    report.step = number;
    report.epoch = static_cast<double>(number) / 100.0;
    report.time_s = seconds;
    report.images_per_second = 12400;
    return report;
}

EpochReport epoch(std::int64_t number, double seconds) {
    EpochReport report;
    report.metrics = fakeEpoch(number, 10);
    report.metrics.time_s = seconds;
    return report;
}

/// A controller whose one run tells what `story` says and then ends as `summary` says.
struct Played {
    Played(std::function<void(TrainingObserver&)> story, RunSummary summary)
        : controller([story, summary](const ExperimentConfig& config, TrainingObserver& observer, std::stop_token,
                                      const auto& onFolder) -> RecordedRun {
              onFolder("/runs/" + config.name);
              story(observer);
              return {"/runs/" + config.name, summary};
          }),
          session(controller) {}

    void play() {
        QObject::connect(&session, &RunSession::ended, &session, [this] { beforeEnd = session.metrics()->epochs.size(); });
        controller.enqueue(named("a"));
        QTRY_COMPARE(controller.state(), TrainingController::State::Idle);
    }

    TrainingController controller;
    RunSession session;
    std::size_t beforeEnd = 0;
};

}   // namespace

class TestRunSession : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void putsStepsEpochsAndNumbersTogether() {
        RunSummary summary;
        summary.reason = StopReason::Fitted;
        summary.final_metrics = fakeEpoch(2, 10);
        summary.audit.chance_accuracy = 0.1;
        summary.duration_s = 28;
        Played run(
            [](TrainingObserver& to) {
                to.on_phase("training");
                to.on_start(fakeHeader(named("a"), 1000));
                to.on_epoch(epoch(0, 0.0));
                to.on_step(step(50, 1.0));
                to.on_epoch(epoch(1, 2.0));
                to.on_epoch(epoch(2, 4.0));
            },
            summary);
        run.play();
        QCOMPARE(run.beforeEnd, std::size_t{3});   // no point is missing when the end is told
        QCOMPARE(run.session.metrics()->steps.size(), std::size_t{1});
        const LiveProgress progress = run.session.progress();
        QVERIFY(!progress.running);
        QCOMPARE(progress.step, 200);
        QCOMPARE(progress.totalSteps, 1000);
        QCOMPARE(progress.imagesPerSecond, 12400.0);
        QCOMPARE(progress.outcome, QStringLiteral("fitted in epoch 2 after 28 s"));
        QVERIFY(!progress.failed);
        QCOMPARE(run.session.share(), 0.2);
        QCOMPARE(run.session.machine(), QStringLiteral("CPU · 2 threads"));
        QCOMPARE(run.session.shownRun().chanceAccuracy, 0.1);
    }

    void theTimeLeftFollowsThePaceOfSteps() {
        std::atomic<bool> told{false}, goOn{false};
        Played run(
            [&](TrainingObserver& to) {
                to.on_start(fakeHeader(named("a"), 1000));
                to.on_step(step(100, 2.0));
                to.on_step(step(300, 6.0));   // 0.02 s a step: 700 steps are 14 s
                told = true;
                while (!goOn) QThread::msleep(1);
            },
            {});
        run.controller.enqueue(named("a"));
        QTRY_VERIFY(told.load());
        QTRY_COMPARE(run.session.progress().secondsLeft, 14.0);
        QCOMPARE(run.session.keyNumbers(), QStringLiteral("epoch 3 of 10"));
        goOn = true;
        QTRY_COMPARE(run.controller.state(), TrainingController::State::Idle);
        QCOMPARE(run.session.progress().secondsLeft, 0.0);
    }

    void theTypicalSpeedIsNotTheLast() {
        Played run(
            [](TrainingObserver& to) {
                to.on_start(fakeHeader(named("a"), 1000));
                for (int number = 1; number <= 9; ++number) {
                    StepReport report = step(number, number);
                    if (number > 7) report.images_per_second = 300;   // something else began
                    to.on_step(report);
                }
            },
            {});
        run.play();
        QCOMPARE(run.session.imagesPerSecond(), 300.0);
        QCOMPARE(run.session.typicalImagesPerSecond(), 12400.0);
    }

    void aCoreIsSpareWhereTheTrainingLeavesOne() {
        const auto coresOf = [](int threads, const char* device) {
            RunHeader header = fakeHeader(named("a"), 1000, threads);
            header.device = device;
            Played run([header](TrainingObserver& to) { to.on_start(header); }, {});
            if (run.session.cores() != LivePace::Cores::AllTraining) qFatal("nothing is known yet");
            run.play();
            return run.session.cores();
        };
        const int all = QThread::idealThreadCount();
        QCOMPARE(coresOf(all, "cpu"), LivePace::Cores::AllTraining);
        QCOMPARE(coresOf(all - 1, "cpu"), LivePace::Cores::Spare);
        QCOMPARE(coresOf(all, "cuda:0"), LivePace::Cores::Spare);
    }

    void aDivergedRunCarriesItsReason() {
        RunSummary summary;
        summary.reason = StopReason::Diverged;
        summary.explanation = "the loss became NaN in step 37";
        Played run([](TrainingObserver& to) { to.on_start(fakeHeader(named("a"), 1000)); }, summary);
        run.play();
        QVERIFY(run.session.progress().failed);
        QVERIFY(run.session.progress().outcome.contains("step 37"));
        QCOMPARE(run.session.shownRun().failure, QStringLiteral("the loss became NaN in step 37"));
    }

    void theNextRunBeginsClean() {
        RunSummary summary;
        Played run(
            [](TrainingObserver& to) {
                to.on_start(fakeHeader(named("a"), 1000));
                to.on_epoch(epoch(1, 1.0));
            },
            summary);
        run.play();
        run.controller.enqueue(named("b"));
        QCOMPARE(run.session.progress().step, 0);
        QVERIFY(run.session.metrics()->epochs.empty());
        QVERIFY(run.session.folder().isEmpty());
        QTRY_COMPARE(run.session.folder(), QStringLiteral("/runs/b"));
        QTRY_COMPARE(run.controller.state(), TrainingController::State::Idle);
    }

    void drawingTakesItsShareOfTheTimeAndNoMore() {
        double cpu = 0.0;
        LivePace pace([&] { return cpu; });
        int pictures = 0;
        connect(&pace, &LivePace::due, this, [&] {
            ++pictures;
            cpu += 0.005;   // each picture costs 5 ms
        });
        const auto picturesIn = [&](int milliseconds) {
            pictures = 0;
            QElapsedTimer time;
            time.start();
            while (time.elapsed() < milliseconds) {
                pace.request();
                QTest::qWait(5);
            }
            return pictures;
        };
        pace.setCores(LivePace::Cores::AllTraining);
        const int training = picturesIn(1600);
        QVERIFY2(training >= 2 && training <= 5, qPrintable(QString::number(training)));   // every 500 ms
        pace.setCores(LivePace::Cores::Spare);
        const int spare = picturesIn(1000);
        QVERIFY2(spare > 2 * training && spare <= 27, qPrintable(QString::number(spare)));   // 25 Hz
        pace.setRate(5);
        const int calm = picturesIn(1000);
        QVERIFY2(calm >= 1 && calm <= 6, qPrintable(QString::number(calm)));   // 5 Hz
        pictures = 0;
        pace.request();
        pace.flush();   // the last picture never waits
        QVERIFY(pictures >= 1);
    }

    void theEngineIsAskedInTheBackgroundAndTheNewestQuestionCounts() {
        std::atomic<int> questions{0};
        std::atomic<QThread*> thread{nullptr};
        EngineProbe probe([&](const ExperimentConfig& config) {
            ++questions;
            thread = QThread::currentThread();
            EngineAnswer answer;
            answer.model.parameters = config.model.hidden.front();
            answer.machine = "CPU · 2 threads";
            return answer;
        });
        QSignalSpy answered(&probe, &EngineProbe::answered), machine(&probe, &EngineProbe::machineKnown);
        ExperimentConfig config = named("a");
        for (const std::int64_t units : {10, 20, 30}) {
            config.model.hidden = {units};
            probe.ask(config);
        }
        QVERIFY(answered.wait());
        QCOMPARE(answered.back().front().value<FormFacts>().model.parameters, 30);
        QCOMPARE(questions.load(), 1);
        QVERIFY(thread.load() != QThread::currentThread());
        QCOMPARE(machine.back().front().toString(), QStringLiteral("CPU · 2 threads"));
        probe.learnSpeed(config, 5000);
        config.seed = 77;   // has nothing to do with speed
        probe.ask(config);
        QVERIFY(answered.wait());
        QCOMPARE(answered.back().front().value<FormFacts>().imagesPerSecond, 5000.0);
        config.name = "another name";
        probe.ask(config);
        QVERIFY(answered.wait());
        QCOMPARE(questions.load(), 1);   // neither says anything of the model
        config.model.hidden = {99};
        probe.ask(config);
        QVERIFY(answered.wait());
        QCOMPARE(answered.back().front().value<FormFacts>().imagesPerSecond, 0.0);
    }

    void aMissingEngineIsAnAnswerToo() {
        EngineProbe probe([](const ExperimentConfig&) -> EngineAnswer {
            throw Error({"LibTorch", "LibTorch 2.11.0 is not on this machine", "run packaging/setup"});
        });
        QSignalSpy answered(&probe, &EngineProbe::answered);
        probe.ask(named("a"));
        QVERIFY(answered.wait());
        QVERIFY(answered.back().front().value<FormFacts>().parametersProblem.contains("LibTorch"));
    }

    void aWrongExperimentIsNotAskedAbout() {
        std::atomic<int> questions{0};
        EngineProbe probe([&](const ExperimentConfig&) {
            ++questions;
            return EngineAnswer{};
        });
        ExperimentConfig wrong = named("a");
        wrong.training.epochs = 0;
        probe.ask(wrong);
        QTest::qWait(500);
        QCOMPARE(questions.load(), 0);
    }
};

QTEST_MAIN(TestRunSession)
#include "test_run_session.moc"

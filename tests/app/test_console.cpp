#include "app/console/interrupt.h"
#include "app/console/progress_text.h"
#include "app/console/text_table.h"
#include "app/model_description.h"

#include <QTest>
#include <chrono>
#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace overfit;
using namespace overfit::cli;

namespace {

StepReport step_report() {
    return {.step = 62,
            .epoch = 12.4,
            .time_s = 1,
            .running_loss = 1.5,
            .running_accuracy = 0.567,
            .learning_rate = 0.1,
            .images_per_second = 13020};
}

bool stop_was_requested(const InterruptGuard& guard) {
    for (int i = 0; i < 200 && !guard.stopped(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return guard.stopped();
}

/// What `body` exits with in a process of its own.
template <typename Body>
int exit_code_in_child(const Body& body) {
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGINT, SIG_DFL);
        close(STDERR_FILENO);
        _exit(body());
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}   // namespace

class ConsoleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLiveLineNamesEpochLossAccuracySpeedAndTimeLeft() {
        ProgressState state{
            .epochs = 100, .step = step_report(), .evaluated = {}, .seconds_left = 41.0, .may_end_early = true};
        const QString line = QString::fromStdString(progress_line(state, 200));
        for (const char* part :
             {"epoch 12.4/100", "loss 1.5000", "accuracy 56.7 %", "13,020 images/s", "at most 41 s left"}) {
            QVERIFY2(line.contains(part), qPrintable(line));
        }
    }

    void theLiveLineFitsTheTerminal() {
        EpochMetrics evaluated;
        evaluated.train_accuracy = 1.0;
        evaluated.test_accuracy = 0.1;
        const ProgressState state{
            .epochs = 100, .step = step_report(), .evaluated = evaluated, .seconds_left = 200.0, .may_end_early = true};
        for (int width = 1; width < 120; ++width)
            QVERIFY(progress_line(state, width).size() <= static_cast<std::size_t>(width));
        const QString usual = QString::fromStdString(progress_line(state, 79));   // nothing of it is lost in 80 columns
        for (const char* part :
             {"epoch 12.4/100", "loss 1.5000", "train 100.0 %", "test 10.0 %", "13,020/s", "3 min 20 s"}) {
            QVERIFY2(usual.contains(part), qPrintable(usual));
        }
    }

    void aLossThatIsNoNumberIsShownAsSuch() {
        StepReport report = step_report();
        report.running_loss = std::numeric_limits<double>::quiet_NaN();
        const std::string line = progress_line({.epochs = 100, .step = report, .evaluated = {}, .seconds_left = {}}, 200);
        QVERIFY2(line.find("loss NaN") != std::string::npos, line.c_str());
    }

    void theTimeLeftFollowsThePace() {
        const TimeLeft fresh(0, 1000);
        QVERIFY(!fresh.seconds(0, 5.0));
        QCOMPARE(fresh.seconds(250, 10.0).value(), 30.0);
        QCOMPARE(fresh.seconds(1000, 10.0).value(), 0.0);
        const TimeLeft resumed(500, 1000);   // its own steps only: those before were another day's
        QVERIFY(!resumed.seconds(500, 1.0));
        QCOMPARE(resumed.seconds(750, 10.0).value(), 10.0);
    }

    void anEpochLineLeavesOutWhatWasNotEvaluated() {
        EpochMetrics metrics;
        metrics.epoch = 3;
        metrics.running_loss = 2.0;
        metrics.running_accuracy = 0.25;
        const std::string line = describe_epoch(metrics, {.epochs = 10, .step = {}, .evaluated = {}, .seconds_left = {}});
        QCOMPARE(line, std::string("epoch 3/10  running loss 2.0000  accuracy 25.0 %"));
    }

    void columnsAreAlignedAndNamesCannotBreakALine() {
        TextTable table({{"name"}, {"value", Align::Right}});
        table.add({"züri", "1"});
        table.add({"two\nlines\x1b[31m", "12345678"});
        const std::string expected = "name" + std::string(15, ' ') + "value\n" +   //
                                     "züri" + std::string(19, ' ') + "1\n" +       //
                                     "two lines [31m  12345678\n";
        QCOMPARE(table.text(), expected);
    }

    void aDescriptionHasALineALayerAndTheSums() {
        const ModelDescription description{
            .parameters = 1'234,
            .multiply_adds = 100'000,
            .layers = {{.name = "conv1", .output_shape = {16, 8, 8}, .parameters = 432, .multiply_adds = 27'648},
                       {.name = "fc", .output_shape = {10}, .parameters = 802, .multiply_adds = 72'352}}};
        QCOMPARE(QString::fromStdString(description_text("resnet", description)),
                 QStringLiteral("layer   output      parameters  multiply-adds\n"
                                "conv1   16 x 8 x 8         432         27,648\n"
                                "fc      10                 802         72,352\n"
                                "resnet                   1,234        100,000\n"));
    }

    void theFirstCtrlCAsksForAStop() {
        QCOMPARE(exit_code_in_child([] {
                     const InterruptGuard guard;
                     std::raise(SIGINT);
                     return stop_was_requested(guard) ? 7 : 8;
                 }),
                 7);
    }

    void theSecondCtrlCEndsAtOnce() {
        QCOMPARE(exit_code_in_child([] {
                     const InterruptGuard guard;
                     std::raise(SIGINT);
                     std::raise(SIGINT);
                     return 8;
                 }),
                 130);
    }

    void withoutTheGuardCtrlCIsWhatItWas() {
        QCOMPARE(exit_code_in_child([] {
                     { const InterruptGuard guard; }
                     std::raise(SIGINT);
                     return 8;
                 }),
                 -SIGINT);
    }

    void anIgnoredSignalStaysIgnored() {   // nohup
        QCOMPARE(exit_code_in_child([] {
                     std::signal(SIGHUP, SIG_IGN);
                     const InterruptGuard guard;
                     std::raise(SIGHUP);
                     std::this_thread::sleep_for(std::chrono::milliseconds(50));
                     return guard.stopped() ? 8 : 7;
                 }),
                 7);
    }
};

QTEST_APPLESS_MAIN(ConsoleTest)
#include "test_console.moc"

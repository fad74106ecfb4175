// What a frame of the window costs while a run is shown live: a fake training tells an epoch every 40 ms, four charts are
// visible, and every event of the window's thread is timed. A frame is all that the thread does from one repaint to the
// next, the taking in of news included; goal: p99 under 33 ms. Memory: goal: flat apart from the run's own points; with
// several runs one after another, each shown alone, the points are bounded and so must the memory be.
// Usage, for a minute on a quiet machine, off screen or in a session of its own:
//   window_frames [SECONDS, 60] [--runs N, 1] [--all-cores: the training uses every core, charts are drawn at the slow pace]
// Memory is told after 1/6, 7/12 and all of the time: 10, 35 and 60 s.

#include "tests/ui/main_window/desk.h"
#include "ui/live/live_view.h"
#include "ui/session/live_pace.h"
#include "ui/session/run_session.h"

#include <QDockWidget>
#include <QElapsedTimer>
#include <QThread>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <malloc.h>
#include <unistd.h>

using namespace overfit;
using namespace overfit::ui;

namespace {

constexpr double longestFrame = 33.0;   // ms; 30 frames a second
constexpr int epochMilliseconds = 40;

/// Times what the window's thread does, summed up to each repaint.
class TimedApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override {
        if (depth_ > 0 || QThread::currentThread() != thread()) return QApplication::notify(receiver, event);
        const bool repaint = event->type() == QEvent::UpdateRequest;
        QElapsedTimer time;
        time.start();
        const double cpu = threadCpuSeconds();
        ++depth_;
        const bool done = QApplication::notify(receiver, event);
        --depth_;
        const double milliseconds = static_cast<double>(time.nsecsElapsed()) * 1e-6;
        longest_ = std::max(longest_, milliseconds);
        busy_ += milliseconds;
        worked_ += 1000.0 * (threadCpuSeconds() - cpu);
        if (!repaint) return done;
        frames_.push_back(std::exchange(busy_, 0.0));
        work_.push_back(std::exchange(worked_, 0.0));
        return done;
    }

    const std::vector<double>& frames() const { return frames_; }
    const std::vector<double>& work() const { return work_; }
    double longest() const { return longest_; }
    void forget() {
        frames_.clear();
        work_.clear();
        busy_ = worked_ = longest_ = 0.0;
    }

private:
    int depth_ = 0;
    double busy_ = 0.0, worked_ = 0.0, longest_ = 0.0;   // ms
    std::vector<double> frames_;                         // ms on the clock, waiting for a core included
    std::vector<double> work_;                           // ms of processor time
};

double residentMegabytes() {
    long pages = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1048576.0;
}

int numberAfter(const QStringList& arguments, const QString& option, int otherwise) {
    const auto place = arguments.indexOf(option);
    return place < 0 ? otherwise : std::max(1, arguments.value(place + 1).toInt());
}

double heapMegabytes() { return static_cast<double>(mallinfo2().uordblks) / 1048576.0; }

double quantile(std::vector<double> milliseconds, double share) {
    std::sort(milliseconds.begin(), milliseconds.end());
    const auto last = static_cast<double>(milliseconds.size()) - 1.0;
    return milliseconds.empty() ? 0.0 : milliseconds[static_cast<std::size_t>(share * last)];
}

void tell(const char* what, const std::vector<double>& milliseconds) {
    std::printf("%s  p50 %.1f ms  p99 %.1f ms  longest %.1f ms\n", what, quantile(milliseconds, 0.5),
                quantile(milliseconds, 0.99), quantile(milliseconds, 1.0));
}

}   // namespace

int main(int count, char** values) {
    TimedApplication application(count, values);
    QApplication::setStyle(QStringLiteral("Fusion"));
    const QStringList given = QApplication::arguments();
    const int seconds = count > 1 && QString(values[1]).toInt() > 0 ? QString(values[1]).toInt() : 60;
    Desk desk;
    const int runs = numberAfter(given, QStringLiteral("--runs"), 1);
    desk.training->epochs = seconds * 1000 / epochMilliseconds / runs;
    desk.training->millisecondsPerEpoch = epochMilliseconds;
    desk.training->threads = given.contains(QStringLiteral("--all-cores")) ? QThread::idealThreadCount() : 1;
    MainWindow& window = desk.open();
    window.resize(1920, 1080);

    auto* second = new LiveView;
    auto* dock = new QDockWidget(QStringLiteral("Second view"), &window);
    dock->setObjectName(QStringLiteral("secondView"));
    dock->setWidget(second);
    window.addDockWidget(Qt::BottomDockWidgetArea, dock);
    window.resizeDocks({dock}, {480}, Qt::Vertical);
    QObject::connect(desk.find<LivePace>(), &LivePace::due, second, [&] { second->setRuns(desk.shown()); });

    ExperimentConfig config = good("frames");
    config.training.epochs = desk.training->epochs;
    for (int run = 0; run < runs; ++run) desk.controller()->enqueue(config);
    // Each alone: those before it leave the charts.
    QObject::connect(desk.find<RunSession>(), &RunSession::folderKnown, desk.library(),
                     [&](const QString& folder) { desk.library()->choose({folder}); });

    QElapsedTimer sinceStart;
    sinceStart.start();
    const auto tellMemory = [&] {
        const auto metrics = desk.find<RunSession>()->metrics();
        std::printf("%4.0f s: %.1f MB resident, %.2f MB of heap in use, %zu points in %zu runs\n",
                    static_cast<double>(sinceStart.elapsed()) / 1000.0, residentMegabytes(), heapMegabytes(),
                    metrics->epochs.size() + metrics->steps.size(), desk.training->trained().size());
        std::fflush(stdout);
    };
    double cpuAtStart = 0.0, heapAtStart = 0.0, residentAtStart = 0.0;
    QTimer::singleShot(seconds * 1000 / 6, &application, [&] {   // until here caches fill and first pictures are drawn
        tellMemory();
        application.forget();
        cpuAtStart = threadCpuSeconds();
        heapAtStart = heapMegabytes();
        residentAtStart = residentMegabytes();
    });
    QTimer::singleShot(seconds * 1000 * 7 / 12, &application, tellMemory);
    QObject::connect(desk.controller(), &TrainingController::stateChanged, &application,
                     [](TrainingController::State state) {
                         if (state == TrainingController::State::Idle) QApplication::quit();
                     });
    QApplication::exec();

    tellMemory();
    const double measured = static_cast<double>(sinceStart.elapsed()) / 1000.0 - seconds / 6.0;
    std::printf("platform %s, %d cores, four charts, %.0f s measured, %.1f frames a second\n",
                qPrintable(QGuiApplication::platformName()), QThread::idealThreadCount(), measured,
                static_cast<double>(application.frames().size()) / measured);
    tell("frame on the clock", application.frames());
    tell("frame's work      ", application.work());
    std::printf("longest event %.1f ms\n", application.longest());
    std::printf("window's thread %.1f %% of one core; heap %+.2f MB, resident %+.1f MB\n",
                100.0 * (threadCpuSeconds() - cpuAtStart) / measured, heapMegabytes() - heapAtStart,
                residentMegabytes() - residentAtStart);
    const bool met = quantile(application.frames(), 0.99) < longestFrame;
    std::printf("goal: p99 of a frame on the clock below %.0f ms: %s\n", longestFrame, met ? "met" : "missed");
    return met ? 0 : 1;
}

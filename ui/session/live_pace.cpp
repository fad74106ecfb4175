#include "ui/session/live_pace.h"

#include <algorithm>
#include <cmath>
#include <ctime>

namespace overfit::ui {

namespace {

constexpr double shareWithSpareCores = 0.25;
constexpr double shareOfTraining = 0.01;   // of each second; the budget of the whole window is 2 %
constexpr double longestMilliseconds = 1000.0;

}   // namespace

LivePace::LivePace(std::function<double()> cpuSeconds, QObject* parent)
    : QObject(parent), cpuSeconds_(std::move(cpuSeconds)) {
    wait_.setSingleShot(true);
    connect(&wait_, &QTimer::timeout, this, &LivePace::fire);
}

void LivePace::request() {
    if (wait_.isActive()) return;
    if (!sinceLast_.isValid()) return fire();
    // What the last picture cost is known only now: it was painted after due().
    const double cost = 1000.0 * (cpuSeconds_() - cpuAtLast_);
    const double share = cores_ == Cores::Spare ? shareWithSpareCores : shareOfTraining;
    const double interval = std::clamp(cost / share, shortestMilliseconds_, longestMilliseconds);
    const double rest = interval - static_cast<double>(sinceLast_.elapsed());
    if (rest <= 0) {
        fire();
    } else {
        wait_.start(static_cast<int>(std::ceil(rest)));
    }
}

void LivePace::flush() {
    wait_.stop();
    fire();
}

void LivePace::fire() {
    sinceLast_.start();
    cpuAtLast_ = cpuSeconds_();
    Q_EMIT due();
}

double threadCpuSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}   // namespace overfit::ui

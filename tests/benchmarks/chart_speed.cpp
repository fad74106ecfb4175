// How long a chart takes to replace all its curves and to paint itself, off screen: chart_speed [RUNS EPOCHS]
// Prints median and p99 of 200 updates for 20 x 300 and 50 x 300 (or the given size); ends with 1 when the median of 20 x
// 300 is not under 16 ms, the time of one picture at 60 Hz.

#include "tests/ui/live/plausible_runs.h"
#include "ui/charts/curve_chart.h"
#include "ui/curves/run_curves.h"

#include <QApplication>
#include <QElapsedTimer>
#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace overfit;
using namespace overfit::ui;

namespace {

constexpr int updates = 200;
constexpr double oneFrame = 16.0;   // ms

struct Timing {
    double median = 0.0, p99 = 0.0;
};

Timing measure(int runs, int epochs) {
    ChartContent content;
    content.title = QStringLiteral("train accuracy");
    for (int i = 0; i < runs; ++i) {
        const ShownRun run = plausibleRun(QStringLiteral("run %1").arg(i), i, i % 2 ? 1.0 : 0.0, epochs - 1);
        const Metric* metric = find_metric("train_accuracy");
        content.lines.push_back({run.id, run.name, run.colour, metric, curve_of(*run.metrics, *metric, XAxis::Epoch)});
    }
    CurveChart chart;
    chart.resize(800, 500);
    chart.show();
    chart.setContent(content);
    QApplication::processEvents();
    std::vector<double> times;
    for (int i = 0; i < updates; ++i) {
        for (ChartLine& line : content.lines) line.curve.y[static_cast<std::size_t>(i % epochs)] *= 0.999;
        QElapsedTimer timer;
        timer.start();
        chart.setContent(content);
        chart.canvas()->repaint();
        times.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
    }
    std::sort(times.begin(), times.end());
    return {times[updates / 2], times[updates * 99 / 100]};
}

Timing report(int runs, int epochs) {
    const Timing timing = measure(runs, epochs);
    std::printf("%3d runs x %d epochs, 800x500 px, replace and repaint: median %.1f ms, p99 %.1f ms (n = %d)\n", runs,
                epochs, timing.median, timing.p99, updates);
    return timing;
}

}   // namespace

int main(int count, char** values) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(count, values);
    if (count == 3) {
        report(std::max(1, std::atoi(values[1])), std::max(2, std::atoi(values[2])));
        return 0;
    }
    const Timing twenty = report(20, 300);
    report(50, 300);
    return twenty.median < oneFrame ? 0 : 1;
}

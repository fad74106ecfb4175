// How long a chart takes to replace all its curves and to paint itself, off screen: chart_speed [RUNS EPOCHS]
// Prints median and p99 of 200 updates for 20 x 300 and 50 x 300 (or the given size alone), of 200 zooms of 50 runs with
// train and test, and of 200 thinnings of a curve of a million values to the columns of a plot; ends with 1 when the median
// of 20 x 300 is not under 16 ms, the time of one picture at 60 Hz.

#include "tests/ui/live/plausible_runs.h"
#include "ui/charts/curve_chart.h"
#include "ui/charts/curve_thinning.h"
#include "ui/curves/run_curves.h"

#include <QApplication>
#include <QElapsedTimer>
#include <algorithm>
#include <cmath>
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

ChartContent contentOf(int runs, int epochs, std::initializer_list<const char*> metrics) {
    ChartContent content;
    content.title = QStringLiteral("accuracy");
    for (int i = 0; i < runs; ++i) {
        const ShownRun run = plausibleRun(QStringLiteral("run %1").arg(i), i, i % 2 ? 1.0 : 0.0, epochs - 1);
        for (const char* name : metrics) {
            const Metric* metric = find_metric(name);
            content.lines.push_back({run.id, run.name, run.colour, metric, curve_of(*run.metrics, *metric, XAxis::Epoch)});
        }
    }
    return content;
}

Timing timingOf(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return {times[times.size() / 2], times[times.size() * 99 / 100]};
}

/// Solid and dashed lines, a little further in or out each time.
Timing measureZoom(int runs, int epochs) {
    CurveChart chart;
    chart.resize(800, 500);
    chart.show();
    chart.setContent(contentOf(runs, epochs, {"train_accuracy", "test_accuracy"}));
    QApplication::processEvents();
    std::vector<double> times;
    for (int i = 0; i < updates; ++i) {
        QElapsedTimer timer;
        timer.start();
        chart.setXRange(0.0, epochs * (0.5 + 0.002 * i));
        chart.canvas()->repaint();
        times.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
    }
    return timingOf(std::move(times));
}

Timing measure(int runs, int epochs) {
    ChartContent content = contentOf(runs, epochs, {"train_accuracy"});
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
    return timingOf(std::move(times));
}

/// A noisy decay, as losses of single steps are, on a logarithmic axis and with a gap.
Timing measureThinning(std::size_t values, int columns) {
    std::vector<double> x(values), y(values);
    for (std::size_t i = 0; i < values; ++i) {
        x[i] = static_cast<double>(i);
        y[i] = std::exp(-4.0 * x[i] / static_cast<double>(values)) * (1.0 + 0.2 * std::sin(1.7 * x[i]));
    }
    y[values / 2] = std::nan("");
    std::vector<double> times;
    for (int i = 0; i < updates; ++i) {
        const ThinningView view{.x = {0.0, static_cast<double>(values) * (1.0 - 0.001 * i)},
                                .y = {1e-3, 2.0},
                                .yScale = AxisScale::Log,
                                .columns = columns};
        QElapsedTimer timer;
        timer.start();
        const ThinnedCurve thinned = thinCurve(x, y, view);
        times.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
        if (thinned.segments.empty()) std::abort();   // what is not looked at need not be computed
    }
    return timingOf(std::move(times));
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
    const Timing zoom = measureZoom(50, 300);
    std::printf(
        " 50 runs x 300 epochs, train and test, 800x500 px, zoom and repaint: median %.1f ms, p99 %.1f ms (n = %d)\n",
        zoom.median, zoom.p99, updates);
    const Timing thinning = measureThinning(1'000'000, 800);
    std::printf("1,000,000 values thinned to 800 columns, logarithmic: median %.1f ms, p99 %.1f ms (n = %d)\n",
                thinning.median, thinning.p99, updates);
    return twenty.median < oneFrame ? 0 : 1;
}

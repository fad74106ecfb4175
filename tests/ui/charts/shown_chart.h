#pragma once

#include "ui/charts/chart_readout.h"
#include "ui/charts/chart_style.h"
#include "ui/charts/curve_chart.h"

#include <QApplication>
#include <QMouseEvent>
#include <QTest>
#include <cmath>

namespace overfit::ui {

inline ChartLine line(const QString& run, const char* metric, std::vector<double> y, int colour = 0) {
    ChartLine made{QStringLiteral("/runs/") + run, run, runColour(colour), find_metric(metric), {}};
    for (std::size_t i = 0; i < y.size(); ++i) made.curve.x.push_back(static_cast<double>(i));
    made.curve.y = std::move(y);
    return made;
}

inline std::vector<double> ramp(double from, double to, int points) {
    std::vector<double> values;
    for (int i = 0; i < points; ++i) values.push_back(from + (to - from) * i / (points - 1));
    return values;
}

inline ChartContent accuracy() {
    ChartContent content;
    content.title = QStringLiteral("accuracy");
    content.lines = {line(QStringLiteral("true labels"), "train_accuracy", ramp(0.1, 0.5, 101), 0),
                     line(QStringLiteral("random labels"), "train_accuracy", ramp(0.1, 1.0, 101), 1)};
    return content;
}

/// Pixels of about this colour on the canvas.
inline int pixelsOf(QWidget* canvas, const QColor& colour) {
    const QImage image = canvas->grab().toImage();
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            const int away = std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green()) +
                             std::abs(pixel.blue() - colour.blue());
            if (away < 30) ++count;
        }
    }
    return count;
}

/// A chart on the (off-screen) screen with a pointer.
struct Shown {
    CurveChart chart;
    QWidget* canvas = chart.canvas();

    explicit Shown(ChartContent content = accuracy()) {
        chart.resize(640, 420);
        chart.setContent(std::move(content));
        chart.show();
        [[maybe_unused]] const bool exposed = QTest::qWaitForWindowExposed(&chart);
    }
    void point(QPoint at, Qt::MouseButtons buttons = Qt::NoButton) {
        QMouseEvent event(QEvent::MouseMove, at, canvas->mapToGlobal(QPointF(at)), Qt::NoButton, buttons, Qt::NoModifier);
        QApplication::sendEvent(canvas, &event);
    }
};

}   // namespace overfit::ui

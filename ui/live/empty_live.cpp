#include "ui/live/empty_live.h"

#include "ui/charts/chart_style.h"

#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QVBoxLayout>
#include <cmath>

namespace overfit::ui {

namespace {

/// A small chart as it will look: two train curves that reach the top, two test curves, one of them at chance.
class CurveSketch : public QWidget {
public:
    explicit CurveSketch(QWidget* parent) : QWidget(parent) { setFixedSize(220, 120); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor background = palette().color(QPalette::Window);
        const ChartTheme theme = chartTheme(palette());
        const QRectF box = QRectF(rect()).adjusted(6, 6, -6, -6);
        painter.setPen(QPen(theme.grid, 1.0));
        for (int i = 0; i < 4; ++i) {
            const double y = std::round(box.top() + box.height() * i / 4.0) + 0.5;
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
        }
        painter.setPen(QPen(theme.axis, 1.0));
        painter.drawLine(box.bottomLeft(), box.bottomRight());
        const auto curve = [&](int run, MetricQuantity quantity, double from, double to, double pace) {
            QPainterPath path;
            for (int i = 0; i <= 60; ++i) {
                const double x = i / 60.0;
                const double y = from + (to - from) * (1.0 - std::exp(-pace * x * x));
                const QPointF point(box.left() + x * box.width(), box.bottom() - y * box.height());
                if (i == 0)
                    path.moveTo(point);
                else
                    path.lineTo(point);
            }
            painter.setPen(curvePen(readableOn(runColour(run), background), quantity, 2.0));
            painter.drawPath(path);
        };
        curve(0, MetricQuantity::Train, 0.1, 0.98, 40.0);
        curve(0, MetricQuantity::Test, 0.1, 0.82, 40.0);
        curve(1, MetricQuantity::Train, 0.1, 0.98, 6.0);
        curve(1, MetricQuantity::Test, 0.1, 0.1, 1.0);
    }
};

constexpr int textWidth = 360;   // fits beside both panels on a small screen with a large font

/// An aligned label does not get its height for its width from the layout.
void fixWidth(QLabel& label) {
    label.setWordWrap(true);
    label.setAlignment(Qt::AlignHCenter);
    label.setFixedSize(textWidth, label.heightForWidth(textWidth));
}

}   // namespace

EmptyLive::EmptyLive(QWidget* parent) : QWidget(parent) {
    auto* heading = new QLabel(tr("Loss and accuracy will be drawn here"), this);
    QFont large = heading->font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    heading->setFont(large);
    fixWidth(*heading);
    auto* words = new QLabel(tr("Run the experiment on the left, choose saved runs on the right, or start with the question "
                                "itself: the same network and the same images, once with the true labels, once with labels "
                                "drawn by lot."),
                             this);
    fixWidth(*words);
    auto* start = new QPushButton(tr("Open the quick start"), this);
    start->setDefault(true);
    start->setMinimumSize(180, 32);
    start->setAccessibleName(tr("Open the quick start"));
    connect(start, &QPushButton::clicked, this, &EmptyLive::quickStartRequested);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(14);
    column->addStretch(2);
    column->addWidget(new CurveSketch(this), 0, Qt::AlignHCenter);
    column->addWidget(heading, 0, Qt::AlignHCenter);
    column->addWidget(words, 0, Qt::AlignHCenter);
    column->addWidget(start, 0, Qt::AlignHCenter);
    column->addStretch(3);
}

}   // namespace overfit::ui

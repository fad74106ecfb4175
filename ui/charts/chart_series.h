#pragma once

#include "ui/charts/chart_geometry.h"

#include <QChart>
#include <QList>
#include <QPen>
#include <QPointF>
#include <QValueAxis>
#include <vector>

class QLineSeries;

namespace overfit::ui {

/// A piece of a curve as it is drawn, in places on the axes.
struct DrawnLine {
    QPen pen;
    QList<QPointF> points;
};

/// The curves of a chart as series of Qt Charts. Series are kept and refilled with replace(): append() to a shown series is
/// quadratic, and making series anew at 25 Hz would cost more than drawing them.
class ChartSeries {
public:
    ChartSeries();

    QChart* chart() const { return chart_; }   // belongs to the scene it is put into

    void setLines(const std::vector<DrawnLine>& lines);
    void setGeometry(const ChartGeometry& geometry, QSizeF size);

private:
    QLineSeries* addSeries();

    QChart* chart_;
    QValueAxis* xAxis_;
    QValueAxis* yAxis_;
    std::vector<QLineSeries*> series_;   // belong to the chart
    std::size_t used_ = 0;
};

}   // namespace overfit::ui

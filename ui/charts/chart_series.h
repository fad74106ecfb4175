#pragma once

#include "ui/charts/chart_picture.h"

#include <QChart>
#include <QValueAxis>
#include <vector>

class QLineSeries;

namespace overfit::ui {

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

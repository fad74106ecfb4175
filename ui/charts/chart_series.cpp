#include "ui/charts/chart_series.h"

#include <QGraphicsLayout>
#include <QLegend>
#include <QLineSeries>

namespace overfit::ui {

ChartSeries::ChartSeries() : chart_(new QChart), xAxis_(new QValueAxis(chart_)), yAxis_(new QValueAxis(chart_)) {
    chart_->setAnimationOptions(QChart::NoAnimation);
    chart_->setBackgroundVisible(false);
    chart_->setPlotAreaBackgroundVisible(false);
    chart_->setMargins({});
    chart_->legend()->hide();
    chart_->layout()->setContentsMargins(0, 0, 0, 0);
    // Hidden: they only map values to pixels. ChartFrame draws what one sees of an axis.
    xAxis_->setVisible(false);
    yAxis_->setVisible(false);
    chart_->addAxis(xAxis_, Qt::AlignBottom);
    chart_->addAxis(yAxis_, Qt::AlignLeft);
}

QLineSeries* ChartSeries::addSeries() {
    auto* series = new QLineSeries(chart_);
    chart_->addSeries(series);
    series->attachAxis(xAxis_);
    series->attachAxis(yAxis_);
    series_.push_back(series);
    return series;
}

void ChartSeries::setLines(const std::vector<DrawnLine>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        QLineSeries* series = i < series_.size() ? series_[i] : addSeries();
        if (series->pen() != lines[i].pen) series->setPen(lines[i].pen);
        series->replace(lines[i].points);
        if (!series->isVisible()) series->setVisible(true);
    }
    for (std::size_t i = lines.size(); i < used_; ++i) {
        series_[i]->replace(QList<QPointF>());
        series_[i]->setVisible(false);
    }
    used_ = lines.size();
}

void ChartSeries::setGeometry(const ChartGeometry& geometry, QSizeF size) {
    chart_->setGeometry(QRectF(QPointF(), size));
    chart_->setPlotArea(geometry.plot);
    const AxisRange x = geometry.drawnPlacesX(), y = geometry.drawnPlacesY();
    if (xAxis_->min() != x.low || xAxis_->max() != x.high) xAxis_->setRange(x.low, x.high);
    if (yAxis_->min() != y.low || yAxis_->max() != y.high) yAxis_->setRange(y.low, y.high);
}

}   // namespace overfit::ui

#include "ui/compare/comparison_charts.h"

#include "ui/charts/curve_chart.h"
#include "ui/exports/figure_content.h"

#include <QEvent>
#include <QFrame>
#include <QGridLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace overfit::ui {

namespace {

constexpr int cellWidth = 230, cellHeight = 190;   // pixels at least
constexpr int gap = 6;

QFrame* card(QWidget* parent) {
    auto* frame = new QFrame(parent);
    frame->setFrameShape(QFrame::StyledPanel);
    frame->setBackgroundRole(QPalette::Base);
    frame->setAutoFillBackground(true);
    auto* inside = new QVBoxLayout(frame);
    inside->setContentsMargins(6, 6, 6, 6);
    return frame;
}

}   // namespace

ComparisonCharts::ComparisonCharts(QWidget* parent)
    : QWidget(parent),
      pages_(new QStackedWidget(this)),
      overlay_(nullptr),
      scroll_(new QScrollArea(this)),
      board_(new QWidget),
      grid_(new QGridLayout(board_)) {
    QFrame* overlayCard = card(this);
    overlay_ = makeChart(overlayCard);
    overlay_->setObjectName(QStringLiteral("overlayChart"));
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setSpacing(gap);
    scroll_->setWidget(board_);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setAccessibleName(tr("One chart for each run or group"));
    scroll_->viewport()->installEventFilter(this);
    board_->installEventFilter(this);
    connect(scroll_->verticalScrollBar(), &QScrollBar::valueChanged, this, &ComparisonCharts::refreshSeen);
    pages_->addWidget(overlayCard);
    pages_->addWidget(scroll_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(pages_);
}

bool ComparisonCharts::gridIsShown() const { return pages_->currentWidget() == scroll_; }

CurveChart* ComparisonCharts::makeChart(QWidget* parent) {
    auto* chart = new CurveChart(parent);
    parent->layout()->addWidget(chart);
    connect(chart, &CurveChart::lineClicked, this, &ComparisonCharts::lineClicked);
    connect(chart, &CurveChart::logXChanged, this, &ComparisonCharts::logXChanged);
    connect(chart, &CurveChart::logYChanged, this, &ComparisonCharts::logYChanged);
    connect(chart, &CurveChart::smoothingChanged, this, &ComparisonCharts::smoothingChanged);
    return chart;
}

void ComparisonCharts::linkZoom(CurveChart* chart) {
    const auto take = [this](std::optional<AxisRange>& zoom, std::optional<AxisRange> range) {
        zoom = range;
        zoomChanged();
    };
    connect(chart, &CurveChart::xRangeChanged, this, [=, this](double low, double high) {
        take(zoomX_, AxisRange{low, high});
    });
    connect(chart, &CurveChart::yRangeChanged, this, [=, this](double low, double high) {
        take(zoomY_, AxisRange{low, high});
    });
    connect(chart, &CurveChart::xRangeReset, this, [=, this] { take(zoomX_, std::nullopt); });
    connect(chart, &CurveChart::yRangeReset, this, [=, this] { take(zoomY_, std::nullopt); });
}

void ComparisonCharts::showOverlay(ChartContent content) {
    pages_->setCurrentIndex(0);
    overlay_->setContent(std::move(content));
}

void ComparisonCharts::showGrid(std::vector<ChartContent> contents) {
    const bool otherAxes = contents_.empty() || contents.empty() || contents.front().axis != contents_.front().axis ||
                           contents.front().unit != contents_.front().unit ||
                           contents.front().logX != contents_.front().logX ||
                           contents.front().logY != contents_.front().logY;
    if (otherAxes) zoomX_ = zoomY_ = std::nullopt;   // ranges of another kind of axis mean nothing here
    contents_ = std::move(contents);
    while (cells_.size() > contents_.size()) {
        delete cells_.back().frame;
        cells_.pop_back();
    }
    while (cells_.size() < contents_.size()) {
        QFrame* frame = card(board_);
        frame->setMinimumHeight(cellHeight);
        cells_.push_back({.frame = frame, .chart = nullptr, .stale = true});
    }
    for (Cell& cell : cells_) cell.stale = true;
    pages_->setCurrentIndex(1);
    arrangeCells();
    refreshSeen();
}

void ComparisonCharts::arrangeCells() {
    const int columns = std::max(1, (scroll_->viewport()->width() + gap) / (cellWidth + gap));
    if (columns == columns_ && arranged_ == cells_.size()) return;
    columns_ = columns;
    arranged_ = cells_.size();
    for (int column = 0; column < grid_->columnCount(); ++column) grid_->setColumnStretch(column, column < columns ? 1 : 0);
    for (std::size_t place = 0; place < cells_.size(); ++place) {
        const int at = static_cast<int>(place);
        grid_->addWidget(cells_[place].frame, at / columns, at % columns);   // moves one that is there already
        grid_->setColumnStretch(at % columns, 1);
    }
}

void ComparisonCharts::refreshSeen() {
    if (!gridIsShown() || !isVisible()) return;
    grid_->activate();
    const QRect seen(-board_->pos(), scroll_->viewport()->size());
    for (std::size_t place = 0; place < cells_.size(); ++place) {
        if (cells_[place].stale && cells_[place].frame->geometry().intersects(seen)) refresh(place);
    }
}

void ComparisonCharts::refresh(std::size_t place) {
    Cell& cell = cells_[place];
    cell.stale = false;
    if (!cell.chart) {
        cell.chart = makeChart(cell.frame);
        linkZoom(cell.chart);
        cell.chart->show();
    }
    cell.chart->setContent(contents_[place]);
    if (zoomX_)
        cell.chart->setXRange(zoomX_->low, zoomX_->high);
    else
        cell.chart->resetXRange();
    if (zoomY_)
        cell.chart->setYRange(zoomY_->low, zoomY_->high);
    else
        cell.chart->resetYRange();
}

void ComparisonCharts::zoomChanged() {
    for (Cell& cell : cells_) {
        const bool has = cell.chart && cell.chart->zoomedX() == zoomX_ && cell.chart->zoomedY() == zoomY_;
        cell.stale = cell.stale || !has;
    }
    refreshSeen();
}

std::vector<FigurePanel> ComparisonCharts::panels() {
    if (!gridIsShown()) return {panelOf(*overlay_)};
    std::vector<FigurePanel> panels;
    for (std::size_t place = 0; place < cells_.size(); ++place) {
        const CurveChart* chart = cells_[place].chart;
        if (chart && cells_[place].stale) refresh(place);   // out of sight since its content changed
        panels.push_back(chart ? panelOf(*chart) : FigurePanel{contents_[place]});
        panels.back().x = zoomX_;
        panels.back().y = zoomY_;
    }
    return panels;
}

void ComparisonCharts::resetZoom() {
    overlay_->resetZoom();
    zoomX_ = zoomY_ = std::nullopt;
    zoomChanged();
}

bool ComparisonCharts::eventFilter(QObject* watched, QEvent* event) {
    const bool resized = event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest;
    if (watched == scroll_->viewport() && event->type() == QEvent::Resize) arrangeCells();
    // Queued: the layout places the cells after this event.
    if (resized || event->type() == QEvent::Show)
        QMetaObject::invokeMethod(this, &ComparisonCharts::refreshSeen, Qt::QueuedConnection);
    return QWidget::eventFilter(watched, event);
}

}   // namespace overfit::ui

#include "ui/compare/comparison_panes.h"

#include "ui/compare/comparison_table.h"

#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace overfit::ui {

namespace {

constexpr int besideFrom = 760;                              // pixels of width
constexpr int narrowestSettings = 220, lowestTables = 150;   // pixels
constexpr QSize smallestCharts{240, 170};
constexpr double mostOfWidth = 0.4, mostOfHeight = 0.45;   // for the tables; the rest is the charts'

}   // namespace

ComparisonPanes::ComparisonPanes(ComparisonTable* settings, QWidget* charts, ComparisonTable* results, QWidget* parent)
    : QWidget(parent),
      settings_(settings),
      results_(results),
      rows_(new QSplitter(Qt::Vertical, this)),
      columns_(new QSplitter(Qt::Horizontal, rows_)),
      tables_(new QTabWidget(rows_)) {
    charts->setMinimumSize(smallestCharts);
    columns_->addWidget(charts);
    tables_->setDocumentMode(true);
    tables_->setAccessibleName(tr("Tables"));
    tables_->tabBar()->setAccessibleName(tr("Tables"));
    tables_->tabBar()->setDrawBase(false);
    tables_->setTabBarAutoHide(true);   // beside the charts stands the one, below them the other
    tables_->addTab(results, results->heading());
    tables_->setMinimumHeight(lowestTables);
    rows_->addWidget(columns_);
    rows_->addWidget(tables_);
    rows_->setStretchFactor(0, 1);   // what is larger than usual enlarges the charts
    for (QSplitter* splitter : {rows_, columns_}) {
        splitter->setChildrenCollapsible(false);
        splitter->setHandleWidth(8);
    }
    connect(columns_, &QSplitter::splitterMoved, this, [this] { widthChosen_ = true; });
    connect(rows_, &QSplitter::splitterMoved, this, [this] { heightChosen_ = true; });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(rows_);
    arrange(false);
}

void ComparisonPanes::arrange(bool beside) {
    beside_ = beside;
    if (beside) {
        columns_->insertWidget(0, settings_);   // takes it out of the tabs
        columns_->setStretchFactor(0, 0);
        columns_->setStretchFactor(1, 1);
        settings_->show();
    } else {
        tables_->addTab(settings_, settings_->heading());
    }
    for (ComparisonTable* table : {settings_, results_}) table->setHeadingShown(beside);   // a tab says it otherwise
}

void ComparisonPanes::fit() {
    if (beside_ && !widthChosen_) {
        const int wanted = std::max(narrowestSettings,
                                    std::min(settings_->wantedWidth(), static_cast<int>(mostOfWidth * columns_->width())));
        columns_->setSizes({wanted, columns_->width() - columns_->handleWidth() - wanted});
    }
    if (!heightChosen_) {
        const int wanted =
            std::max(lowestTables, std::min(results_->wantedHeight(), static_cast<int>(mostOfHeight * rows_->height())));
        rows_->setSizes({rows_->height() - rows_->handleWidth() - wanted, wanted});
    }
}

void ComparisonPanes::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (const bool beside = width() >= besideFrom; beside != beside_) arrange(beside);
    fit();
}

}   // namespace overfit::ui

#include "ui/compare/comparison_panes.h"

#include "ui/compare/comparison_table.h"

#include <QJsonDocument>
#include <QJsonObject>
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
const auto settingsWidthKey = QStringLiteral("settings_width");
const auto resultsHeightKey = QStringLiteral("results_height");
constexpr double mostOfWidth = 0.46, mostOfHeight = 0.45;   // for the tables; the rest is the charts'

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
    connect(columns_, &QSplitter::splitterMoved, this, [this] {
        chosenWidth_ = columns_->sizes().constFirst();
        Q_EMIT stateChanged();
    });
    connect(rows_, &QSplitter::splitterMoved, this, [this] {
        chosenHeight_ = rows_->sizes().constLast();
        Q_EMIT stateChanged();
    });
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
    if (beside_) {
        const int most = static_cast<int>(mostOfWidth * columns_->width());
        const int wanted =
            chosenWidth_ > 0 ? chosenWidth_ : std::max(narrowestSettings, std::min(settings_->wantedWidth(), most));
        columns_->setSizes({wanted, columns_->width() - columns_->handleWidth() - wanted});
    }
    const int most = static_cast<int>(mostOfHeight * rows_->height());
    const int wanted = chosenHeight_ > 0 ? chosenHeight_ : std::max(lowestTables, std::min(results_->wantedHeight(), most));
    rows_->setSizes({rows_->height() - rows_->handleWidth() - wanted, wanted});
}

QByteArray ComparisonPanes::state() const {
    const QJsonObject json{{settingsWidthKey, chosenWidth_}, {resultsHeightKey, chosenHeight_}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

void ComparisonPanes::restore(const QByteArray& json) {
    const QJsonObject kept = QJsonDocument::fromJson(json).object();
    chosenWidth_ = kept[settingsWidthKey].toInt();
    chosenHeight_ = kept[resultsHeightKey].toInt();
    fit();
}

void ComparisonPanes::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (const bool beside = width() >= besideFrom; beside != beside_) arrange(beside);
    fit();
}

}   // namespace overfit::ui

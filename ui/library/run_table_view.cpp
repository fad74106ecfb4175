#include "ui/library/run_table_view.h"

#include "ui/library/run_cell_delegate.h"
#include "ui/library/run_columns.h"

#include <QHeaderView>
#include <QMenu>
#include <algorithm>

namespace overfit::ui {

namespace {

constexpr int leastWidth = 30;   // pixels

int columnCount() { return static_cast<int>(runColumns().size()); }

std::vector<ShownColumn> firstColumns() {
    std::vector<ShownColumn> columns;
    for (const RunColumn& column : runColumns()) {
        if (column.atFirst) columns.push_back({column.key, 0});
    }
    return columns;
}

}   // namespace

RunTableView::RunTableView(RunFilter& filter, QWidget* parent)
    : QTreeView(parent), filter_(filter), columnsMenu_(new QMenu(tr("&Columns"), this)) {
    setModel(&filter);
    setItemDelegate(new RunCellDelegate(this));
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setMouseTracking(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);   // F2 is an action of the window
    setAccessibleName(tr("Table of runs"));
    header()->setAccessibleName(tr("Columns of the table of runs"));
    setAccessibleDescription(tr("The selected runs are shown in the charts"));
    header()->setSectionsMovable(true);
    header()->setFirstSectionMovable(true);
    header()->setSectionsClickable(true);
    header()->setSortIndicatorShown(true);
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(leastWidth);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    header()->setToolTip(tr("Click sorts, drag moves a column; a right click chooses the columns"));
    setColumns({});

    connect(columnsMenu_, &QMenu::aboutToShow, this, &RunTableView::fillColumnsMenu);
    connect(header(), &QHeaderView::customContextMenuRequested, this,
            [this](const QPoint& place) { columnsMenu_->popup(header()->mapToGlobal(place)); });
    connect(header(), &QHeaderView::sectionClicked, this, &RunTableView::sortBy);
    connect(header(), &QHeaderView::sectionMoved, this, &RunTableView::columnsChanged);
    connect(header(), &QHeaderView::sectionResized, this, &RunTableView::columnsChanged);
    const auto showOrder = [this] { header()->setSortIndicator(filter_.orderColumn(), filter_.order()); };
    connect(&filter, &RunFilter::orderChanged, this, showOrder);
    showOrder();
}

int RunTableView::firstWidth(int column) const {
    return runColumn(column).width * fontMetrics().averageCharWidth() + 24 + (column == 0 ? 20 : 0);
}

void RunTableView::setColumns(const std::vector<ShownColumn>& columns) {
    std::vector<ShownColumn> shown = columns.empty() ? firstColumns() : columns;
    const QString name = runColumn(0).key;
    if (std::none_of(shown.begin(), shown.end(), [&](const ShownColumn& column) { return column.key == name; })) {
        shown.insert(shown.begin(), {name, 0});
    }
    for (int column = 0; column < columnCount(); ++column) setColumnHidden(column, true);
    int place = 0;
    for (const ShownColumn& wanted : shown) {
        const int column = columnOf(wanted.key);
        if (column < 0 || !isColumnHidden(column)) continue;   // of another version, or named twice
        setColumnHidden(column, false);
        header()->moveSection(header()->visualIndex(column), place++);
        header()->resizeSection(column, wanted.width >= leastWidth ? wanted.width : firstWidth(column));
    }
}

std::vector<ShownColumn> RunTableView::columns() const {
    std::vector<ShownColumn> shown;
    for (int place = 0; place < header()->count(); ++place) {
        const int column = header()->logicalIndex(place);
        if (!isColumnHidden(column)) shown.push_back({runColumn(column).key, header()->sectionSize(column)});
    }
    return shown;
}

bool RunTableView::showsExperiment() const {
    for (int column = 0; column < columnCount(); ++column) {
        if (!isColumnHidden(column) && runColumn(column).group == RunColumn::Group::Experiment) return true;
    }
    return false;
}

void RunTableView::showColumn(int column, bool show) {
    setColumnHidden(column, !show);
    if (show) {
        // Behind the last one that is shown, where the eye looks for something new.
        int last = 0;
        for (int place = 0; place < header()->count(); ++place) {
            const int shown = header()->logicalIndex(place);
            if (shown != column && !isColumnHidden(shown)) last = place;
        }
        const int now = header()->visualIndex(column);
        header()->moveSection(now, now <= last ? last : last + 1);
        header()->resizeSection(column, firstWidth(column));
    }
    Q_EMIT columnsChanged();
}

void RunTableView::fillColumnsMenu() {
    columnsMenu_->clear();
    qDeleteAll(columnsMenu_->findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly));
    QMenu* experiment = nullptr;
    for (int column = 1; column < columnCount(); ++column) {
        QMenu* menu = columnsMenu_;
        if (runColumn(column).group == RunColumn::Group::Experiment) {
            if (!experiment) {
                columnsMenu_->addSeparator();
                experiment = columnsMenu_->addMenu(tr("&Experiment"));
                experiment->setToolTipsVisible(true);
            }
            menu = experiment;
        }
        QAction* action = menu->addAction(runColumn(column).title);
        action->setToolTip(runColumn(column).help);
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool show) { showColumn(column, show); });
    }
    columnsMenu_->setToolTipsVisible(true);
    columnsMenu_->addSeparator();
    connect(columnsMenu_->addAction(tr("&Reset columns")), &QAction::triggered, this, [this] {
        setColumns({});
        Q_EMIT columnsChanged();
    });
}

void RunTableView::sortBy(int column) {
    Qt::SortOrder order = runColumn(column).isNumber ? Qt::DescendingOrder : Qt::AscendingOrder;
    if (column == filter_.orderColumn()) {
        order = filter_.order() == Qt::AscendingOrder ? Qt::DescendingOrder : Qt::AscendingOrder;
    }
    filter_.setOrder(column, order);
    // Also where nothing changed: the header has turned its arrow by itself.
    header()->setSortIndicator(filter_.orderColumn(), filter_.order());
}

}   // namespace overfit::ui

#include "ui/library/run_filter.h"

#include "ui/library/run_columns.h"
#include "ui/library/run_table_model.h"
#include "ui/library/run_words.h"

#include <QDate>

namespace overfit::ui {

namespace {

QString word(const RunRow& row, RunGrouping grouping) {
    if (grouping == RunGrouping::DataSet) return row.text.dataset;
    if (grouping == RunGrouping::Model) return row.text.model;
    // A run stands in one place: under its first tag.
    return row.run.user.tags.empty() ? QString() : QString::fromStdString(row.run.user.tags.front());
}

}   // namespace

RunFilter::RunFilter(RunTableModel& model, QObject* parent)
    : QSortFilterProxyModel(parent), model_(model), column_(columnOf(QStringLiteral("created"))) {
    setSourceModel(&model);
    setDynamicSortFilter(true);
    QSortFilterProxyModel::sort(0);
}

// invalidate(), not invalidateRowsFilter(): the latter tells of each row that comes and goes, ten thousand times.

void RunFilter::setSearch(const QString& text) {
    query_ = parseQuery(text);
    invalidate();
}

void RunFilter::setShowArchived(bool show) {
    showArchived_ = show;
    invalidate();
}

void RunFilter::setGrouping(RunGrouping grouping) {
    grouping_ = grouping;
    invalidate();
}

void RunFilter::setOrder(int column, Qt::SortOrder order) {
    if (column < 0 || (column == column_ && order == order_)) return;
    column_ = column;
    order_ = order;
    invalidate();
    Q_EMIT orderChanged();
}

bool RunFilter::hidesArchived() const { return !showArchived_ && !query_.asksForArchived(); }

QString RunFilter::headingOf(const RunRow& row) const {
    if (grouping_ == RunGrouping::None) return {};
    if (model_.isRunning(row)) return tr("Running");
    if (grouping_ == RunGrouping::Day) return dayHeading(row.day, QDate::currentDate());
    const QString name = word(row, grouping_);
    if (!name.isEmpty()) return name;
    return grouping_ == RunGrouping::Tag ? tr("No tag") : tr("Unknown");
}

QVariant RunFilter::data(const QModelIndex& index, int role) const {
    if (role != RunTableModel::HeadingRole) return QSortFilterProxyModel::data(index, role);
    if (grouping_ == RunGrouping::None || !index.isValid()) return {};
    const RunRow& row = model_.at(mapToSource(index).row());
    if (index.row() > 0) {
        // Asked for each row when the list is laid out: compares, and makes words for the few that have them.
        const RunRow& above = model_.at(mapToSource(index.siblingAtRow(index.row() - 1)).row());
        const bool runs = model_.isRunning(row);
        if (runs == model_.isRunning(above) && (runs || compareGroups(row, above) == 0)) return {};
    }
    return headingOf(row);
}

bool RunFilter::filterAcceptsRow(int row, const QModelIndex&) const {
    const RunRow& run = model_.at(row);
    if (run.run.user.archived && hidesArchived()) return false;
    return matches(query_, run.text);
}

int RunFilter::compareGroups(const RunRow& one, const RunRow& other) const {
    if (grouping_ == RunGrouping::None) return 0;
    if (grouping_ == RunGrouping::Day) {
        return one.day == other.day ? 0 : !one.day.isValid() ? 1 : !other.day.isValid() || one.day > other.day ? -1 : 1;
    }
    const QString left = word(one, grouping_), right = word(other, grouping_);
    if (left.isEmpty() != right.isEmpty()) return left.isEmpty() ? 1 : -1;   // those without come last
    return QString::compare(left, right, Qt::CaseInsensitive);
}

bool RunFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const RunRow &one = model_.at(left.row()), &other = model_.at(right.row());
    const bool oneRuns = model_.isRunning(one), otherRuns = model_.isRunning(other);
    if (oneRuns != otherRuns) return oneRuns;
    if (!oneRuns) {
        if (const int groups = compareGroups(one, other); groups != 0) return groups < 0;
    }
    const ColumnOrder columns = compareIn(runColumn(column_), one, other);
    if (columns.oneIsKnown != columns.otherIsKnown) return columns.oneIsKnown;
    if (columns.oneIsKnown && columns.order != 0) return (order_ == Qt::AscendingOrder) == (columns.order < 0);
    if (one.age != other.age) return one.age > other.age;
    return one.folder < other.folder;
}

}   // namespace overfit::ui

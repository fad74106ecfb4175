#include "ui/library/run_filter.h"

#include "ui/library/run_table_model.h"

#include <algorithm>
#include <cmath>

namespace overfit::ui {

RunFilter::RunFilter(QObject* parent) : QSortFilterProxyModel(parent) {
    setDynamicSortFilter(true);
    sort(0);
}

void RunFilter::setSearch(const QString& text) {
    words_ = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateRowsFilter();
}

void RunFilter::setOrder(RunOrder order) {
    order_ = order;
    invalidate();
}

bool RunFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (words_.isEmpty()) return true;
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const QString all =
        index.data(RunTableModel::KeyNumbersRole).toString() + QLatin1Char('\n') + index.data(Qt::ToolTipRole).toString();
    return std::all_of(words_.cbegin(), words_.cend(),
                       [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

bool RunFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const bool leftRuns = left.data(RunTableModel::RunningRole).toBool();
    const bool rightRuns = right.data(RunTableModel::RunningRole).toBool();
    if (leftRuns != rightRuns) return leftRuns;
    if (order_ == RunOrder::Name) {
        const int order = QString::localeAwareCompare(left.data().toString(), right.data().toString());
        if (order != 0) return order < 0;
    }
    if (order_ == RunOrder::TrainAccuracy || order_ == RunOrder::TestAccuracy) {
        const int role =
            order_ == RunOrder::TrainAccuracy ? RunTableModel::TrainAccuracyRole : RunTableModel::TestAccuracyRole;
        // Unknown ones (NaN) after all known ones.
        const auto rank = [role](const QModelIndex& index) {
            const double value = index.data(role).toDouble();
            return std::isnan(value) ? -1.0 : value;
        };
        const double one = rank(left), other = rank(right);
        if (one < other || other < one) return one > other;
    }
    return left.data(RunTableModel::AgeRole).toString() > right.data(RunTableModel::AgeRole).toString();
}

}   // namespace overfit::ui

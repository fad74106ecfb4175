#include "ui/library/run_table_model.h"

#include "ui/library/run_words.h"

#include <algorithm>
#include <limits>
#include <set>

namespace overfit::ui {

namespace {

QString folderOf(const RunListing& run) { return QString::fromStdString(run.folder.string()); }

/// Whether two listings of one folder look the same in a row.
bool sameRow(const RunListing& one, const RunListing& other) {
    return runDetails(one) == runDetails(other) && one.user.colour == other.user.colour &&
           one.shown_name() == other.shown_name();
}

double accuracyOf(const RunListing& run, std::optional<double> EpochMetrics::*which) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    if (!run.record || !run.record->final_metrics) return unknown;
    return ((*run.record->final_metrics).*which).value_or(unknown);
}

}   // namespace

RunTableModel::RunTableModel(const RunColours& colours, QObject* parent) : QAbstractListModel(parent), colours_(colours) {}

void RunTableModel::merge(const RunScanner::Listings& listings) {
    std::set<std::filesystem::path> listed;
    for (const RunListing& run : listings) listed.insert(run.folder);
    for (int row = static_cast<int>(runs_.size()) - 1; row >= 0; --row) {
        if (listed.contains(runs_[static_cast<std::size_t>(row)].folder)) continue;
        beginRemoveRows({}, row, row);
        runs_.erase(runs_.begin() + row);
        endRemoveRows();
    }
    // Rows stay where they are; the filter sorts.
    QHash<QString, int> rows;
    for (std::size_t row = 0; row < runs_.size(); ++row) rows.insert(folderOf(runs_[row]), static_cast<int>(row));
    RunScanner::Listings fresh;
    for (const RunListing& run : listings) {
        const auto known = rows.constFind(folderOf(run));
        if (known == rows.cend()) {
            fresh.push_back(run);
            continue;
        }
        RunListing& shown = runs_[static_cast<std::size_t>(*known)];
        if (sameRow(shown, run)) continue;
        shown = run;
        Q_EMIT dataChanged(index(*known), index(*known));
    }
    if (!fresh.empty()) {
        const int first = static_cast<int>(runs_.size());
        beginInsertRows({}, first, first + static_cast<int>(fresh.size()) - 1);
        for (RunListing& run : fresh) {
            rows.insert(folderOf(run), static_cast<int>(runs_.size()));
            runs_.push_back(std::move(run));
        }
        rows_ = rows;
        endInsertRows();
    }
    rows_ = std::move(rows);
}

void RunTableModel::setLive(const QString& folder, double progress, const QString& keyNumbers) {
    const QString before = liveFolder_;
    liveFolder_ = folder;
    liveProgress_ = progress;
    liveNumbers_ = keyNumbers;
    for (const QString& changed : {before, folder}) {
        if (const int row = rowOf(changed); row >= 0) Q_EMIT dataChanged(index(row), index(row));
        if (before == folder) break;
    }
}

void RunTableModel::setShown(const QStringList& folders) {
    QStringList changed = shown_ + folders;
    shown_ = folders;
    changed.removeDuplicates();
    for (const QString& folder : changed) {
        if (const int row = rowOf(folder); row >= 0) Q_EMIT dataChanged(index(row), index(row), {ColourRole});
    }
}

int RunTableModel::rowOf(const QString& folder) const { return rows_.value(folder, -1); }

const RunListing* RunTableModel::runOf(const QString& folder) const {
    const int row = rowOf(folder);
    return row < 0 ? nullptr : &runs_[static_cast<std::size_t>(row)];
}

int RunTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(runs_.size());
}

bool RunTableModel::isLive(const RunListing& run) const { return !liveFolder_.isEmpty() && folderOf(run) == liveFolder_; }

QVariant RunTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const RunListing& run = runs_[static_cast<std::size_t>(index.row())];
    const bool running = isLive(run) || (run.record && run.record->status == RunStatus::Running);
    switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole: return QString::fromStdString(run.shown_name());
        case Qt::ToolTipRole: return runDetails(run);
        case Qt::AccessibleTextRole:
            return QStringLiteral("%1, %2").arg(QString::fromStdString(run.shown_name()),
                                                data(index, KeyNumbersRole).toString());
        case FolderRole: return folderOf(run);
        case KeyNumbersRole: return isLive(run) && !liveNumbers_.isEmpty() ? liveNumbers_ : keyNumbers(run);
        case StatusRole:
            if (isLive(run)) return static_cast<int>(RunStatus::Running);
            return run.record ? static_cast<int>(run.record->status) : -1;
        case ColourRole: return shown_.contains(folderOf(run)) ? colours_.colourOf(folderOf(run)) : QColor();
        case ProgressRole: return isLive(run) ? liveProgress_ : 0.0;
        case AgeRole: return ageKey(run);
        case RunningRole: return running;
        case TrainAccuracyRole: return accuracyOf(run, &EpochMetrics::train_accuracy);
        case TestAccuracyRole: return accuracyOf(run, &EpochMetrics::test_accuracy);
        default: return {};
    }
}

bool RunTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid)) return false;
    RunListing& run = runs_[static_cast<std::size_t>(index.row())];
    const QString name = value.toString().trimmed();
    if (name == QString::fromStdString(run.shown_name())) return false;
    // An empty name takes the user's name back: the run's own shows again.
    run.user.name = name.toStdString();
    Q_EMIT dataChanged(index, index);
    Q_EMIT renamed(folderOf(run), name);
    return true;
}

Qt::ItemFlags RunTableModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractListModel::flags(index);
    return index.isValid() && runs_[static_cast<std::size_t>(index.row())].record ? flags | Qt::ItemIsEditable : flags;
}

}   // namespace overfit::ui

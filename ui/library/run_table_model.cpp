#include "ui/library/run_table_model.h"

#include "ui/library/run_columns.h"
#include "ui/library/run_words.h"
#include "ui/settings/plain_tool_tip.h"

#include <algorithm>

namespace overfit::ui {

namespace {

QStringList tagsOf(const RunRow& row) {
    QStringList tags;
    for (const std::string& tag : row.run.user.tags) tags << QString::fromStdString(tag);
    return tags;
}

QString cellText(const RunRow& row, int column) { return runColumn(column).text(row); }

}   // namespace

RunTableModel::RunTableModel(const RunColours& colours, QObject* parent) : QAbstractTableModel(parent), colours_(colours) {}

void RunTableModel::merge(const RunScan& part) {
    remove(part.gone);
    // Rows stay where they are; the filter sorts.
    std::vector<const RunRow*> fresh;
    for (const RunRow& row : part.read) {
        const int known = rowOf(row.folder);
        if (known < 0) {
            fresh.push_back(&row);
            continue;
        }
        RunRow& shown = runs_[static_cast<std::size_t>(known)];
        auto config = std::move(shown.config);
        auto audit = std::move(shown.audit);
        shown = row;
        shown.audit = std::move(audit);
        if (!shown.config) shown.config = std::move(config);
        tellChanged(known);
    }
    for (const auto& [folder, config] : part.configs) {
        const int known = rowOf(folder);
        if (known >= 0) runs_[static_cast<std::size_t>(known)].config = config;
    }
    for (const auto& [folder, suffix] : part.suffixes) {
        const int known = rowOf(folder);
        if (known < 0) continue;
        RunRow& row = runs_[static_cast<std::size_t>(known)];
        row.suffix = suffix;
        refresh(row);   // it is searched, too
        tellChanged(known);
    }
    if (!part.configs.empty() && !runs_.empty()) {
        const auto isField = [](const RunColumn& column) { return column.group == RunColumn::Group::Experiment; };
        const auto first = std::find_if(runColumns().begin(), runColumns().end(), isField) - runColumns().begin();
        Q_EMIT dataChanged(index(0, static_cast<int>(first)), index(rowCount() - 1, columnCount() - 1), {Qt::DisplayRole});
    }
    if (fresh.empty()) return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(fresh.size()) - 1);
    for (const RunRow* row : fresh) {
        rows_.insert(row->folder, rowCount());
        runs_.push_back(*row);
    }
    endInsertRows();
}

void RunTableModel::remove(const QStringList& folders) {
    std::vector<int> rows;
    for (const QString& folder : folders) {
        if (const int row = rowOf(folder); row >= 0) rows.push_back(row);
    }
    std::sort(rows.begin(), rows.end());
    while (!rows.empty()) {
        // From the end, neighbours together: the change of the runs folder is one removal.
        const int last = rows.back();
        int first = last;
        for (rows.pop_back(); !rows.empty() && rows.back() == first - 1; rows.pop_back()) --first;
        beginRemoveRows({}, first, last);
        runs_.erase(runs_.begin() + first, runs_.begin() + last + 1);
        numberRows();
        endRemoveRows();
    }
}

void RunTableModel::numberRows() {
    rows_.clear();
    for (std::size_t row = 0; row < runs_.size(); ++row) rows_.insert(runs_[row].folder, static_cast<int>(row));
}

void RunTableModel::tellChanged(int row) { Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1)); }

void RunTableModel::setUserNotes(const QString& folder, const UserNotes& notes) {
    const int row = rowOf(folder);
    if (row < 0) return;
    RunRow& changed = runs_[static_cast<std::size_t>(row)];
    changed.run.user = notes;
    refresh(changed);
    tellChanged(row);
}

void RunTableModel::setNotes(const QString& folder, const QString& text) {
    const int row = rowOf(folder);
    if (row < 0) return;
    RunRow& changed = runs_[static_cast<std::size_t>(row)];
    changed.notes = text.toStdString();
    refresh(changed);
    tellChanged(row);
}

void RunTableModel::setAudit(const QString& folder, std::shared_ptr<const RunAudit> audit) {
    const int row = rowOf(folder);
    if (row < 0) return;
    runs_[static_cast<std::size_t>(row)].audit = std::move(audit);
    tellChanged(row);
}

void RunTableModel::setLive(const QString& folder, double progress, const QString& keyNumbers) {
    const QString before = liveFolder_;
    liveFolder_ = folder;
    liveProgress_ = progress;
    liveNumbers_ = keyNumbers;
    for (const QString& changed : {before, folder}) {
        if (const int row = rowOf(changed); row >= 0) tellChanged(row);
        if (before == folder) break;
    }
}

void RunTableModel::setShown(const QStringList& folders) {
    const QSet<QString> before = std::exchange(shown_, QSet<QString>(folders.cbegin(), folders.cend()));
    for (const QString& folder : before + shown_) colourChanged(folder);
}

void RunTableModel::colourChanged(const QString& folder) {
    if (const int row = rowOf(folder); row >= 0) Q_EMIT dataChanged(index(row, 0), index(row, 0), {ColourRole});
}

const RunRow* RunTableModel::find(const QString& folder) const {
    const int row = rowOf(folder);
    return row < 0 ? nullptr : &at(row);
}

const RunListing* RunTableModel::runOf(const QString& folder) const {
    const RunRow* row = find(folder);
    return row ? &row->run : nullptr;
}

int RunTableModel::archived() const {
    return static_cast<int>(
        std::count_if(runs_.begin(), runs_.end(), [](const RunRow& row) { return row.run.user.archived; }));
}

QStringList RunTableModel::tagsInUse() const {
    QSet<QString> tags;
    for (const RunRow& row : runs_) {
        for (const std::string& tag : row.run.user.tags) tags.insert(QString::fromStdString(tag));
    }
    QStringList sorted(tags.cbegin(), tags.cend());
    sorted.sort(Qt::CaseInsensitive);
    return sorted;
}

std::vector<std::string> RunTableModel::names() const {
    std::vector<std::string> names;
    for (const RunRow& row : runs_) {
        names.push_back(row.name.toStdString());
        if (row.run.record) names.push_back(row.run.record->name);
    }
    return names;
}

int RunTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(runs_.size());
}

int RunTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(runColumns().size());
}

QVariant RunTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const RunRow& row = at(index.row());
    switch (role) {
        case Qt::DisplayRole: return cellText(row, index.column());
        case Qt::EditRole: return row.name;
        case Qt::TextAlignmentRole:
            return QVariant::fromValue<Qt::Alignment>(Qt::AlignVCenter |
                                                      (runColumn(index.column()).isNumber ? Qt::AlignRight : Qt::AlignLeft));
        case Qt::ToolTipRole: return plainToolTip(runDetails(row.run, row.audit.get()));
        case Qt::AccessibleTextRole:
            if (index.column() > 0) return cellText(row, index.column());
            return spokenRow(row.run, row.fullName(), data(index, KeyNumbersRole).toString(), findingWords(row.audit.get()));
        case FolderRole: return row.folder;
        case KeyNumbersRole: return isLive(row) && !liveNumbers_.isEmpty() ? liveNumbers_ : row.numbers;
        case StatusRole:
            if (isLive(row)) return static_cast<int>(RunStatus::Running);
            return row.run.record ? static_cast<int>(row.run.record->status) : -1;
        case ColourRole: return shown_.contains(row.folder) ? colours_.colourOf(row.folder) : QColor();
        case ProgressRole: return isLive(row) ? liveProgress_ : 0.0;
        case TagsRole: return tagsOf(row);
        case StarRole: return row.run.user.starred;
        case ArchivedRole: return row.run.user.archived;
        case SuffixRole: return row.suffix;
        case FindingRole: {
            const auto finding = row.audit ? row.audit->gravest() : std::nullopt;
            return finding ? static_cast<int>(finding->level) : -1;
        }
        case FindingTextRole: return findingWords(row.audit.get());
        default: return {};
    }
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const RunColumn& column = runColumn(section);
    if (role == Qt::DisplayRole) return column.title;
    if (role == Qt::ToolTipRole) return column.help;
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue<Qt::Alignment>(Qt::AlignVCenter | (column.isNumber ? Qt::AlignRight : Qt::AlignLeft));
    }
    return {};
}

bool RunTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid)) return false;
    const RunRow& row = at(index.row());
    const QString name = value.toString().trimmed();
    if (name == row.name) return false;
    // An empty name takes the user's name back: the run's own shows again.
    Q_EMIT renamed(row.folder, name);
    return true;
}

Qt::ItemFlags RunTableModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    const bool isName = index.isValid() && index.column() == 0;
    return isName && at(index.row()).run.record ? flags | Qt::ItemIsEditable : flags;
}

}   // namespace overfit::ui

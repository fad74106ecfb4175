#include "ui/compare/comparison_table_model.h"

#include "ui/settings/plain_tool_tip.h"

#include <QFont>
#include <QString>
#include <QStringList>

namespace overfit::ui {

namespace {

constexpr int mostHeadLines = 3;   // of a name, and of what stands behind it in brackets

QString words(const std::string& text) { return QString::fromStdString(text); }

/// "quick start: " of "quick start: true labels" and "quick start: random labels": whole words that all columns begin with.
QString commonBeginning(const Table& table) {
    if (table.titles.size() < 3) return {};   // of the rows and of one column
    QString common = words(table.titles[1]);
    for (std::size_t column = 2; column < table.titles.size(); ++column) {
        const QString other = words(table.titles[column]);
        qsizetype same = 0;
        while (same < std::min(common.size(), other.size()) && common[same] == other[same]) ++same;
        common.truncate(same);
    }
    const qsizetype end =
        common.left(common.indexOf(u'(')).lastIndexOf(u' ') + 1;   // what stands in brackets has its own line
    return common.left(end);
}

}   // namespace

void ComparisonTableModel::setTable(Table table) {
    beginResetModel();
    table_ = std::move(table);
    beginning_ = commonBeginning(table_);
    endResetModel();
}

int ComparisonTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(table_.rows.size());
}

int ComparisonTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() || table_.titles.empty() ? 0 : static_cast<int>(table_.titles.size()) - 1;
}

QVariant ComparisonTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto& row = table_.rows[static_cast<std::size_t>(index.row())];
    const TableCell& cell = row[static_cast<std::size_t>(index.column()) + 1];
    switch (role) {
        case Qt::DisplayRole: return words(cell.text);
        case DetailRole: return words(cell.detail);
        case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        case Qt::FontRole: {
            QFont font;
            font.setBold(cell.strong);
            return cell.strong ? QVariant(font) : QVariant();
        }
        case Qt::ToolTipRole:
        case Qt::AccessibleTextRole: {
            const QString value = cell.detail.empty() ? words(cell.text) : words(cell.text + " (" + cell.detail + ")");
            const QString whole =
                words(row.front().text + ", " + table_.titles[static_cast<std::size_t>(index.column()) + 1] + ": ") + value;
            return role == Qt::ToolTipRole ? plainToolTip(whole) : whole;
        }
        default: return {};
    }
}

void ComparisonTableModel::setWidestHead(const QFontMetrics& metrics, int width) {
    headMetrics_ = metrics;
    widestHead_ = width;
}

/// Whole words in lines of the columns' width; what is left over stands in the last one.
QStringList ComparisonTableModel::wrapped(const QString& words, int mostLines) const {
    QStringList lines;
    for (const QString& word : words.split(u' ')) {
        const bool fits = !lines.isEmpty() && headMetrics_->horizontalAdvance(lines.back() + u' ' + word) <= widestHead_;
        if (fits || lines.size() == mostLines)
            lines.back() += u' ' + word;
        else
            lines << word;
    }
    return lines;
}

/// "random labels (n = 3, base)": what tells it apart has lines of its own, so that all can be read in a narrow column.
QString ComparisonTableModel::headOf(const QString& name) const {
    const auto width = [this](const QString& text) { return headMetrics_->horizontalAdvance(text); };
    const auto elided = [this](const QString& line) { return headMetrics_->elidedText(line, Qt::ElideMiddle, widestHead_); };
    if (width(name) <= widestHead_) return name;
    const qsizetype apart = name.endsWith(u')') ? name.lastIndexOf(QStringLiteral(" (")) : -1;
    QString words = apart > 0 ? name.left(apart) : name;
    if (width(words) > widestHead_ && !beginning_.isEmpty() && words.startsWith(beginning_)) {
        words = QStringLiteral("…") + words.mid(beginning_.size());
    }
    QStringList lines = wrapped(words, mostHeadLines);
    if (apart > 0) lines << wrapped(name.mid(apart + 1), mostHeadLines);
    for (QString& line : lines) line = elided(line);
    return lines.join(QLatin1Char('\n'));
}

QVariant ComparisonTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    const auto place = static_cast<std::size_t>(section);
    const bool across = orientation == Qt::Horizontal;
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue((across ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    const QString name = words(across ? table_.titles[place + 1] : table_.rows[place].front().text);
    if (role == Qt::ToolTipRole) return plainToolTip(name);
    return across && headMetrics_ ? headOf(name) : name;
}

}   // namespace overfit::ui

#include "ui/data/dataset_table_model.h"

#include "ui/data/dataset_words.h"

namespace overfit::ui {

namespace {

QString words(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

qint64 sortNumber(const DatasetRow& row, int column) {
    switch (column) {
        case DatasetTableModel::Images: return row.facts->train_examples + row.facts->test_examples;
        case DatasetTableModel::Pixels: return qint64{row.facts->height} * row.facts->width * row.facts->channels;
        case DatasetTableModel::Classes: return row.facts->classes;
        default: return row.source == nullptr ? -1 : static_cast<qint64>(row.source->download_bytes());
    }
}

}   // namespace

QString nameOf(const DatasetRow& row) { return words(row.facts->name); }

QString titleOf(const DatasetRow& row) { return words(row.facts->title); }

DatasetTableModel::DatasetTableModel(QObject* parent) : QAbstractTableModel(parent), rows_(datasetRows()) {}

int DatasetTableModel::rowOf(const QString& dataset) const {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        if (nameOf(rows_[row]) == dataset) return static_cast<int>(row);
    }
    return -1;
}

void DatasetTableModel::setPlaces(const std::vector<DatasetPlace>& places) {
    for (std::size_t row = 0; row < rows_.size() && row < places.size(); ++row) rows_[row].place = places[row];
    Q_EMIT dataChanged(index(0, State), index(rowCount() - 1, State));
}

void DatasetTableModel::setActivities(const QHash<QString, QString>& activities) {
    if (activities == activities_) return;
    activities_ = activities;
    Q_EMIT dataChanged(index(0, State), index(rowCount() - 1, State));
}

int DatasetTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int DatasetTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : columnCountOfAll; }

QString DatasetTableModel::text(const DatasetRow& row, int column) const {
    switch (column) {
        case Name: return titleOf(row);
        case State: return activities_.value(nameOf(row), placeText(row));
        case Images: return imagesText(*row.facts);
        case Pixels: return pixelsText(*row.facts);
        case Classes: return classesText(*row.facts);
        default: return downloadText(row.source);
    }
}

QVariant DatasetTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const DatasetRow& shown = row(index.row());
    const bool isNumber = index.column() >= Download && index.column() != Pixels;
    switch (role) {
        case Qt::DisplayRole: return text(shown, index.column());
        case Qt::ToolTipRole: return words(shown.facts->description);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::Alignment(isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        case Qt::UserRole:
            return index.column() <= State ? QVariant(text(shown, index.column()))
                                           : QVariant(sortNumber(shown, index.column()));
        case searchRole:
            return QStringList{nameOf(shown),
                               titleOf(shown),
                               words(shown.facts->description),
                               text(shown, State),
                               licenceText(shown.source),
                               hostText(shown.source)}
                .join(QLatin1Char('\n'));
        default: return {};
    }
}

QVariant DatasetTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = section >= Download && section != Pixels;
        return QVariant::fromValue(Qt::Alignment(isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole && section == Images) return tr("Training and test images");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Name: return tr("Data set");
        case State: return tr("State");
        case Images: return tr("Images");
        case Pixels: return tr("Pixels");
        case Classes: return tr("Classes");
        default: return tr("Download");
    }
}

}   // namespace overfit::ui

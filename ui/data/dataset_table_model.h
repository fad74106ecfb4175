#pragma once

#include "ui/data/dataset_row.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QString>

namespace overfit::ui {

/// The data sets, one a row. Qt::UserRole holds what a column is sorted by, searchRole what the filter looks in.
class DatasetTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, State, Download, Images, Pixels, Classes, columnCountOfAll };
    static constexpr int searchRole = Qt::UserRole + 1;

    explicit DatasetTableModel(QObject* parent = nullptr);

    const DatasetRow& row(int row) const { return rows_[static_cast<std::size_t>(row)]; }
    int rowOf(const QString& dataset) const;   // -1: there is none of that name

    void setPlaces(const std::vector<DatasetPlace>& places);

    /// What goes on with a set ("fetching 42.1 %"), in the place of its state; those that are not named: nothing.
    void setActivities(const QHash<QString, QString>& activities);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const DatasetRow& row, int column) const;

    std::vector<DatasetRow> rows_;
    QHash<QString, QString> activities_;   // by name
};

/// The set's name in the configuration.
QString nameOf(const DatasetRow& row);
QString titleOf(const DatasetRow& row);

}   // namespace overfit::ui

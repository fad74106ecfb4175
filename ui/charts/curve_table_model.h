#pragma once

#include "ui/charts/chart_content.h"

#include <QAbstractTableModel>
#include <vector>

namespace overfit::ui {

/// The raw points of lines as a table: a row for each place on the x axis, a column for each line. Cells are looked up when
/// they are shown, so that its size costs nothing; rows that only came at the end leave selection and scrolling alone.
class CurveTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setContent(ChartContent content);
    const ChartContent& content() const { return content_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    enum class Precision { Shown, Full };
    /// Column 0 is the place; empty where a line has no value there.
    QString cellText(int row, int column, Precision precision) const;
    QString columnTitle(int column) const;   // "random labels, train loss"
    QString shortTitle(int column) const;    // the same in two lines

private:
    struct Row {
        double x = 0.0;
        std::size_t repeat = 0;   // a curve may have two points at one place
        bool operator==(const Row&) const = default;
    };

    static std::vector<Row> rowsOf(const ChartContent& content);
    std::optional<double> valueAt(const Curve& curve, const Row& row) const;

    ChartContent content_;
    std::vector<Row> rows_;
};

}   // namespace overfit::ui

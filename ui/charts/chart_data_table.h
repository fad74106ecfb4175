#pragma once

#include "ui/charts/curve_table_model.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace overfit::ui {

/// The table behind a chart: every raw point of the visible lines. Selection or whole go to the clipboard as CSV or
/// Markdown; t or Escape goes back to the curves.
class ChartDataTable : public QWidget {
    Q_OBJECT
public:
    explicit ChartDataTable(QWidget* parent = nullptr);

    /// `content`: without the lines switched off.
    void setContent(ChartContent content);

Q_SIGNALS:
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class Format { Csv, Markdown };
    void copy(Format format);
    void tellSize();

    CurveTableModel* model_;
    QTableView* view_;
    QLabel* size_;
    QPushButton* csv_;
    QPushButton* markdown_;
};

}   // namespace overfit::ui

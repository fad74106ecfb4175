#pragma once

#include "core/exports/curve_table.h"
#include "ui/exports/figure_export.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace overfit::ui {

/// Asks where and how to write the visible charts: PNG, SVG or PDF of a chosen size, or CSV with every point. Never modal; a
/// problem stands in the dialog, in words.
class ExportDialog : public QDialog {
    Q_OBJECT
public:
    /// charts: as they are seen. curves: what the table holds.
    ExportDialog(std::vector<ChartContent> charts, CurveRequest curves, QWidget* parent = nullptr);

Q_SIGNALS:
    void exported(const QString& file);

private:
    void chooseFile();
    void formatChanged();
    void write();

    const std::vector<ChartContent> charts_;
    const CurveRequest curves_;
    QComboBox* format_;
    QLineEdit* file_;
    QSpinBox* width_;
    QSpinBox* height_;
    QSpinBox* dpi_;
    QCheckBox* transparent_;
    QComboBox* layout_;
    QLabel* problem_;
};

}   // namespace overfit::ui

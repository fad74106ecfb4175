#pragma once

#include "ui/exports/figure_export.h"

#include <QDialog>
#include <vector>

class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace overfit::ui {

/// Asks for file, size and resolution and writes the charts: PNG, SVG or PDF as they are seen, or CSV with every point.
/// Shown with open(): nothing waits for it. Mistakes stand in the dialog, in words.
class ExportDialog : public QDialog {
    Q_OBJECT
public:
    /// `charts`: what the reader sees, in order.
    explicit ExportDialog(std::vector<FigurePanel> charts, QWidget* parent = nullptr);

    void setFile(const QString& file);

Q_SIGNALS:
    void exported(const QString& file);

private:
    enum class Kind { Png, Svg, Pdf, Csv };

    void buildForm();
    void browse();
    void kindChanged();
    void updateSizeText();
    void save();
    Kind kind() const;
    QString ending() const;
    std::vector<FigurePanel> chosenCharts() const;
    void writeTable(const QString& file) const;

    std::vector<FigurePanel> charts_;
    QFormLayout* form_ = nullptr;
    QComboBox* kind_ = nullptr;
    QComboBox* which_ = nullptr;
    QSpinBox* width_ = nullptr;
    QSpinBox* height_ = nullptr;
    QSpinBox* dpi_ = nullptr;
    QComboBox* background_ = nullptr;
    QLabel* sizeText_ = nullptr;
    QLineEdit* file_ = nullptr;
    QLabel* problem_ = nullptr;
    QDialogButtonBox* buttons_ = nullptr;
};

}   // namespace overfit::ui

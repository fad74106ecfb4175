#pragma once

#include "core/exports/export_request.h"

#include <QStringList>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace overfit::ui {

/// The options of an export: format, which charts, size, look. What a format does not have is hidden.
class ExportForm : public QWidget {
    Q_OBJECT
public:
    /// `charts`: the titles of what can be exported.
    explicit ExportForm(const QStringList& charts, QWidget* parent = nullptr);

    /// Format, figure and layout; the curves are the caller's.
    ExportRequest request() const;
    void setRequest(const ExportRequest& request);

    ExportFormat format() const;
    void setFormat(ExportFormat format);
    int chart() const;   // -1 = all
    void setSmoothed(bool smoothed);

Q_SIGNALS:
    void changed();

private:
    void addWhat();
    void addSize();
    void addLook();
    void addText();
    void chooseSize();
    void showRows();
    void tellSize();
    void change();

    QStringList charts_;
    QFormLayout* form_;
    QComboBox* format_ = nullptr;
    QComboBox* chart_ = nullptr;
    QComboBox* preset_ = nullptr;
    QWidget* sizeRow_ = nullptr;
    QSpinBox* width_ = nullptr;
    QSpinBox* height_ = nullptr;
    QSpinBox* dpi_ = nullptr;
    QDoubleSpinBox* font_ = nullptr;
    QLabel* sizeText_ = nullptr;
    QLineEdit* title_ = nullptr;
    QComboBox* legend_ = nullptr;
    QComboBox* background_ = nullptr;
    QCheckBox* raw_ = nullptr;
    QCheckBox* markers_ = nullptr;
    QComboBox* layout_ = nullptr;
    QSpinBox* points_ = nullptr;
    bool smoothed_ = false;
    bool filling_ = false;   // setRequest() at work: one change at its end
};

}   // namespace overfit::ui

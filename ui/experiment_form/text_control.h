#pragma once

#include "ui/experiment_form/typed_control.h"

class QLineEdit;

namespace overfit::ui {

/// A line of text: names, and lists of numbers ("512, 512").
class TextControl : public TypedControl {
    Q_OBJECT
public:
    explicit TextControl(const Field& field, QWidget* parent = nullptr);

    QWidget* focusTarget() const override;

protected:
    QString text() const override;
    void showText(const QString& text) override;

private:
    QLineEdit* edit_;
};

}   // namespace overfit::ui

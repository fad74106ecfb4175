#pragma once

#include "ui/experiment_form/field_control.h"

class QCheckBox;

namespace overfit::ui {

/// A check box that says "on" or "off".
class SwitchControl : public FieldControl {
    Q_OBJECT
public:
    explicit SwitchControl(const Field& field, QWidget* parent = nullptr);

    void present(const FieldValue& value, Typed typed) override;
    QWidget* focusTarget() const override;

private:
    QCheckBox* box_;
};

}   // namespace overfit::ui

#pragma once

#include "ui/experiment_form/field_control.h"

namespace overfit::ui {

class ExplainedCombo;
class NoteLabel;

/// A combo box; the explanation of what is chosen stands below it.
class ChoiceControl : public FieldControl {
    Q_OBJECT
public:
    explicit ChoiceControl(const Field& field, QWidget* parent = nullptr);

    void present(const FieldValue& value, Typed typed) override;
    QWidget* focusTarget() const override;
    QWidget* below() const override;

private:
    ExplainedCombo* combo_;
    NoteLabel* explanation_;
};

}   // namespace overfit::ui

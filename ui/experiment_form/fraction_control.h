#pragma once

#include "ui/experiment_form/number_control.h"

class QSlider;

namespace overfit::ui {

class NoteLabel;

/// The share p of corrupted labels: number and slider, and beside them how many labels will really be wrong, since a draw
/// over all classes leaves 1/C of them true.
class FractionControl : public NumberControl {
    Q_OBJECT
public:
    explicit FractionControl(const Field& field, QWidget* parent = nullptr);

    void present(const FieldValue& value, Typed typed) override;
    void updateContext(const ExperimentConfig& config) override;
    QWidget* below() const override;

private:
    QWidget* below_;
    QSlider* slider_;
    NoteLabel* note_;
};

}   // namespace overfit::ui

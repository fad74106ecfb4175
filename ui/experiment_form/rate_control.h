#pragma once

#include "ui/experiment_form/number_control.h"

namespace overfit::ui {

class ScheduleCurve;

/// The learning rate, with the curve that it takes over the epochs.
class RateControl : public NumberControl {
    Q_OBJECT
public:
    explicit RateControl(const Field& field, QWidget* parent = nullptr);

    void updateContext(const ExperimentConfig& config) override;
    QWidget* below() const override;

private:
    ScheduleCurve* curve_;
};

}   // namespace overfit::ui

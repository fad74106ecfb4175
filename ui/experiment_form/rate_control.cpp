#include "ui/experiment_form/rate_control.h"

#include "ui/experiment_form/schedule_curve.h"

namespace overfit::ui {

RateControl::RateControl(const Field& field, QWidget* parent)
    : NumberControl(field, parent), curve_(new ScheduleCurve(this)) {}

void RateControl::updateContext(const ExperimentConfig& config) {
    NumberControl::updateContext(config);
    curve_->setTraining(config.training);
    curve_->setEnabled(isReadable());   // grey: of the last good rate
}

QWidget* RateControl::below() const { return curve_; }

}   // namespace overfit::ui

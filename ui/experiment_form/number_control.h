#pragma once

#include "ui/experiment_form/typed_control.h"

namespace overfit::ui {

class NumberBox;

/// A spin box for integers, real numbers, rates and seeds.
class NumberControl : public TypedControl {
    Q_OBJECT
public:
    explicit NumberControl(const Field& field, QWidget* parent = nullptr);

    void updateContext(const ExperimentConfig& config) override;
    QWidget* focusTarget() const override;
    void setDescription(const QString& description) override;

protected:
    QString text() const override;
    void showText(const QString& text) override;

private:
    NumberBox* box_;
};

}   // namespace overfit::ui

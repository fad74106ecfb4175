#include "ui/experiment_form/switch_control.h"

#include <QCheckBox>
#include <QSignalBlocker>

namespace overfit::ui {
namespace {

QString stateWord(bool on) { return on ? SwitchControl::tr("on") : SwitchControl::tr("off"); }

}   // namespace

SwitchControl::SwitchControl(const Field& field, QWidget* parent) : FieldControl(field, parent), box_(new QCheckBox(this)) {
    adopt(box_);
    connect(box_, &QCheckBox::toggled, this, [this](bool on) {
        box_->setText(stateWord(on));
        Q_EMIT edited(on);
    });
}

void SwitchControl::present(const FieldValue& value, Typed) {
    const bool on = std::get<bool>(value);
    const QSignalBlocker quiet(box_);
    box_->setChecked(on);
    box_->setText(stateWord(on));
}

QWidget* SwitchControl::focusTarget() const { return box_; }

}   // namespace overfit::ui

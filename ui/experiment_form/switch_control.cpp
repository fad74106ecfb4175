#include "ui/experiment_form/switch_control.h"

#include <QCheckBox>
#include <QSignalBlocker>

namespace overfit::ui {
namespace {

QString stateWord(const Field& field, bool on) {
    const QString word = on ? SwitchControl::tr("on") : SwitchControl::tr("off");
    return field.available ? word : SwitchControl::tr("%1, not available yet").arg(word);
}

}   // namespace

SwitchControl::SwitchControl(const Field& field, QWidget* parent) : FieldControl(field, parent), box_(new QCheckBox(this)) {
    adopt(box_);
    connect(box_, &QCheckBox::toggled, this, [this](bool on) {
        box_->setText(stateWord(this->field(), on));
        Q_EMIT edited(on);
    });
}

void SwitchControl::present(const FieldValue& value, Typed) {
    const bool on = std::get<bool>(value);
    const QSignalBlocker quiet(box_);
    box_->setChecked(on);
    box_->setText(stateWord(this->field(), on));
}

QWidget* SwitchControl::focusTarget() const { return box_; }

}   // namespace overfit::ui

#include "ui/experiment_form/number_control.h"

#include "ui/experiment_form/field_units.h"
#include "ui/experiment_form/number_box.h"
#include "ui/experiment_form/number_steps.h"
#include "ui/experiment_form/typed_text.h"

namespace overfit::ui {
namespace {

/// What no value means: a seed that is left out follows from the experiment's; threads are "auto".
QString emptyWord(const Field& field) {
    if (field.empty_word.empty()) return {};
    return field.kind == FieldKind::Seed ? NumberControl::tr("follows the seed") : QString::fromStdString(field.empty_word);
}

}   // namespace

NumberControl::NumberControl(const Field& field, QWidget* parent)
    : TypedControl(field, parent),
      box_(new NumberBox([this](int steps) { return shownText(this->field(), stepped(this->field(), value(), steps)); },
                         this)) {
    box_->setEmptyWord(emptyWord(field));
    adopt(box_);
    box_->setAccessibleTexts(label(), QString());
    connect(box_, &NumberBox::edited, this, &NumberControl::read);
    connect(box_, &NumberBox::editingFinished, this, &NumberControl::tidy);
}

void NumberControl::updateContext(const ExperimentConfig& config) { box_->setUnit(unitText(field(), config)); }

QWidget* NumberControl::focusTarget() const { return box_; }

void NumberControl::setDescription(const QString& description) { box_->setAccessibleTexts(label(), description); }

QString NumberControl::text() const { return box_->text(); }

void NumberControl::showText(const QString& text) { box_->showText(text); }

}   // namespace overfit::ui

#include "ui/experiment_form/field_control.h"

#include "ui/experiment_form/choice_control.h"
#include "ui/experiment_form/file_control.h"
#include "ui/experiment_form/fraction_control.h"
#include "ui/experiment_form/number_control.h"
#include "ui/experiment_form/rate_control.h"
#include "ui/experiment_form/suggestion_control.h"
#include "ui/experiment_form/switch_control.h"
#include "ui/experiment_form/text_control.h"
#include "ui/experiment_form/typed_text.h"

#include <QHBoxLayout>

namespace overfit::ui {

FieldControl::FieldControl(const Field& field, QWidget* parent) : QWidget(parent), field_(field) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
}

void FieldControl::setDescription(const QString& description) { focusTarget()->setAccessibleDescription(description); }

void FieldControl::adopt(QWidget* widget) {
    layout()->addWidget(widget);
    widget->setObjectName(QString::fromStdString(field_.path));
    widget->setAccessibleName(label());
    setFocusProxy(widget);
}

FieldControl* makeControl(const Field& field, QWidget* parent) {
    // Two fields have a picture of what they do beside the number.
    if (field.path == "corruption.labels.fraction") return new FractionControl(field, parent);
    if (field.path == "training.learning_rate") return new RateControl(field, parent);
    if (const auto kind = FileControl::kindOf(field)) return new FileControl(field, *kind, parent);
    // Free text, but nearly always one of these.
    if (field.path == "device") return new SuggestionControl(field, {"auto", "cpu", "cuda"}, parent);
    switch (field.kind) {
        case FieldKind::Boolean: return new SwitchControl(field, parent);
        case FieldKind::Choice: return new ChoiceControl(field, parent);
        case FieldKind::Integer:
        case FieldKind::Seed:
        case FieldKind::Real: return new NumberControl(field, parent);
        case FieldKind::Text:
        case FieldKind::IntegerList: break;
    }
    return new TextControl(field, parent);
}

}   // namespace overfit::ui

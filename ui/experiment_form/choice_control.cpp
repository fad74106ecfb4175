#include "ui/experiment_form/choice_control.h"

#include "core/config/dataset_facts.h"
#include "core/config/model_facts.h"
#include "ui/experiment_form/explained_combo.h"
#include "ui/experiment_form/note_label.h"
#include "ui/experiment_form/typed_text.h"

namespace overfit::ui {
namespace {

/// Data sets and models have proper names; other choices are called as in YAML, so that form, file and paper agree.
QString titleOf(const Field& field, const FieldChoice& choice) {
    std::string_view title = choice.name;
    if (field.path == "data.dataset") {
        if (const DatasetFacts* facts = find_dataset_facts(choice.name)) title = facts->title;
    } else if (field.path == "model.name") {
        if (const ModelFacts* facts = find_model_facts(choice.name)) title = facts->title;
    }
    return QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size()));
}

}   // namespace

ChoiceControl::ChoiceControl(const Field& field, QWidget* parent)
    : FieldControl(field, parent), combo_(new ExplainedCombo(this)), explanation_(new NoteLabel(Tone::Muted, this)) {
    for (const FieldChoice& choice : field.choices) {
        combo_->addChoice(QString::fromStdString(choice.name), titleOf(field, choice), plainWords(choice.explanation));
    }
    adopt(combo_);
    connect(combo_, &QComboBox::currentIndexChanged, this, [this](int row) {
        explanation_->setNote(combo_->currentExplanation());
        if (row >= 0) Q_EMIT edited(combo_->currentName().toStdString());
    });
}

void ChoiceControl::present(const FieldValue& value, Typed) {
    combo_->showName(QString::fromStdString(std::get<std::string>(value)));
    explanation_->setNote(combo_->currentExplanation());
}

QWidget* ChoiceControl::focusTarget() const { return combo_; }

QWidget* ChoiceControl::below() const { return explanation_; }

}   // namespace overfit::ui

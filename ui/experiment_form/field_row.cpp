#include "ui/experiment_form/field_row.h"

#include "ui/experiment_form/form_model.h"
#include "ui/experiment_form/form_style.h"
#include "ui/experiment_form/note_label.h"
#include "ui/experiment_form/revert_button.h"
#include "ui/experiment_form/typed_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace overfit::ui {
namespace {

/// A column whose width follows from its stretch alone, so that all rows align whatever they hold.
void ignoreOwnWidth(QWidget* widget) {
    QSizePolicy policy = widget->sizePolicy();
    policy.setHorizontalPolicy(QSizePolicy::Ignored);
    widget->setSizePolicy(policy);
}

QString labelText(const Field& field) {
    QString text = QString::fromStdString(field.label);
    text.replace(QLatin1Char('&'), QStringLiteral("&&"));
    // A dagger: the paper leaves this open; the help says how.
    return field.paper_is_silent.empty() ? text : text + QStringLiteral("\u202f†");
}

QString shownDefault(const Field& field, const ExperimentConfig& defaults) {
    const QString text = shownText(field, field.get(defaults));
    if (!text.isEmpty()) return text;
    return field.empty_word.empty() ? FieldRow::tr("none") : QString::fromStdString(field.empty_word);
}

}   // namespace

FieldRow::FieldRow(const Field& field, Columns columns, QWidget* parent)
    : QWidget(parent),
      label_(new QLabel(labelText(field), this)),
      control_(makeControl(field, this)),
      revert_(new RevertButton(this)),
      problem_(new NoteLabel(Tone::Problem, this)) {
    label_->setWordWrap(true);
    label_->setBuddy(control_->focusTarget());
    label_->setTextFormat(Qt::PlainText);
    ignoreOwnWidth(label_);
    ignoreOwnWidth(control_);
    problem_->setObjectName(QStringLiteral("problem"));
    problem_->hide();
    revert_->setAccessibleName(tr("Back to the default: %1").arg(QString::fromStdString(field.label)));

    auto* line = new QHBoxLayout;
    line->setSpacing(metrics::gap);
    const bool even = columns == Columns::Even;
    if (!even) label_->setMinimumWidth(topLabelWidth(label_->fontMetrics()));
    line->addWidget(label_, even ? metrics::labelStretch : metrics::topLabelStretch);
    line->addWidget(control_, even ? metrics::controlStretch : metrics::topControlStretch);
    line->addWidget(revert_, 0, Qt::AlignVCenter);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::indent, 0, 0, 0);
    column->setSpacing(metrics::noteSpacing);
    column->addLayout(line);
    const auto addBelow = [column](QWidget* widget) {
        auto* indented = new QHBoxLayout;
        indented->setContentsMargins(0, 0, metrics::revertSide + metrics::gap, 0);
        indented->addWidget(widget);
        column->addLayout(indented);
    };
    if (control_->below() != nullptr) addBelow(control_->below());
    addBelow(problem_);

    const QString help = helpText(field);
    setWhatsThis(help);   // the controls inherit it
    label_->setToolTip(help);
    control_->setToolTip(help);
    control_->focusTarget()->setToolTip(help);
    control_->focusTarget()->setWhatsThis(help);

    connect(control_, &FieldControl::edited, this, &FieldRow::edited);
    connect(control_, &FieldControl::rejected, this, &FieldRow::rejected);
    connect(revert_, &QAbstractButton::clicked, this, [this] {
        takeFocus();   // before the button hides and drops the focus somewhere
        Q_EMIT revertRequested();
    });
}

void FieldRow::refresh(const FormModel& model, Typed typed) {
    const Field& field = control_->field();
    const QString problem = plainWords(model.problemsOf(field.path));
    // A mistake must never be out of sight.
    const bool wanted = field.applies(model.config()) || !problem.isEmpty();
    if (wanted) {
        control_->present(field.get(model.config()), typed);
        control_->updateContext(model.config());
        setChanged(!model.isDefault(field) || model.isRejected(field), shownDefault(field, model.defaults()));
        problem_->setNote(problem);
        describe(problem);
    }
    setVisible(wanted);
}

void FieldRow::takeFocus() { control_->focusTarget()->setFocus(Qt::OtherFocusReason); }

void FieldRow::setOffer(const QString& text) {
    if (offer_ == nullptr) {
        if (text.isEmpty()) return;
        offer_ = new QPushButton(this);
        offer_->setObjectName(QStringLiteral("offer"));
        setTabOrder(revert_, offer_);
        static_cast<QVBoxLayout*>(layout())->addWidget(offer_, 0, Qt::AlignLeft);
        connect(offer_, &QAbstractButton::clicked, this, &FieldRow::offerTaken);
    }
    offer_->setText(text);
    offer_->setAccessibleName(text);
    offer_->setVisible(!text.isEmpty());
}

void FieldRow::describe(const QString& problem) {
    QString description = plainWords(control_->field().help);
    if (changed_) description.prepend(tr("Changed from the default. "));
    if (!problem.isEmpty()) description.prepend(tr("Problem: %1. ").arg(problem));
    control_->setDescription(description);
}

void FieldRow::setChanged(bool changed, const QString& defaultText) {
    if (revert_->isHidden() == changed) {
        revert_->setVisible(changed);
        revert_->setToolTip(tr("Back to the default: %1").arg(defaultText));
    }
    if (changed == changed_) return;
    changed_ = changed;
    update();
}

void FieldRow::paintEvent(QPaintEvent*) {
    if (!changed_) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(markColour(palette()));
    painter.drawRoundedRect(markBar(control_->geometry().united(label_->geometry())), 1.5, 1.5);
}

}   // namespace overfit::ui

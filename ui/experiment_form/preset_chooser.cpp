#include "ui/experiment_form/preset_chooser.h"

#include "core/config/proposed_name.h"
#include "ui/experiment_form/disclosure.h"
#include "ui/experiment_form/explained_combo.h"
#include "ui/experiment_form/form_model.h"
#include "ui/experiment_form/form_style.h"
#include "ui/experiment_form/note_label.h"
#include "ui/experiment_form/revert_button.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

namespace overfit::ui {
namespace {

/// The name is the user's own word for the run, not a part of the preset.
bool sameExperiment(ExperimentConfig a, const ExperimentConfig& b) {
    a.name = b.name;
    return sameConfig(a, b);
}

/// "The paper, table 1 · leaves 6 points open".
QString detailsTitle(const PresetItem& preset) {
    QString source = preset.source;
    if (!source.isEmpty()) source[0] = source[0].toUpper();
    const auto count = preset.openPoints.size();
    const QString open = count == 1 ? PresetChooser::tr("1 point open") : PresetChooser::tr("%1 points open").arg(count);
    return QStringLiteral("%1 · %2").arg(source, open);
}

}   // namespace

PresetChooser::PresetChooser(std::vector<PresetItem> presets, QWidget* parent)
    : QWidget(parent),
      presets_(std::move(presets)),
      combo_(new ExplainedCombo(this)),
      revert_(new RevertButton(this)),
      note_(new NoteLabel(Tone::Muted, this)),
      openPoints_(new NoteLabel(Tone::Muted)),
      details_(new Disclosure(openPoints_, this)) {
    for (const PresetItem& preset : presets_) combo_->addChoice(preset.name, preset.title, preset.summary);
    openPoints_->setObjectName(QStringLiteral("openPoints"));
    openPoints_->setAccessibleName(tr("What the paper leaves open"));
    openPoints_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    openPoints_->setContentsMargins(metrics::indent, 0, 0, 0);
    details_->button()->setObjectName(QStringLiteral("presetDetails"));
    combo_->setObjectName(QStringLiteral("preset"));
    combo_->setPlaceholderText(tr("Own settings"));
    combo_->setCurrentIndex(-1);
    combo_->setAccessibleName(tr("Preset"));
    const QString help = tr("<p><b>Preset</b><br>A known experiment to start from. Choosing one fills the whole form.</p>");
    combo_->setToolTip(help);
    combo_->setWhatsThis(help);
    revert_->setAccessibleName(tr("Back to the preset"));
    revert_->setToolTip(tr("Back to the preset as it was"));
    revert_->hide();

    auto* label = new QLabel(tr("Preset"), this);
    label->setBuddy(combo_);
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    label->setSizePolicy(policy);
    label->setMinimumWidth(topLabelWidth(label->fontMetrics()));
    combo_->setSizePolicy(QSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed));

    auto* line = new QHBoxLayout;
    line->setSpacing(metrics::gap);
    line->addWidget(label, metrics::topLabelStretch);
    line->addWidget(combo_, metrics::topControlStretch);
    line->addWidget(revert_);
    auto* below = new QVBoxLayout;
    below->setContentsMargins(0, 0, metrics::revertSide + metrics::gap, 0);
    below->setSpacing(metrics::noteSpacing);
    below->addWidget(note_);
    below->addWidget(details_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::indent, 0, 0, 0);
    column->setSpacing(metrics::noteSpacing);
    column->addLayout(line);
    column->addLayout(below);

    connect(combo_, &QComboBox::activated, this, &PresetChooser::choose);   // also the one that is chosen already
    connect(revert_, &QAbstractButton::clicked, this, [this] {
        combo_->setFocus();   // before the button hides and drops the focus somewhere
        choose();
    });
    dress();
    showChosen();
}

void PresetChooser::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) dress();
}

/// "Own settings" is a choice like any other, not a hint.
void PresetChooser::dress() {
    QPalette own;
    own.setColor(QPalette::PlaceholderText, palette().color(QPalette::ButtonText));
    combo_->setPalette(own);
}

void PresetChooser::choose() {
    const int row = combo_->currentIndex();
    if (row < 0) return;
    chosen_ = static_cast<std::size_t>(row);
    Q_EMIT chosen(presets_[*chosen_].config);
}

std::optional<ExperimentConfig> PresetChooser::chosenConfig() const {
    return chosen_ ? std::optional(presets_[*chosen_].config) : std::nullopt;
}

std::optional<std::size_t> PresetChooser::origin(const ExperimentConfig& config) const {
    const auto first = [&](auto&& fits) -> std::optional<std::size_t> {
        const auto found = std::ranges::find_if(presets_, fits);
        return found == presets_.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - presets_.begin()));
    };
    // A curve of a figure may be a row of a table: then the name tells.
    if (const auto named = first([&](const PresetItem& preset) { return sameConfig(config, preset.config); })) return named;
    if (const auto same = first([&](const PresetItem& preset) { return sameExperiment(config, preset.config); }))
        return same;
    return first([&](const PresetItem& preset) { return config.name == proposed_name(config, preset.config); });
}

void PresetChooser::follow(const ExperimentConfig& config, Change change) {
    if (change == Change::Replaced && !(chosen_ && sameExperiment(config, presets_[*chosen_].config))) {
        chosen_ = origin(config);
    }
    modified_ = chosen_ && !sameExperiment(config, presets_[*chosen_].config);
    showChosen();
}

void PresetChooser::showChosen() {
    combo_->setCurrentIndex(chosen_ ? static_cast<int>(*chosen_) : -1);
    revert_->setVisible(modified_);
    const PresetItem preset = chosen_ ? presets_[*chosen_] : PresetItem();
    note_->setNote(modified_ ? tr("modified; was: %1").arg(preset.summary) : preset.summary);
    details_->setVisible(!preset.openPoints.isEmpty());
    details_->setTitle(detailsTitle(preset));
    openPoints_->setText(tr("The paper leaves open:") + QStringLiteral("\n– ") +
                         preset.openPoints.join(QStringLiteral("\n– ")));
    combo_->setAccessibleDescription(note_->text());
    update();
}

void PresetChooser::paintEvent(QPaintEvent*) {
    if (!modified_) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(markColour(palette()));
    painter.drawRoundedRect(markBar(combo_->geometry()), 1.5, 1.5);
}

}   // namespace overfit::ui

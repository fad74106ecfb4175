#include "ui/experiment_form/fraction_control.h"

#include "core/config/corruption_facts.h"
#include "core/config/dataset_facts.h"
#include "core/corruption/label_noise.h"
#include "core/support/text.h"
#include "ui/experiment_form/note_label.h"

#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <cmath>

namespace overfit::ui {
namespace {

constexpr int sliderSteps = 100;

/// Turns only when it has the focus, so that the form scrolls under the pointer.
class CalmSlider : public QSlider {
public:
    using QSlider::QSlider;

protected:
    void wheelEvent(QWheelEvent* event) override {
        if (hasFocus()) {
            QSlider::wheelEvent(event);
        } else {
            event->ignore();
        }
    }
};

}   // namespace

FractionControl::FractionControl(const Field& field, QWidget* parent)
    : NumberControl(field, parent),
      below_(new QWidget(this)),
      slider_(new CalmSlider(Qt::Horizontal, below_)),
      note_(new NoteLabel(Tone::Muted, below_)) {
    auto* layout = new QVBoxLayout(below_);
    layout->setContentsMargins(0, 2, 0, 0);
    layout->setSpacing(metrics::noteSpacing);
    layout->addWidget(slider_);
    layout->addWidget(note_);
    slider_->setRange(0, sliderSteps);
    slider_->setPageStep(10);
    slider_->setTickInterval(10);
    slider_->setTickPosition(QSlider::TicksBelow);
    slider_->setFocusPolicy(Qt::StrongFocus);
    slider_->setAccessibleName(tr("%1, as a slider").arg(label()));
    connect(slider_, &QSlider::valueChanged, this, [this](int step) {
        showText(QString::number(static_cast<double>(step) / sliderSteps));
        read();
    });
}

void FractionControl::present(const FieldValue& value, Typed typed) {
    NumberControl::present(value, typed);
    const double fraction = std::get<double>(value);
    if (!std::isfinite(fraction)) return;
    const QSignalBlocker quiet(slider_);
    slider_->setValue(static_cast<int>(std::lround(std::clamp(fraction, 0.0, 1.0) * sliderSteps)));
}

void FractionControl::updateContext(const ExperimentConfig& config) {
    NumberControl::updateContext(config);
    const DatasetFacts* facts = find_dataset_facts(config.data.dataset);
    const LabelCorruption& noise = config.corruption.labels;
    const bool known = facts != nullptr && facts->classes > 0 && noise.fraction >= 0.0 && noise.fraction <= 1.0 &&
                       uses_fraction(noise.draw);
    const QString wrong =
        known ? tr("expected wrong labels: %1")
                    .arg(QString::fromStdString(as_percent(expected_changed_fraction(noise, facts->classes))))
              : QString();
    note_->setNote(isReadable() ? wrong : ofLastGoodValues(wrong));
    // Grey where it stands for what was there before; it can be moved all the same.
    QPalette colours;
    if (!isReadable()) colours.setColor(QPalette::Highlight, colours.color(QPalette::Mid));
    slider_->setPalette(colours);
}

QWidget* FractionControl::below() const { return below_; }

}   // namespace overfit::ui

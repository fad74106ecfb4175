#include "ui/experiment_form/schedule_curve.h"

#include "core/support/text.h"
#include "ui/experiment_form/form_style.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace overfit::ui {
namespace {

constexpr int curveHeight = 34;
constexpr int fewestPixelsPerPoint = 2;

QString shortNumber(double value) { return QString::number(value, 'g', 3); }

}   // namespace

double learningRateAfter(const TrainingConfig& training, std::int64_t completedEpochs) {
    const ScheduleConfig& schedule = training.schedule;
    const double rate = training.learning_rate;
    const auto completed = static_cast<double>(completedEpochs);
    switch (schedule.kind) {
        case ScheduleKind::Constant: break;
        case ScheduleKind::Step: {
            const auto falls = std::ranges::count_if(schedule.at, [&](std::int64_t at) { return at <= completedEpochs; });
            return rate * std::pow(schedule.factor, static_cast<double>(falls));
        }
        case ScheduleKind::Exponential: return rate * std::pow(schedule.factor, completed);
        case ScheduleKind::Cosine:
            return rate * 0.5 * (1.0 + std::cos(std::numbers::pi * completed / static_cast<double>(training.epochs)));
    }
    return rate;
}

std::vector<double> scheduleValues(const TrainingConfig& training, int points) {
    if (training.epochs < 1 || points < 1) return {};
    const auto count = std::min<std::int64_t>(points, training.epochs);
    std::vector<double> values;
    values.reserve(static_cast<std::size_t>(count));
    for (std::int64_t point = 0; point < count; ++point) {
        const double share = count == 1 ? 0.0 : static_cast<double>(point) / static_cast<double>(count - 1);
        const auto epoch = static_cast<std::int64_t>(std::llround(share * static_cast<double>(training.epochs - 1)));
        values.push_back(learningRateAfter(training, epoch));
        if (!std::isfinite(values.back()) || values.back() < 0.0) return {};
    }
    return values;
}

ScheduleCurve::ScheduleCurve(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setSizePolicy(policy);
    setFont(noteFont(font()));
    setAccessibleName(tr("Learning rate over the epochs"));
}

void ScheduleCurve::setTraining(const TrainingConfig& training) {
    if (training == training_) return;
    training_ = training;
    setAccessibleDescription(description());
    setToolTip(description());
    update();
}

QSize ScheduleCurve::sizeHint() const { return {120, curveHeight + fontMetrics().height() + 2}; }

QString ScheduleCurve::description() const {
    if (scheduleValues(training_, 1).empty()) return {};
    return tr("%1 in the first epoch, %2 in epoch %3")
        .arg(shortNumber(learningRateAfter(training_, 0)), shortNumber(learningRateAfter(training_, training_.epochs - 1)),
             QString::fromStdString(with_thousands(training_.epochs)));
}

void ScheduleCurve::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area(0.5, 0.5, width() - 1.0, curveHeight - 1.0);
    painter.setPen(QPen(lineColour(palette()), 1.0));
    painter.drawLine(area.bottomLeft(), area.bottomRight());

    const std::vector<double> values = scheduleValues(training_, width() / fewestPixelsPerPoint);
    if (values.empty()) return;
    const double highest = *std::ranges::max_element(values);
    if (highest <= 0.0) return;
    const QRectF plot = area.adjusted(1, 4, -1, -1);
    const auto count = static_cast<double>(values.size());
    QPainterPath path;
    for (std::size_t index = 0; index < values.size(); ++index) {
        // Each epoch is a level: the rate changes between epochs.
        const double y = plot.bottom() - values[index] / highest * plot.height();
        const double left = plot.left() + static_cast<double>(index) / count * plot.width();
        const double right = plot.left() + static_cast<double>(index + 1) / count * plot.width();
        if (index == 0) path.moveTo(left, y);
        path.lineTo(left, y);
        path.lineTo(right, y);
    }
    QPainterPath filled = path;
    filled.lineTo(plot.bottomRight());
    filled.lineTo(plot.bottomLeft());
    filled.closeSubpath();
    const QColor line = isEnabled() ? markColour(palette()) : toneColour(palette(), Tone::Muted);
    QColor tint = line;
    tint.setAlpha(40);
    painter.fillPath(filled, tint);
    painter.setPen(QPen(line, 1.5));
    painter.drawPath(path);

    painter.setPen(toneColour(palette(), Tone::Muted));
    const QRectF words(0, curveHeight + 1, width(), fontMetrics().height());
    painter.drawText(words, Qt::AlignLeft, tr("epoch 1: %1").arg(shortNumber(values.front())));
    if (training_.epochs > 1) {
        painter.drawText(
            words, Qt::AlignRight,
            tr("epoch %1: %2").arg(QString::fromStdString(with_thousands(training_.epochs)), shortNumber(values.back())));
    }
}

}   // namespace overfit::ui

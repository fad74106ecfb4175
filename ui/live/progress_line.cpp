#include "ui/live/progress_line.h"

#include "core/support/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <cmath>

namespace overfit::ui {

namespace {

QString percent(double fraction) { return QString::fromStdString(as_percent(fraction)); }

QString placeText(const LiveProgress& progress) {
    if (!progress.running) return progress.name;
    if (progress.stopping) return ProgressLine::tr("stopping after this batch");
    if (progress.step == 0) return progress.phase;
    return ProgressLine::tr("epoch %1 of %2").arg(static_cast<qint64>(std::floor(progress.epoch))).arg(progress.epochs);
}

}   // namespace

QString progressNumbers(const LiveProgress& progress) {
    if (!progress.running) return progress.outcome;
    QStringList parts;
    if (progress.secondsLeft > 0.0)
        parts << ProgressLine::tr("%1 left").arg(QString::fromStdString(as_duration(progress.secondsLeft)));
    if (progress.imagesPerSecond > 0.0)
        parts << ProgressLine::tr("%1 images/s")
                     .arg(QString::fromStdString(with_thousands(std::llround(progress.imagesPerSecond))));
    if (progress.trainAccuracy) parts << ProgressLine::tr("train %1").arg(percent(*progress.trainAccuracy));
    if (progress.testAccuracy) parts << ProgressLine::tr("test %1").arg(percent(*progress.testAccuracy));
    return parts.join(QStringLiteral(" · "));
}

ProgressLine::ProgressLine(QWidget* parent)
    : QWidget(parent),
      place_(new QLabel(this)),
      bar_(new QProgressBar(this)),
      numbers_(new QLabel(this)),
      stop_(new QPushButton(tr("Stop"), this)) {
    for (QLabel* label : {place_, numbers_}) label->setTextFormat(Qt::PlainText);
    place_->setMinimumWidth(place_->fontMetrics().horizontalAdvance(tr("epoch 000 of 000")));
    numbers_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);   // long words never widen the window
    bar_->setTextVisible(false);
    bar_->setMaximumHeight(12);
    bar_->setRange(0, 1000);
    bar_->setAccessibleName(tr("Progress of the run"));
    stop_->setAccessibleName(tr("Stop the run"));
    stop_->setToolTip(tr("Stops after the current batch; the run folder is complete and can be resumed (Ctrl+.)"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    row->addWidget(place_);
    row->addWidget(bar_, 1);
    row->addWidget(numbers_, 2);
    row->addWidget(stop_);
    connect(stop_, &QPushButton::clicked, this, &ProgressLine::stopRequested);
    setVisible(false);
}

void ProgressLine::setProgress(const LiveProgress& progress) {
    setVisible(progress.running || !progress.outcome.isEmpty());
    place_->setText(placeText(progress));
    const QString numbers = progressNumbers(progress);
    numbers_->setText(numbers);
    numbers_->setToolTip(numbers);
    bar_->setVisible(progress.running);
    bar_->setRange(0, progress.totalSteps == 0 ? 0 : 1000);   // 0..0: busy, how long is not known
    if (progress.totalSteps > 0) bar_->setValue(static_cast<int>(1000 * progress.step / progress.totalSteps));
    stop_->setVisible(progress.running);
    stop_->setEnabled(!progress.stopping);
}

}   // namespace overfit::ui

#include "ui/live/progress_line.h"

#include "core/support/text.h"
#include "ui/charts/chart_style.h"
#include "ui/charts/cut_name.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QTextDocument>
#include <algorithm>
#include <cmath>

namespace overfit::ui {

namespace {

constexpr int leastName = 120;   // pixels of a run's name
constexpr int gap = 10;          // between two parts of the line

QLabel* plainLabel(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);   // names and reasons are data, never markup
    return label;
}

QString percent(double fraction) { return QString::fromStdString(as_percent(fraction)); }

QString numbersOf(const LiveProgress& progress) {
    QStringList parts;
    // What is cut where there is no room stands last; the accuracies stand in the charts, too.
    if (progress.secondsLeft > 0.0)
        parts << ProgressLine::tr("about %1 left").arg(QString::fromStdString(as_duration(progress.secondsLeft)));
    if (progress.trainAccuracy) parts << ProgressLine::tr("train %1").arg(percent(*progress.trainAccuracy));
    if (progress.testAccuracy) parts << ProgressLine::tr("test %1").arg(percent(*progress.testAccuracy));
    if (progress.imagesPerSecond > 0.0) {
        const auto rate = static_cast<std::int64_t>(std::llround(progress.imagesPerSecond));
        parts << ProgressLine::tr("%1 images/s").arg(QString::fromStdString(with_thousands(rate)));
    }
    return parts.join(QStringLiteral(" · "));
}

/// Its wanted width only grows while a run goes on: numbers that change must not push the bar about. Shortened with "…"
/// where there is no room.
class SteadyLabel : public QLabel {
public:
    using QLabel::QLabel;

    void say(const QString& text) {
        setText(text);
        setToolTip(Qt::convertFromPlainText(text));
        const int width = QLabel::sizeHint().width();
        if (width <= widest_) return;
        widest_ = width;
        updateGeometry();
    }
    void forgetWidth() { widest_ = 0; }

    QSize sizeHint() const override { return {std::max(widest_, 1), QLabel::sizeHint().height()}; }
    QSize minimumSizeHint() const override { return {std::min(sizeHint().width(), 60), QLabel::sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setPen(palette().color(foregroundRole()));
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                         fontMetrics().elidedText(text(), Qt::ElideRight, width()));
    }

private:
    int widest_ = 0;
};

/// Whole where there is room, else cut where that leaves it told from the others.
class NameLabel : public QLabel {
public:
    using QLabel::QLabel;

    void setName(const QString& name, const QStringList& others) {
        others_ = others;
        if (name == text()) return update();
        setText(name);
        setToolTip(Qt::convertFromPlainText(name));
    }

    QSize minimumSizeHint() const override { return {std::min(sizeHint().width(), leastName), sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setPen(palette().color(foregroundRole()));
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                         cutName(text(), others_, QFontMetricsF(font()), width()));
    }

private:
    QStringList others_;
};

QLabel* nameLabel(QWidget* parent) {
    auto* label = new NameLabel(parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QLabel* steadyLabel(QWidget* parent) {
    auto* label = new SteadyLabel(parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

void setSteadyText(QLabel* label, const QString& text) { static_cast<SteadyLabel*>(label)->say(text); }

}   // namespace

ProgressLine::ProgressLine(QWidget* parent)
    : QWidget(parent),
      name_(nameLabel(this)),
      place_(steadyLabel(this)),
      bar_(new QProgressBar(this)),
      numbers_(steadyLabel(this)),
      outcome_(plainLabel(this)),
      stop_(new QPushButton(tr("Stop"), this)) {
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    name_->setFont(bold);
    bar_->setRange(0, 1000);
    bar_->setTextVisible(false);
    bar_->setFixedHeight(10);
    bar_->setMinimumWidth(60);
    bar_->setAccessibleName(tr("Progress of the training"));
    outcome_->setWordWrap(true);
    outcome_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    outcome_->setAccessibleName(tr("How the run ended"));
    stop_->setToolTip(tr("Stop after the current batch; the run folder stays complete and can be resumed (Ctrl+.)"));
    stop_->setObjectName(QStringLiteral("stopTraining"));
    stop_->setAccessibleName(tr("Stop the training"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gap);
    row->addWidget(name_);
    row->addWidget(place_);
    row->addWidget(bar_, 1);
    row->addWidget(numbers_);
    row->addWidget(outcome_, 1);
    row->addWidget(stop_);
    setMinimumHeight(stop_->sizeHint().height());   // also without it: the charts above keep theirs
    connect(stop_, &QPushButton::clicked, this, &ProgressLine::stopRequested);
    setProgress({});
}

void ProgressLine::setProgress(const LiveProgress& progress, const QStringList& shownNames) {
    setVisible(progress.running || !progress.outcome.isEmpty());
    static_cast<NameLabel*>(name_)->setName(progress.name, shownNames);
    running_ = progress.running;
    for (QWidget* widget : {static_cast<QWidget*>(place_), static_cast<QWidget*>(bar_), static_cast<QWidget*>(numbers_),
                            static_cast<QWidget*>(stop_)})
        widget->setVisible(progress.running);
    outcome_->setVisible(!progress.running);
    if (progress.running)
        showRunning(progress);
    else
        showOutcome(progress);
    fitName();
}

void ProgressLine::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitName();
}

/// What the others of the line leave, and never less than a part of it.
void ProgressLine::fitName() {
    int others = 0;
    if (running_) {
        for (const QWidget* widget : std::initializer_list<QWidget*>{place_, numbers_, stop_})
            others += widget->sizeHint().width() + gap;
        others += bar_->minimumWidth() + gap;
    } else {
        others = outcome_->fontMetrics().horizontalAdvance(outcome_->text()) + 2 * gap;
    }
    name_->setMaximumWidth(std::max({leastName, width() / (running_ ? 3 : 2), width() - others}));
}

void ProgressLine::showRunning(const LiveProgress& progress) {
    const bool counting = progress.totalSteps > 0;
    QString place = progress.phase;
    if (counting && progress.step > 0) {
        // The epoch in progress, counted from one; the last step belongs to the last epoch.
        const auto epoch = std::min(progress.epochs, static_cast<std::int64_t>(std::floor(progress.epoch)) + 1);
        place = tr("epoch %1/%2").arg(epoch).arg(progress.epochs);
    }
    setSteadyText(place_, place);
    place_->setMinimumWidth(place_->sizeHint().width());   // the numbers give way first
    setSteadyText(numbers_, numbersOf(progress));
    bar_->setRange(0, counting ? 1000 : 0);   // 0: busy, no end known
    if (counting)
        bar_->setValue(
            static_cast<int>(1000.0 * static_cast<double>(progress.step) / static_cast<double>(progress.totalSteps)));
    stop_->setEnabled(!progress.stopping);
    stop_->setText(progress.stopping ? tr("Stopping…") : tr("Stop"));
}

void ProgressLine::showOutcome(const LiveProgress& progress) {
    static_cast<SteadyLabel*>(place_)->forgetWidth();
    place_->setMinimumWidth(0);
    static_cast<SteadyLabel*>(numbers_)->forgetWidth();
    LiveProgress ends;
    ends.trainAccuracy = progress.trainAccuracy;
    ends.testAccuracy = progress.testAccuracy;
    const QString numbers = numbersOf(ends);
    const QString sign = progress.failed ? QStringLiteral("✗ ") : QString();
    outcome_->setText(sign + progress.outcome + (numbers.isEmpty() ? QString() : QStringLiteral(" · ") + numbers));
    QPalette colours = palette();
    if (progress.failed) colours.setColor(QPalette::WindowText, chartTheme(palette()).failure);
    outcome_->setPalette(colours);
}

}   // namespace overfit::ui

#include "ui/main_window/queue_strip.h"

#include "ui/main_window/themed_icon.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace overfit::ui {

namespace {

constexpr std::size_t namesShown = 3;

}   // namespace

QueueStrip::QueueStrip(QWidget* parent) : QWidget(parent), names_(new QLabel(this)) {
    setObjectName(QStringLiteral("queueStrip"));
    names_->setTextFormat(Qt::PlainText);
    names_->setMinimumWidth(60);
    names_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);   // long names are cut, the panel stays narrow
    names_->setAccessibleName(tr("Waiting experiments"));
    auto* clear = new QToolButton(this);
    clear->setIcon(themedIcon(QStringLiteral("close")));
    clear->setAutoRaise(true);
    clear->setToolTip(tr("Clear the queue; the running experiment goes on"));
    clear->setAccessibleName(tr("Clear the queue"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 6, 0);
    row->addWidget(names_, 1);
    row->addWidget(clear, 0, Qt::AlignTop);
    connect(clear, &QToolButton::clicked, this, &QueueStrip::clearRequested);
    hide();
}

void QueueStrip::setQueue(const std::vector<ExperimentConfig>& waiting) {
    QStringList lines;
    for (std::size_t place = 0; place < waiting.size() && place < namesShown; ++place) {
        lines << tr("%1. %2").arg(place + 1).arg(QString::fromStdString(waiting[place].name));
    }
    if (waiting.size() > namesShown) lines << tr("and %1 more").arg(waiting.size() - namesShown);
    names_->setText(tr("Waiting") + QLatin1Char('\n') + lines.join(QLatin1Char('\n')));
    names_->setToolTip(lines.join(QLatin1Char('\n')));
    setVisible(!waiting.empty());
}

}   // namespace overfit::ui

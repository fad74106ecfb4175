#include "ui/quick_start/reading_help.h"

#include "core/support/text.h"
#include "ui/settings/themed_icon.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace overfit::ui {

namespace {

QString percent(double fraction) { return QString::fromStdString(as_percent(fraction)); }

}   // namespace

ReadingHelp::ReadingHelp(QWidget* parent) : QFrame(parent), words_(new QLabel(this)) {
    setObjectName(QStringLiteral("readingHelp"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setFrameShape(QFrame::NoFrame);
    words_->setWordWrap(true);
    words_->setTextFormat(Qt::RichText);   // our own words and numbers only
    words_->setTextInteractionFlags(Qt::TextBrowserInteraction);
    words_->setAccessibleName(tr("How to read the curves"));
    auto* close = new QToolButton(this);
    close->setIcon(themedIcon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Hide the explanation"));
    close->setAccessibleName(close->toolTip());
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 6, 8);
    row->addWidget(words_, 1);
    row->addWidget(close, 0, Qt::AlignTop);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(words_, &QLabel::linkActivated, this, [this](const QString& link) {
        if (link == QLatin1String("random")) Q_EMIT randomLabelsRequested();
        if (link == QLatin1String("true")) Q_EMIT trueLabelsRequested();
        if (link == QLatin1String("half")) Q_EMIT halfCorruptedRequested();
    });
    hide();
}

void ReadingHelp::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() != QEvent::PaletteChange) return;
    // Links take their colour when the words are set.
    const QString words = words_->text();
    words_->clear();
    words_->setText(words);
}

void ReadingHelp::explain(const LiveProgress& withTrueLabels, const LiveProgress& withRandomLabels) {
    if (!withTrueLabels.testAccuracy || !withRandomLabels.trainAccuracy || !withRandomLabels.testAccuracy) return;
    const QString memorised =
        tr("<b>%1 of the random labels are reproduced.</b> There is no rule behind them, so the network "
           "has learned every image by heart. <a href=\"random\">Show this experiment</a>")
            .arg(percent(*withRandomLabels.trainAccuracy));
    const double chanceAccuracy = withRandomLabels.audit ? withRandomLabels.audit->chance_accuracy : 0.0;
    const QString chance =
        tr("<b>It names %1 of new images rightly.</b> Guessing gives %2, the grey line; with true labels the "
           "same network reaches %3. <a href=\"true\">Show that experiment</a>")
            .arg(percent(*withRandomLabels.testAccuracy), percent(chanceAccuracy), percent(*withTrueLabels.testAccuracy));
    const QString between =
        tr("<b>In between?</b> Draw only half of the labels by lot, and see which of the two wins. "
           "<a href=\"half\">Set p = 0.5</a>");
    words_->setText(QStringLiteral("<p style='margin:0'>%1</p><p style='margin:4px 0 0 0'>%2</p>"
                                   "<p style='margin:4px 0 0 0'>%3</p>")
                        .arg(memorised, chance, between));
    show();
    Q_EMIT explained();
}

}   // namespace overfit::ui

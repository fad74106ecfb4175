#include "ui/quick_start/reading_help.h"

#include "core/runs/run_facts.h"
#include "core/support/text.h"
#include "ui/settings/themed_icon.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace overfit::ui {

namespace {

QString percent(double fraction) { return QString::fromStdString(as_percent(fraction)); }

bool endedByItself(const RunRecord& run) {
    const bool learned =
        run.status == RunStatus::Completed || run.status == RunStatus::Fitted || run.status == RunStatus::EarlyStopped;
    return learned && run.final_metrics;
}

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

void ReadingHelp::explain(const ReadingNumbers& numbers) {
    const QString memorised =
        tr("<b>%1 of the random labels are reproduced.</b> There is no rule behind them, so the network "
           "has learned every image by heart. <a href=\"random\">Show this experiment</a>")
            .arg(percent(numbers.trainOfRandom));
    const QString chance =
        tr("<b>It names %1 of new images rightly.</b> Guessing gives %2, the grey line; with true labels the "
           "same network reaches %3. <a href=\"true\">Show that experiment</a>")
            .arg(percent(numbers.testOfRandom), percent(numbers.chance), percent(numbers.testOfTrue));
    const QString between =
        tr("<b>In between?</b> Draw only half of the labels by lot, and see which of the two wins. "
           "<a href=\"half\">Set p = 0.5</a>");
    words_->setText(QStringLiteral("<p style='margin:0'>%1</p><p style='margin:4px 0 0 0'>%2</p>"
                                   "<p style='margin:4px 0 0 0'>%3</p>")
                        .arg(memorised, chance, between));
}

std::optional<ReadingNumbers> readingNumbers(const RunRecord& trueLabels, const RunRecord& randomLabels) {
    if (!endedByItself(trueLabels) || !endedByItself(randomLabels)) return std::nullopt;
    const EpochMetrics& ofTrue = *trueLabels.final_metrics;
    const EpochMetrics& ofRandom = *randomLabels.final_metrics;
    if (!ofTrue.test_accuracy || !ofRandom.train_accuracy || !ofRandom.test_accuracy) return std::nullopt;
    return ReadingNumbers{.testOfTrue = *ofTrue.test_accuracy,
                          .trainOfRandom = *ofRandom.train_accuracy,
                          .testOfRandom = *ofRandom.test_accuracy,
                          .chance = chance_accuracy(randomLabels)};
}

}   // namespace overfit::ui

#include "ui/desktop/run_notices.h"

#include "core/support/text.h"
#include "ui/desktop/desktop_notifier.h"
#include "ui/worker/outcome_words.h"

#include <QApplication>
#include <QWidget>

namespace overfit::ui {

namespace {

QString percent(double fraction) { return QString::fromStdString(as_percent(fraction)); }

}   // namespace

RunNotices::RunNotices(TrainingController& controller, const AppSettings& settings, QWidget& window)
    : QObject(&window), controller_(controller), settings_(settings), window_(window), notifier_(new DesktopNotifier(this)) {
    connect(&controller, &TrainingController::runFinished, this, &RunNotices::takeEnd);
    connect(notifier_, &DesktopNotifier::activated, this, [this] {
        window_.setWindowState(window_.windowState() & ~Qt::WindowMinimized);
        window_.raise();
        window_.activateWindow();
    });
}

void RunNotices::takeEnd(const RunOutcome& outcome) {
    const bool stoppedHere = outcome.summary && outcome.summary->reason == StopReason::Cancelled;
    if (QApplication::activeWindow() != nullptr || stoppedHere || !controller_.running()) return;
    QApplication::alert(&window_);
    if (!settings_.notifiesAtEnd()) return;
    const NoticeText notice = noticeText(QString::fromStdString(controller_.running()->config.name), outcome,
                                         static_cast<int>(controller_.queue().size()));
    notifier_->tell(notice.title, notice.words);
}

NoticeText noticeText(const QString& experiment, const RunOutcome& outcome, int waiting) {
    NoticeText notice;
    QStringList parts;
    if (!outcome.summary) {
        notice.title = RunNotices::tr("%1 could not be trained").arg(experiment);
        parts << outcome.error;
    } else if (outcome.summary->reason == StopReason::Diverged) {
        notice.title = RunNotices::tr("%1 diverged").arg(experiment);
        parts << QString::fromStdString(outcome.summary->explanation);
    } else {
        const EpochMetrics& end = outcome.summary->final_metrics;
        notice.title = RunNotices::tr("%1: %2").arg(experiment, outcomeWords(outcome));
        if (end.train_accuracy) parts << RunNotices::tr("train %1").arg(percent(*end.train_accuracy));
        if (end.test_accuracy) parts << RunNotices::tr("test %1").arg(percent(*end.test_accuracy));
    }
    if (waiting > 0) parts << (waiting == 1 ? RunNotices::tr("1 more waits") : RunNotices::tr("%1 more wait").arg(waiting));
    notice.words = parts.join(QStringLiteral(" · "));
    return notice;
}

}   // namespace overfit::ui

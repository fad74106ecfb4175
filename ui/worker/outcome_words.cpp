#include "ui/worker/outcome_words.h"

#include "core/support/text.h"

namespace overfit::ui {

QString outcomeWords(const RunOutcome& outcome) {
    if (!outcome.summary) return outcome.error;
    const RunSummary& summary = *outcome.summary;
    const QString time = QString::fromStdString(as_duration(summary.duration_s));
    const auto epoch = summary.final_metrics.epoch;
    switch (summary.reason) {
        case StopReason::Fitted: return TrainingController::tr("fitted in epoch %1 after %2").arg(epoch).arg(time);
        case StopReason::Completed: return TrainingController::tr("completed %1 epochs in %2").arg(epoch).arg(time);
        case StopReason::EarlyStopped:
            return TrainingController::tr("stopped early in epoch %1 after %2").arg(epoch).arg(time);
        case StopReason::Cancelled:
            return TrainingController::tr("stopped in epoch %1 after %2; can be resumed").arg(epoch).arg(time);
        case StopReason::Diverged:
            return TrainingController::tr("diverged: %1").arg(QString::fromStdString(summary.explanation));
    }
    return {};
}

RunStatus outcomeStatus(const RunOutcome& outcome) {
    return outcome.summary ? status_of(outcome.summary->reason) : RunStatus::Failed;
}

}   // namespace overfit::ui

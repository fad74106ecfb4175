#include "ui/worker/outcome_words.h"

#include "core/runs/run_facts.h"
#include "core/support/text.h"

namespace overfit::ui {

namespace {

QString tr(const char* text) { return TrainingController::tr(text); }

QString unfinishedWords(const RunRecord& record) {
    QStringList parts{record.status == RunStatus::Running ? tr("running in another program") : tr("interrupted")};
    if (record.final_metrics) parts << QString::fromStdString(place_words(record.status, *record.final_metrics));
    if (record.status == RunStatus::Running) return parts.join(QStringLiteral(", "));
    if (record.duration_s > 0) parts << QString::fromStdString(as_duration(record.duration_s));
    return tr("%1; can be resumed").arg(parts.join(QStringLiteral(", ")));
}

/// Nothing for one that did not end by itself.
std::optional<StopReason> reasonOf(RunStatus status) {
    switch (status) {
        case RunStatus::Completed: return StopReason::Completed;
        case RunStatus::Fitted: return StopReason::Fitted;
        case RunStatus::EarlyStopped: return StopReason::EarlyStopped;
        case RunStatus::Cancelled: return StopReason::Cancelled;
        case RunStatus::Diverged: return StopReason::Diverged;
        case RunStatus::Running:
        case RunStatus::Failed:
        case RunStatus::Interrupted: break;
    }
    return std::nullopt;
}

}   // namespace

QString outcomeWords(const RunOutcome& outcome) {
    if (!outcome.summary) return outcome.error;
    const RunSummary& summary = *outcome.summary;
    const QString time = QString::fromStdString(as_duration(summary.duration_s));
    const QString place = QString::fromStdString(place_words(status_of(summary.reason), summary.final_metrics));
    switch (summary.reason) {
        case StopReason::Fitted: return tr("fitted %1 after %2").arg(place, time);
        case StopReason::Completed: return tr("completed %1 epochs in %2").arg(summary.final_metrics.epoch).arg(time);
        case StopReason::EarlyStopped: return tr("stopped early %1 after %2").arg(place, time);
        case StopReason::Cancelled: return tr("stopped %1 after %2; can be resumed").arg(place, time);
        case StopReason::Diverged: return tr("diverged: %1").arg(QString::fromStdString(summary.explanation));
    }
    return {};
}

QString recordWords(const RunRecord& record) {
    const std::optional<RunOutcome> outcome = outcomeOf(record, {});
    return outcome ? outcomeWords(*outcome) : unfinishedWords(record);
}

RunStatus outcomeStatus(const RunOutcome& outcome) {
    return outcome.summary ? status_of(outcome.summary->reason) : RunStatus::Failed;
}

std::optional<RunOutcome> outcomeOf(const RunRecord& record, const QString& folder) {
    RunOutcome outcome{.folder = folder, .summary = {}, .error = {}};
    if (record.status == RunStatus::Failed) {
        outcome.error = QString::fromStdString(failure_words(record));
        return outcome;
    }
    const std::optional<StopReason> reason = reasonOf(record.status);
    if (!reason) return std::nullopt;
    outcome.summary = RunSummary{};
    outcome.summary->reason = *reason;
    outcome.summary->explanation = record.error;
    outcome.summary->final_metrics = record.final_metrics.value_or(EpochMetrics{});
    outcome.summary->duration_s = record.duration_s;
    return outcome;
}

}   // namespace overfit::ui

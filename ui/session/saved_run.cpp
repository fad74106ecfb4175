#include "ui/session/saved_run.h"

#include "core/runs/run_facts.h"
#include "core/support/text.h"
#include "ui/library/run_words.h"
#include "ui/worker/outcome_words.h"

#include <QCoreApplication>

namespace overfit::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("SavedRun", text); }

QString placeWords(const RunRecord& record) {
    return record.final_metrics ? tr(" in epoch %1").arg(record.final_metrics->epoch) : QString();
}

QString timeWords(const RunRecord& record) {
    return record.duration_s > 0 ? tr(" after %1").arg(QString::fromStdString(as_duration(record.duration_s))) : QString();
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

QString recordedOutcome(const RunListing& run) {
    const RunRecord& record = *run.record;
    if (record.status == RunStatus::Running) return tr("running%1 in another program").arg(placeWords(record));
    if (record.status == RunStatus::Interrupted) {
        return tr("interrupted%1%2; can be resumed").arg(placeWords(record), timeWords(record));
    }
    const std::optional<StopReason> reason = reasonOf(record.status);
    if (!reason || !record.final_metrics) {
        return record.error.empty() ? statusWords(run) + timeWords(record) : QString::fromStdString(record.error);
    }
    RunOutcome outcome;
    outcome.summary = RunSummary{};
    outcome.summary->reason = *reason;
    outcome.summary->explanation = record.error;
    outcome.summary->final_metrics = *record.final_metrics;
    outcome.summary->duration_s = record.duration_s;
    return outcomeWords(outcome);
}

void takeAudit(LiveProgress& progress, const RunAudit& audit) {
    progress.audit = audit.report;
    progress.auditProblem = audit.problem;
    if (!audit.problem.isEmpty()) return;   // what there is comes from the trainer's own record
    progress.auditBasis = audit.measured ? AuditBasis::FolderAndRecord : AuditBasis::FolderAlone;
}

}   // namespace

LiveProgress savedProgress(const RunRow& row) {
    LiveProgress progress;
    progress.name = row.fullName();
    if (!row.run.record) {
        progress.failed = true;
        progress.outcome = QString::fromStdString(row.run.problem);
        return progress;
    }
    const RunRecord& record = *row.run.record;
    progress.outcome = recordedOutcome(row.run);
    progress.failed = ended_badly(record.status);
    if (record.final_metrics) {
        progress.trainAccuracy = record.final_metrics->train_accuracy;
        progress.testAccuracy = record.final_metrics->test_accuracy;
    }
    if (row.audit) takeAudit(progress, *row.audit);
    return progress;
}

}   // namespace overfit::ui

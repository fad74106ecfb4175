#include "ui/session/saved_run.h"

#include "core/runs/run_facts.h"
#include "ui/worker/outcome_words.h"

namespace overfit::ui {

namespace {

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
    progress.outcome = recordWords(record);
    progress.failed = ended_badly(record.status);
    if (record.final_metrics) {
        progress.trainAccuracy = record.final_metrics->train_accuracy;
        progress.testAccuracy = record.final_metrics->test_accuracy;
    }
    if (row.audit) takeAudit(progress, *row.audit);
    return progress;
}

}   // namespace overfit::ui

#include "core/runs/run_facts.h"

namespace overfit {

double chance_accuracy(const RunRecord& record) {
    if (record.audit) return record.audit->chance_accuracy;
    return record.data && record.data->classes > 0 ? 1.0 / record.data->classes : 0.0;
}

bool ended_badly(RunStatus status) { return status == RunStatus::Failed || status == RunStatus::Diverged; }

std::string failure_words(const RunRecord& record) {
    if (!ended_badly(record.status)) return "";
    return record.error.empty() ? std::string(status_words(record.status)) : record.error;
}

}   // namespace overfit

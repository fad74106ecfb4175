#include "core/runs/run_facts.h"

#include "core/support/text.h"

namespace overfit {

double chance_accuracy(const RunRecord& record) {
    if (record.audit) return record.audit->chance_accuracy;
    return record.data && record.data->classes > 0 ? 1.0 / record.data->classes : 0.0;
}

bool ended_badly(RunStatus status) { return status == RunStatus::Failed || status == RunStatus::Diverged; }

bool came_to_its_end(RunStatus status) {
    switch (status) {
        case RunStatus::Completed:
        case RunStatus::Fitted:
        case RunStatus::EarlyStopped:
        case RunStatus::Cancelled: return true;
        case RunStatus::Running:
        case RunStatus::Diverged:
        case RunStatus::Failed:
        case RunStatus::Interrupted: return false;
    }
    return false;
}

std::string place_words(RunStatus status, const EpochMetrics& last) {
    switch (status) {
        case RunStatus::Cancelled:
            // The untrained network is evaluated before any other.
            if (last.epoch == 0 && !last.train_accuracy) return "before the first epoch";
            return "in epoch " + with_thousands(last.epoch + 1);
        case RunStatus::Fitted:
        case RunStatus::EarlyStopped:
        case RunStatus::Diverged: return "in epoch " + with_thousands(last.epoch);
        case RunStatus::Completed:
        case RunStatus::Running:
        case RunStatus::Failed:
        case RunStatus::Interrupted: break;
    }
    return "after epoch " + with_thousands(last.epoch);
}

std::string failure_words(const RunRecord& record) {
    if (!ended_badly(record.status)) return "";
    return record.error.empty() ? std::string(status_words(record.status)) : record.error;
}

}   // namespace overfit

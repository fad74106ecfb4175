#pragma once

#include "core/audit/finding.h"
#include "core/runs/run_store.h"

#include <string>
#include <vector>

namespace overfit {

/// A saved run judged anew from its folder, beside what the run wrote down itself while it trained.
struct SavedRunAudit {
    std::string labels;              // the share of changed labels, in words
    AuditReport judged;              // from config.yaml, labels.bin and the numbers in the folder
    std::vector<Finding> recorded;   // of run.json, where not found again: on images and on the device's tensors
    bool was_measured = false;       // run.json has an audit: what only the trainer can check was checked

    AuditReport together() const;   // judged, with the recorded findings behind its own
    bool has_error() const { return together().has_error(); }
};

/// By the rules of `core/audit`, without LibTorch; reads labels, curves and the last predictions, some ms. Throws Error
/// naming the file that is missing or damaged.
SavedRunAudit audit_run_folder(const RunListing& run);

}   // namespace overfit

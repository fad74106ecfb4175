#pragma once

#include "core/experiment/observer.h"

#include <string>
#include <utility>
#include <vector>

namespace overfit {

/// What was noted while the data was read, as findings of the audit.
inline std::vector<Finding> data_findings(const std::vector<std::string>& notes) {
    std::vector<Finding> findings;
    findings.reserve(notes.size());
    for (const std::string& note : notes) findings.push_back({FindingLevel::Note, "data-read", note});
    return findings;
}

/// Puts findings of the data behind those of the engine, which does not read files, before the observer hears of the start.
class DataNotesObserver : public TrainingObserver {
public:
    DataNotesObserver(TrainingObserver& observer, std::vector<Finding> findings)
        : observer_(observer), findings_(std::move(findings)) {}

    void on_phase(std::string_view phase) override { observer_.on_phase(phase); }
    void on_start(const RunHeader& header) override {
        RunHeader noted = header;
        add_to(noted.audit);
        observer_.on_start(noted);
    }
    void on_step(const StepReport& report) override { observer_.on_step(report); }
    void on_epoch(const EpochReport& report) override { observer_.on_epoch(report); }
    void on_checkpoint(const Checkpoint& checkpoint) override { observer_.on_checkpoint(checkpoint); }

    void add_to(AuditReport& report) const {
        report.findings.insert(report.findings.end(), findings_.begin(), findings_.end());
    }

private:
    TrainingObserver& observer_;
    std::vector<Finding> findings_;
};

}   // namespace overfit

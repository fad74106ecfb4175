#include "core/experiment/saved_run_audit.h"

#include "core/audit/audit_labels.h"
#include "core/experiment/stored_results.h"
#include "core/support/error.h"

#include <algorithm>
#include <iterator>

namespace overfit {

namespace {

LabelPair pair_of(const LabelBlock& block) { return {block.true_labels, block.given_labels}; }

SavedRun saved_run(const RunRecord& record, const LabelRecord& labels) {
    SavedRun saved{.train = pair_of(labels.train),
                   .test = pair_of(labels.test),
                   .classes = static_cast<int>(labels.class_names.size()),
                   .expected_fraction = {},
                   .labels_sha256_at_start = record.audit ? record.audit->labels_sha256 : "",
                   .train_accuracy = {},
                   .test_accuracy = {},
                   .test_corrupted_accuracy = {},
                   .selected_on_test = record.best && record.best->selected_on_test};
    if (record.audit) saved.expected_fraction = record.audit->expected_changed_fraction;
    if (record.final_metrics) {
        saved.train_accuracy = record.final_metrics->train_accuracy;
        saved.test_accuracy = record.final_metrics->test_accuracy;
        saved.test_corrupted_accuracy = record.final_metrics->test_corrupted_accuracy;
    }
    return saved;
}

bool has_finding(const AuditReport& report, const std::string& code) {
    return std::ranges::any_of(report.findings, [&](const Finding& finding) { return finding.code == code; });
}

}   // namespace

AuditReport SavedRunAudit::together() const {
    AuditReport report = judged;
    report.findings.insert(report.findings.end(), recorded.begin(), recorded.end());
    return report;
}

SavedRunAudit audit_run_folder(const RunListing& run) {
    if (!run.record) throw Error({.where = "", .problem = run.problem, .remedy = ""});
    const RunRecord& record = *run.record;
    const ExperimentConfig config = read_run_config(run.folder);
    const LabelRecord labels = read_labels(run.folder);
    const SavedRun saved = saved_run(record, labels);
    SavedRunAudit audit{.labels = describe_labels(config.corruption.labels,
                                                  measure_labels(saved.train, saved.classes, saved.expected_fraction)),
                        .judged = audit_saved_run(config, saved),
                        .recorded = {},
                        .was_measured = record.audit.has_value()};
    std::ranges::move(stored_result_findings(run, labels), std::back_inserter(audit.judged.findings));
    if (record.audit) {
        std::ranges::copy_if(record.audit->findings, std::back_inserter(audit.recorded),
                             [&](const Finding& finding) { return !has_finding(audit.judged, finding.code); });
    }
    return audit;
}

}   // namespace overfit

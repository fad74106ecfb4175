#include "core/audit/audit_labels.h"

#include "core/corruption/label_noise.h"
#include "core/data/label_hash.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <vector>

namespace overfit {

LabelMeasurements measure_labels(const LabelPair& labels, int classes, std::optional<double> expected_fraction) {
    assert(labels.true_labels.size() == labels.given_labels.size());
    return {.examples = static_cast<std::int64_t>(labels.true_labels.size()),
            .changed = count_differing(labels.true_labels, labels.given_labels),
            .classes = classes,
            .expected_fraction = expected_fraction};
}

double commonest_share(std::span<const std::uint16_t> labels) {
    if (labels.empty()) return 0.0;
    std::vector<std::int64_t> counts(std::size_t{1} + std::ranges::max(labels));
    for (const std::uint16_t label : labels) ++counts[label];
    return static_cast<double>(std::ranges::max(counts)) / static_cast<double>(labels.size());
}

AuditReport audit_prepared(const ExperimentConfig& config, const LabelPair& train, int classes,
                           std::optional<double> expected_fraction) {
    const LabelMeasurements labels = measure_labels(train, classes, expected_fraction);
    AuditReport report;
    report.labels_changed = labels.changed;
    report.labels_changed_fraction = changed_fraction(train.true_labels, train.given_labels);
    report.expected_changed_fraction = expected_share(config.corruption.labels, labels).value_or(0.0);
    report.labels_sha256 = labels_sha256(train.given_labels);
    report.chance_accuracy = 1.0 / classes;
    report.findings = start_findings(config, {.train_labels = labels, .train_images = {}, .initial_loss = {}});
    return report;
}

AuditReport audit_saved_run(const ExperimentConfig& config, const SavedRun& run) {
    AuditReport report = audit_prepared(config, run.train, run.classes, run.expected_fraction);
    EndMeasurements measured;
    measured.at_start.train_labels = run.labels_sha256_at_start;
    measured.at_end.train_labels = report.labels_sha256;
    measured.train_labels = measure_labels(run.train, run.classes, run.expected_fraction);
    measured.test_examples = static_cast<std::int64_t>(run.test.true_labels.size());
    measured.commonest_test_class = commonest_share(run.test.true_labels);
    measured.train_accuracy = run.train_accuracy;
    measured.test_accuracy = run.test_accuracy;
    measured.test_corrupted_accuracy = run.test_corrupted_accuracy;
    measured.selected_on_test = run.selected_on_test;
    std::vector<Finding> end = end_findings(config, measured);
    report.findings.insert(report.findings.end(), std::make_move_iterator(end.begin()), std::make_move_iterator(end.end()));
    return report;
}

}   // namespace overfit

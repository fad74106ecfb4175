#include "core/audit/audit_rules.h"

#include "core/audit/accuracy_rules.h"
#include "core/audit/initial_loss_rule.h"
#include "core/audit/pixel_rules.h"
#include "core/audit/scaling_rule.h"
#include "core/config/corruption_facts.h"
#include "core/config/regularisers.h"
#include "core/support/text.h"

#include <fmt/format.h>
#include <iterator>

namespace overfit {

namespace {

void append(std::vector<Finding>& findings, std::vector<Finding> more) {
    findings.insert(findings.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<Finding> prepared_findings(std::int64_t differing, std::int64_t examples, const char* which) {
    if (differing == 0) return {};
    return {{FindingLevel::Error, "labels-not-as-prepared",
             fmt::format("{} of {} {} labels on the device differ from those that were drawn; expected none",
                         with_thousands(differing), with_thousands(examples), which)}};
}

std::vector<Finding> test_label_findings(const StartMeasurements& measured) {
    if (measured.test_labels_changed == 0) return {};
    return {{FindingLevel::Error, "test-labels-corrupted",
             fmt::format("{} of {} labels that the test accuracy is scored on differ from the true ones; expected none",
                         with_thousands(measured.test_labels_changed), with_thousands(measured.test_examples))}};
}

/// One Gaussian for all channels has not the mean of each.
bool scaling_promises_moments(const ExperimentConfig& config) {
    return config.data.scaling != Scaling::ChannelStatistics || config.corruption.pixels != PixelCorruption::Gaussian ||
           config.corruption.channels == ChannelTreatment::Separate;
}

/// With one of them "it fits random labels" or "random pixels" says something else (paper, table 4).
std::vector<Finding> regulariser_findings(const ExperimentConfig& config, const LabelMeasurements& labels) {
    std::vector<std::string> corrupted;
    if (corrupts_labels(config.corruption.labels) || labels.changed > 0) corrupted.emplace_back("labels");
    if (config.corruption.pixels != PixelCorruption::None) corrupted.emplace_back("pixels");
    const std::vector<std::string> active = active_regularisers(config);
    if (corrupted.empty() || active.empty()) return {};
    return {{FindingLevel::Note, "regulariser-active",
             fmt::format("active with corrupted {}: {}; the paper's runs on random labels and random pixels have none",
                         join(corrupted, " and "), join(active))}};
}

std::vector<Finding> unchanged_findings(const DataHashes& at_start, const DataHashes& at_end) {
    std::vector<std::string> changed;
    const auto compare = [&changed](const std::string& before, const std::string& after, const char* what) {
        if (before.empty() || after.empty() || before == after) return;
        changed.push_back(fmt::format("{} (sha256 {:.12}... became {:.12}...)", what, before, after));
    };
    compare(at_start.train_labels, at_end.train_labels, "training labels");
    compare(at_start.train_images, at_end.train_images, "training images");
    compare(at_start.validation_labels, at_end.validation_labels, "validation labels");
    compare(at_start.validation_images, at_end.validation_images, "validation images");
    compare(at_start.test_labels, at_end.test_labels, "test labels");
    compare(at_start.test_images, at_end.test_images, "test images");
    compare(at_start.test_corrupted_labels, at_end.test_corrupted_labels, "corrupted test labels");
    if (changed.empty()) return {};
    return {{FindingLevel::Error, "data-changed",
             fmt::format("changed between the first step and the last: {}; expected the same data in every epoch",
                         join(changed))}};
}

}   // namespace

std::vector<Finding> start_findings(const ExperimentConfig& config, const StartMeasurements& measured) {
    std::vector<Finding> findings = label_findings(config.corruption.labels, measured.train_labels);
    append(findings, prepared_findings(measured.train_labels_not_as_prepared, measured.train_labels.examples, "training"));
    append(findings,
           prepared_findings(measured.validation_labels_not_as_prepared, measured.validation_examples, "validation"));
    append(findings, test_label_findings(measured));
    append(findings,
           prepared_findings(measured.test_corrupted_labels_not_as_prepared, measured.test_examples, "corrupted test"));
    append(findings, pixel_findings(config.corruption.pixels, measured));
    if (measured.train_images && scaling_promises_moments(config)) {
        append(findings, scaling_findings(config.data.scaling, *measured.train_images));
    }
    if (measured.initial_loss) {
        append(findings, initial_loss_findings(config.model, config.data.scaling, *measured.initial_loss,
                                               measured.train_labels.classes));
    }
    append(findings, regulariser_findings(config, measured.train_labels));
    return findings;
}

std::vector<Finding> end_findings(const ExperimentConfig& config, const EndMeasurements& measured) {
    std::vector<Finding> findings = unchanged_findings(measured.at_start, measured.at_end);
    if (measured.images_not_read_again) {
        findings.push_back({FindingLevel::Note, "images-not-read-again",
                            "the run was stopped before all its images were read once more: whether those that were not are "
                            "still those of the first step is not known"});
    }
    append(findings, accuracy_findings(config, measured));
    if (measured.selected_on_test) {
        findings.push_back({FindingLevel::Note, "selected-on-test",
                            "the best epoch was chosen by test accuracy, so its value is too good; a validation split "
                            "(data.validation_fraction) avoids that"});
    }
    return findings;
}

}   // namespace overfit

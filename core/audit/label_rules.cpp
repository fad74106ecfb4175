#include "core/audit/audit_rules.h"
#include "core/audit/binomial.h"
#include "core/corruption/label_noise.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>

namespace overfit {

namespace {

constexpr double finding_probability = 1e-6;   // an honest draw raises a finding once in a million runs
constexpr double suspicious_probability = 0.01;

std::string probability_text(double probability) {
    if (probability < 1e-300) return "P < 1e-300";
    return fmt::format("P = {:.1g}", probability);
}

/// The rule for p > 0, from the exact two-sided binomial test against the expected share.
std::vector<Finding> corrupted_findings(const LabelCorruption& noise, const LabelMeasurements& labels) {
    const double expected = std::clamp(expected_changed_fraction(noise, labels.classes), 0.0, 1.0);
    const double probability = binomial_two_sided(labels.examples, labels.changed, expected);
    const bool too_few = static_cast<double>(labels.changed) < expected * static_cast<double>(labels.examples);
    const std::string sentence = fmt::format("{} ({})", describe_labels(noise, labels), probability_text(probability));
    if (probability < finding_probability && too_few) {
        return {{FindingLevel::Error, "labels-not-corrupted", sentence + ": the trainer has not got the corrupted labels"}};
    }
    if (probability < finding_probability) {
        return {{FindingLevel::Warning, "labels-changed-share", sentence + ": more than the configured draw changes"}};
    }
    if (labels.changed == 0 && probability < suspicious_probability) {
        return {
            {FindingLevel::Warning, "labels-changed-share", sentence + ": too few examples to tell chance from a mistake"}};
    }
    return {};
}

}   // namespace

std::vector<Finding> label_findings(const LabelCorruption& noise, const LabelMeasurements& labels) {
    if (labels.examples == 0) return {};
    if (noise.fraction > 0.0) return corrupted_findings(noise, labels);
    if (labels.changed == 0) return {};
    return {{FindingLevel::Error, "labels-corrupted-unasked",
             describe_labels(noise, labels) + ": the run is configured to train on true labels"}};
}

std::string describe_labels(const LabelCorruption& noise, const LabelMeasurements& labels) {
    const double share =
        labels.examples == 0 ? 0.0 : static_cast<double>(labels.changed) / static_cast<double>(labels.examples);
    return fmt::format("{} of {} labels differ from the true ones ({}); expected {}", with_thousands(labels.changed),
                       with_thousands(labels.examples), as_percent(share),
                       as_percent(expected_changed_fraction(noise, labels.classes)));
}

}   // namespace overfit

#include "core/audit/audit_rules.h"
#include "core/audit/binomial.h"
#include "core/config/corruption_facts.h"
#include "core/corruption/label_noise.h"
#include "core/support/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace overfit {

namespace {

constexpr double finding_probability = 1e-6;   // an honest draw raises a finding once in a million runs
constexpr double suspicious_probability = 0.01;

std::string probability_text(double probability) {
    if (probability < 1e-300) return "P < 1e-300";
    return fmt::format("P = {:.1g}", probability);
}

/// The rule for p > 0, from the exact two-sided binomial test against the expected share. Under a transition matrix each
/// class has a share of its own: the count spreads less than binomially with their mean, so that the test is on the safe
/// side.
std::vector<Finding> corrupted_findings(const LabelCorruption& noise, const LabelMeasurements& labels, double share) {
    const double expected = std::clamp(share, 0.0, 1.0);
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

/// A label file leaves nothing to chance.
std::vector<Finding> file_findings(const LabelCorruption& noise, const LabelMeasurements& labels, double share) {
    const auto expected = std::llround(share * static_cast<double>(labels.examples));
    const std::string sentence = describe_labels(noise, labels);
    if (labels.changed != expected) {
        return {
            {FindingLevel::Error, "labels-not-corrupted", sentence + ": the trainer has not got the labels of the file"}};
    }
    if (labels.changed > 0) return {};
    return {{FindingLevel::Warning, "labels-changed-share", sentence + ": the file holds the true labels"}};
}

}   // namespace

std::optional<double> expected_share(const LabelCorruption& noise, const LabelMeasurements& labels) {
    if (uses_fraction(noise.draw)) return expected_changed_fraction(noise, labels.classes);
    return labels.expected_fraction;
}

std::vector<Finding> label_findings(const LabelCorruption& noise, const LabelMeasurements& labels) {
    if (labels.examples == 0) return {};
    if (corrupts_labels(noise)) {
        const std::optional<double> share = expected_share(noise, labels);
        if (!share) return {};
        return noise.draw == LabelDraw::LabelFile ? file_findings(noise, labels, *share)
                                                  : corrupted_findings(noise, labels, *share);
    }
    if (labels.changed == 0) return {};
    return {{FindingLevel::Error, "labels-corrupted-unasked",
             describe_labels(noise, labels) + ": the run is configured to train on true labels"}};
}

std::string describe_labels(const LabelCorruption& noise, const LabelMeasurements& labels) {
    const double share =
        labels.examples == 0 ? 0.0 : static_cast<double>(labels.changed) / static_cast<double>(labels.examples);
    const std::optional<double> expected = expected_share(noise, labels);
    return fmt::format("{} of {} labels differ from the true ones ({}); expected {}", with_thousands(labels.changed),
                       with_thousands(labels.examples), as_percent(share),
                       expected ? as_percent(*expected) : "what the file says");
}

}   // namespace overfit

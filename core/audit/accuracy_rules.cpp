#include "core/audit/accuracy_rules.h"

#include "core/audit/binomial.h"
#include "core/audit/published_accuracy.h"
#include "core/config/corruption_facts.h"
#include "core/corruption/label_noise.h"
#include "core/support/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace overfit {

namespace {

constexpr double impossible_probability = 1e-6;
constexpr double deviations_to_warn = 5.0;
constexpr double least_excess_for_an_error = 0.05;
constexpr double labels_per_independent_one = 4.0;   // see the header
constexpr double nearly_all = 0.99;                  // train accuracy that counts as fitted where the run asks for more
constexpr double rounded_fraction = 5e-4;            // 0.667 written for 2/3 says the same
constexpr double least_noise = 0.1;                  // wrong labels below which noise costs too little to be told apart

/// What the given labels tell of the true ones.
enum class LabelInformation { All, Some, None, Misleading };

LabelInformation information(const LabelCorruption& noise, int classes) {
    if (!corrupts_labels(noise)) return LabelInformation::All;
    // A flipped pair still tells the class, if one knows of the flip; what a matrix tells is not looked at.
    if (noise.draw == LabelDraw::PairFlip || noise.draw == LabelDraw::TransitionMatrix) return LabelInformation::Some;
    // People err where images are alike, so that their labels cost less than as many wrong ones by chance.
    if (noise.draw == LabelDraw::LabelFile) return LabelInformation::All;
    const double nothing_left = noise.draw == LabelDraw::WrongClasses ? (classes - 1.0) / classes : 1.0;
    if (noise.fraction > nothing_left + rounded_fraction) return LabelInformation::Misleading;
    return noise.fraction >= nothing_left - rounded_fraction ? LabelInformation::None : LabelInformation::Some;
}

bool is_fitted(const ExperimentConfig& config, const EndMeasurements& measured) {
    return measured.train_accuracy && *measured.train_accuracy >= std::min(config.training.fitted_accuracy, nearly_all);
}

/// Five standard deviations of the share of right predictions when a training label counts as `weight` of one.
double chance_margin(double share, const EndMeasurements& measured, double labels_per_one) {
    const double variance = share * (1.0 - share) *
                            (1.0 / static_cast<double>(measured.test_examples) +
                             labels_per_one / static_cast<double>(measured.train_labels.examples));
    return deviations_to_warn * std::sqrt(variance);
}

std::vector<Finding> chance_findings(LabelInformation told, double accuracy, const EndMeasurements& measured) {
    const double chance = 1.0 / measured.train_labels.classes;
    const double warn_above = chance + chance_margin(chance, measured, 1.0);
    const double error_above =
        chance + std::max(least_excess_for_an_error, chance_margin(chance, measured, labels_per_independent_one));
    if (accuracy > std::min(warn_above, error_above)) {
        const bool impossible = accuracy > error_above;
        return {{impossible ? FindingLevel::Error : FindingLevel::Warning, "impossible-test-accuracy",
                 fmt::format("test accuracy {} after fitting labels that tell nothing of the true ones; expected {}, and {} "
                             "at most by chance ({} training, {} test examples)",
                             as_percent(accuracy), as_percent(chance), as_percent(impossible ? error_above : warn_above),
                             with_thousands(measured.train_labels.examples), with_thousands(measured.test_examples))}};
    }
    if (told != LabelInformation::Misleading || accuracy >= chance) return {};
    return {
        {FindingLevel::Note, "below-chance-expected",
         fmt::format("test accuracy {} lies below chance ({}), as expected: labels drawn over the wrong classes only teach "
                     "the network what an image is not",
                     as_percent(accuracy), as_percent(chance))}};
}

/// A network that has not fitted may give all images that look alike one answer, so that its rights are not independent. At
/// the luckiest the images of each class look alike: then each class is one draw, right with the chance of one label.
std::vector<Finding> unfitted_chance_findings(double accuracy, const EndMeasurements& measured) {
    const int classes = measured.train_labels.classes;
    const double largest = std::max(1.0 / classes, measured.commonest_test_class);
    const auto right = static_cast<std::int64_t>(std::floor(accuracy / largest));   // classes, at least
    const double probability = binomial_upper_tail(classes, right, 1.0 / classes);
    if (probability >= impossible_probability) return {};
    return {{FindingLevel::Error, "impossible-test-accuracy",
             fmt::format("test accuracy {} after training on labels that tell nothing of the true ones; expected {}, and "
                         "not even one answer for each of {} classes reaches this by chance (P = {:.1g})",
                         as_percent(accuracy), as_percent(1.0 / classes), classes, probability)}};
}

std::vector<Finding> noise_findings(const ExperimentConfig& config, double accuracy, const EndMeasurements& measured) {
    const int classes = measured.train_labels.classes;
    const double changed = expected_share(config.corruption.labels, measured.train_labels).value_or(0.0);
    if (changed < least_noise) return {};
    const auto published = published_accuracy(config, changed, classes);
    if (!published) return {};
    if (accuracy <= (published->on_true_labels + published->with_this_noise) / 2.0) return {};
    std::string message = fmt::format(
        "test accuracy {} after fitting labels of which {} are wrong is near that of true labels (about {}); about "
        "{} was to be expected",
        as_percent(accuracy), as_percent(changed), as_percent(published->on_true_labels),
        as_percent(published->with_this_noise));
    if (published->inception_with_this_noise) {
        message += fmt::format(". Published for CIFAR-10 with this noise: about {:.0f} % (small Inception)",
                               std::floor(100.0 * *published->inception_with_this_noise));
    }
    return {{FindingLevel::Warning, "implausible-test-accuracy", message}};
}

/// Noise in place of the test images tells nothing of their classes, whatever was learned and however well.
std::vector<Finding> noise_image_findings(double accuracy, const EndMeasurements& measured) {
    const double best = measured.commonest_test_class;
    const auto examples = static_cast<double>(measured.test_examples);
    const double warn_above = best + deviations_to_warn * std::sqrt(best * (1.0 - best) / examples);
    const double error_above = std::max(warn_above, best + least_excess_for_an_error);
    if (accuracy <= warn_above) return {};
    const bool impossible = accuracy > error_above;
    return {{impossible ? FindingLevel::Error : FindingLevel::Warning, "impossible-test-accuracy",
             fmt::format("test accuracy {} on images that are nothing but noise; expected {} at most, the share of the "
                         "commonest class, and {} by chance ({} test examples)",
                         as_percent(accuracy), as_percent(best), as_percent(impossible ? error_above : warn_above),
                         with_thousands(measured.test_examples))}};
}

std::vector<Finding> clean_test_findings(const ExperimentConfig& config, const EndMeasurements& measured) {
    if (!measured.test_accuracy) return {};
    if (config.corruption.pixels == PixelCorruption::Gaussian && measured.commonest_test_class > 0.0) {
        return noise_image_findings(*measured.test_accuracy, measured);
    }
    const auto told = information(config.corruption.labels, measured.train_labels.classes);
    if (!is_fitted(config, measured)) {
        const bool nothing = told == LabelInformation::None || told == LabelInformation::Misleading;
        return nothing ? unfitted_chance_findings(*measured.test_accuracy, measured) : std::vector<Finding>();
    }
    switch (told) {
        case LabelInformation::All: return {};
        case LabelInformation::Some: return noise_findings(config, *measured.test_accuracy, measured);
        case LabelInformation::None:
        case LabelInformation::Misleading: return chance_findings(told, *measured.test_accuracy, measured);
    }
    return {};
}

std::vector<Finding> corrupted_test_findings(const ExperimentConfig& config, const EndMeasurements& measured) {
    const LabelCorruption& noise = config.corruption.labels;
    if (!measured.test_corrupted_accuracy || !uses_fraction(noise.draw) || noise.fraction <= 0.0) return {};
    const int classes = measured.train_labels.classes;
    const double changed = expected_changed_fraction(noise, classes);
    // Always naming the true class, or, where a wrong one is likelier than that, one of the wrong classes.
    const int wrong_classes = noise.draw == LabelDraw::PairFlip ? 1 : classes - 1;
    const double best = std::max(1.0 - changed, changed / wrong_classes);
    const auto right = std::llround(*measured.test_corrupted_accuracy * static_cast<double>(measured.test_examples));
    const double probability = binomial_upper_tail(measured.test_examples, right, best);
    if (probability >= impossible_probability) return {};
    return {
        {FindingLevel::Error, "impossible-test-accuracy",
         fmt::format("accuracy {} on corrupted test labels ({} of {}); nothing can agree with more than {} of labels drawn "
                     "anew with p = {}, but for chance (P = {:.1g})",
                     as_percent(*measured.test_corrupted_accuracy), with_thousands(right),
                     with_thousands(measured.test_examples), as_percent(best), noise.fraction, probability)}};
}

}   // namespace

std::vector<Finding> accuracy_findings(const ExperimentConfig& config, const EndMeasurements& measured) {
    if (measured.test_examples == 0 || measured.train_labels.examples == 0 || measured.train_labels.classes < 2) return {};
    std::vector<Finding> findings = clean_test_findings(config, measured);
    for (Finding& finding : corrupted_test_findings(config, measured)) findings.push_back(std::move(finding));
    return findings;
}

}   // namespace overfit

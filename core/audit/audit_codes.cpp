#include "core/audit/audit_codes.h"

#include <algorithm>
#include <array>

namespace overfit {

namespace {

constexpr std::array codes{
    AuditCode{"labels-not-corrupted", "labels not corrupted",
              "Corruption was asked for, but too few of the labels that the trainer uses differ from the true ones."},
    AuditCode{
        "labels-changed-share", "share of changed labels",
        "More or fewer labels differ from the true ones than a draw of this kind changes, or there are too few examples "
        "to tell."},
    AuditCode{"labels-corrupted-unasked", "labels corrupted unasked",
              "Labels differ from the true ones although no corruption was asked for."},
    AuditCode{"labels-not-as-prepared", "labels not as prepared",
              "The labels on the device are not those that were drawn before the training."},
    AuditCode{"test-labels-corrupted", "test labels corrupted",
              "The labels that test accuracy is measured on are not the original ones."},
    AuditCode{"pixels-not-corrupted", "pixels not corrupted",
              "Pixel corruption was asked for, but the network sees images whose pixels are the original ones."},
    AuditCode{
        "pixels-not-compared", "pixels not compared",
        "Pixel corruption was asked for, but no image has enough contrast to tell its corrupted pixels from the original."},
    AuditCode{"pixels-not-as-asked", "pixels not as asked",
              "Pixels were corrupted, but not in the way that was asked for: not by one permutation, not by one for each "
              "image, or not by noise like the data."},
    AuditCode{"pixel-order-not-told", "order of pixels not told",
              "Pixels were to be permuted, but the images do not tell whether all were in one order, or each in its own: "
              "windows are all that is kept of them, or they have too few different values."},
    AuditCode{"scaling", "scaling", "Mean and standard deviation of the scaled images are not what the scaling promises."},
    AuditCode{"initial-loss", "first loss far from ln C",
              "The untrained network's loss is farther from ln C, the loss of guessing among C classes, than its model and "
              "initialisation explain."},
    AuditCode{"regulariser-active", "regulariser active",
              "Corrupted labels or pixels are learned while a regulariser is on, such as weight decay, dropout or "
              "augmentation: the paper's fits of random labels and random pixels are without."},
    AuditCode{"data-changed", "data changed during the run",
              "Images or labels on the device changed between the first and the last step."},
    AuditCode{
        "images-not-read-again", "images not read again",
        "The run was stopped, so that not all images were read from their file once more and compared with those at the "
        "start."},
    AuditCode{"selected-on-test", "best selected on test",
              "The best epoch was chosen by test accuracy, so that its number is too good."},
    AuditCode{"results-disagree", "results do not agree",
              "run.json, metrics.jsonl and predictions.bin tell different results of the same epoch, or one is damaged."},
    AuditCode{"impossible-test-accuracy", "impossible test accuracy",
              "Test accuracy is beyond what the given labels can teach: true labels must have leaked in."},
    AuditCode{"implausible-test-accuracy", "implausible test accuracy",
              "Test accuracy is beyond what was ever published for this model and data."},
    AuditCode{"below-chance-expected", "below chance, as expected",
              "Test accuracy is below chance, as it has to be where every drawn label is a wrong one."},
};

}   // namespace

std::span<const AuditCode> audit_codes() { return codes; }

std::string short_words_of(std::string_view code) {
    const auto* known = std::ranges::find(codes, code, &AuditCode::code);
    if (known != codes.end()) return std::string(known->short_words);
    std::string words(code);
    std::ranges::replace(words, '-', ' ');
    return words;
}

}   // namespace overfit

#include "core/experiment/stored_results.h"

#include "core/runs/metrics_file.h"
#include "core/runs/predictions_file.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <optional>

namespace overfit {

namespace {

namespace fs = std::filesystem;

using Number = std::optional<double>;

Finding disagreement(std::string message) { return {FindingLevel::Error, "results-disagree", std::move(message)}; }

/// A run whose files were all written to their end.
bool was_ended(RunStatus status) {
    return status != RunStatus::Running && status != RunStatus::Interrupted && status != RunStatus::Failed;
}

bool same(const Number& left, const Number& right) {
    if (!left || !right) return !left && !right;
    return *left == *right || (std::isnan(*left) && std::isnan(*right));
}

/// Both are written with all their digits.
void compare_with_curves(const fs::path& folder, const EpochMetrics& told, std::vector<Finding>& findings) {
    std::error_code unknown;
    if (!fs::is_regular_file(folder / "metrics.jsonl", unknown)) return;
    const RunMetrics curves = read_metrics(folder);
    if (!curves.problem.empty()) findings.push_back(disagreement(curves.problem));
    const auto line = std::ranges::find(curves.epochs, told.epoch, &EpochMetrics::epoch);
    if (line == curves.epochs.end()) {
        findings.push_back(disagreement(
            fmt::format("run.json tells the results of epoch {}, of which metrics.jsonl has no line", told.epoch)));
        return;
    }
    const auto compare = [&](const char* name, Number EpochMetrics::*number) {
        if (same(told.*number, (*line).*number)) return;
        const auto text = [](const Number& value) { return value ? shortest_text(*value) : "none"; };
        findings.push_back(disagreement(fmt::format("{} of epoch {}: run.json tells {}, metrics.jsonl {}", name, told.epoch,
                                                    text(told.*number), text((*line).*number))));
    };
    compare("train_loss", &EpochMetrics::train_loss);
    compare("train_accuracy", &EpochMetrics::train_accuracy);
    compare("test_loss", &EpochMetrics::test_loss);
    compare("test_accuracy", &EpochMetrics::test_accuracy);
    compare("test_corrupted_accuracy", &EpochMetrics::test_corrupted_accuracy);
}

/// The newest sound record, without the epochs before it. A resumption fills a torn one up, so that it may not be the last.
std::optional<EpochPredictions> newest_predictions(const fs::path& file, const PredictionsShape& shape) {
    std::ifstream stream(file, std::ios::binary | std::ios::ate);
    const auto record = static_cast<std::streamoff>(shape.record_bytes());
    const std::streamoff whole = std::streamoff(stream.tellg()) / record;
    std::string bytes(shape.record_bytes(), '\0');
    for (std::streamoff place = whole - 1; place >= 0; --place) {
        stream.seekg(place * record);
        if (!stream.read(bytes.data(), record)) return std::nullopt;
        std::vector<EpochPredictions> sound = parse_predictions(bytes, shape);
        if (!sound.empty()) return std::move(sound.front());
    }
    return std::nullopt;
}

void compare_share(const char* name, const Number& told, const std::vector<std::uint16_t>& predicted,
                   const std::vector<std::uint16_t>& labels, std::vector<Finding>& findings) {
    if (!told || labels.empty()) return;
    std::size_t right = 0;
    for (std::size_t place = 0; place < labels.size(); ++place) right += predicted[place] == labels[place] ? 1 : 0;
    const auto count = static_cast<double>(labels.size());
    if (std::abs(*told * count - static_cast<double>(right)) <= 0.5) return;   // whole numbers of examples
    findings.push_back(disagreement(fmt::format("{}: run.json tells {}, but {} of {} predictions are right", name,
                                                shortest_text(*told), with_thousands(static_cast<std::int64_t>(right)),
                                                with_thousands(static_cast<std::int64_t>(labels.size())))));
}

void compare_with_predictions(const fs::path& folder, const EpochMetrics& told, const LabelRecord& labels,
                              std::vector<Finding>& findings) {
    std::error_code unknown;
    const fs::path file = folder / "predictions.bin";
    if (!fs::is_regular_file(file, unknown)) return;
    if (!std::ifstream(file))
        throw Error({.where = file.string(), .problem = "cannot be read", .remedy = "check its permissions"});
    const auto last = newest_predictions(file, shape_of(labels));
    if (!last) {
        if (told.train_accuracy) findings.push_back(disagreement("predictions.bin is damaged: it holds no whole record"));
        return;
    }
    if (last->epoch != told.epoch) return;   // not every evaluation is kept
    const Predictions& predicted = last->predictions;
    compare_share("train_accuracy", told.train_accuracy, predicted.train, labels.train.given_labels, findings);
    compare_share("validation_accuracy", told.validation_accuracy, predicted.validation, labels.validation.given_labels,
                  findings);
    compare_share("test_accuracy", told.test_accuracy, predicted.test, labels.test.true_labels, findings);
}

}   // namespace

std::vector<Finding> stored_result_findings(const RunListing& run, const LabelRecord& labels) {
    std::vector<Finding> findings;
    if (!run.record || !run.record->final_metrics || !was_ended(run.record->status)) return findings;
    const EpochMetrics& told = *run.record->final_metrics;
    compare_with_curves(run.folder, told, findings);
    compare_with_predictions(run.folder, told, labels, findings);
    return findings;
}

}   // namespace overfit

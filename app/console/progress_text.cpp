#include "app/console/progress_text.h"

#include "app/console/text_table.h"
#include "core/config/field_table.h"
#include "core/runs/run_facts.h"
#include "core/support/text.h"

#include <cmath>
#include <fmt/format.h>

namespace overfit::cli {

namespace {

constexpr const char* kGap = "  ";

void append(std::string& line, const std::string& part) {
    if (part.empty()) return;
    if (!line.empty()) line += kGap;
    line += part;
}

std::string loss_text(double loss) { return std::isfinite(loss) ? fmt::format("{:.4f}", loss) : shortest_text(loss); }

std::string speed_text(double images_per_second) { return with_thousands(std::llround(images_per_second)) + " images/s"; }

std::string time_left_text(const ProgressState& state) {
    return (state.may_end_early ? "at most " : "") + as_duration(*state.seconds_left) + " left";
}

/// How much of the progress line there is room for.
enum class Detail { Full, Short, Least };

std::string accuracy_text(const ProgressState& state, Detail detail) {
    std::string text;
    const bool has_train = state.evaluated && state.evaluated->train_accuracy;
    if (has_train) {
        append(text, "train " + as_percent(*state.evaluated->train_accuracy));
    } else if (state.step) {
        append(text, "accuracy " + as_percent(state.step->running_accuracy));
    }
    if (detail != Detail::Least && state.evaluated && state.evaluated->test_accuracy) {
        append(text, "test " + as_percent(*state.evaluated->test_accuracy));
    }
    return text;
}

std::string progress_line(const ProgressState& state, Detail detail) {
    std::string line;
    if (state.step) {
        append(line, fmt::format("epoch {:.1f}/{}", state.step->epoch, state.epochs));
        append(line, "loss " + loss_text(state.step->running_loss));
    } else if (state.evaluated) {
        append(line, fmt::format("epoch {}/{}", state.evaluated->epoch, state.epochs));
    }
    append(line, accuracy_text(state, detail));
    const bool full = detail == Detail::Full;
    if (state.step) {
        append(line, full ? speed_text(state.step->images_per_second)
                          : with_thousands(std::llround(state.step->images_per_second)) + "/s");
    }
    if (state.seconds_left) {
        append(line, full ? time_left_text(state) : (state.may_end_early ? "<" : "") + as_duration(*state.seconds_left));
    }
    return line;
}

}   // namespace

std::optional<double> TimeLeft::seconds(std::int64_t step, double elapsed_s) const {
    if (step <= first_ || total_ <= first_) return std::nullopt;
    return elapsed_s / static_cast<double>(step - first_) * static_cast<double>(total_ - step);
}

std::string precision_name(Precision precision) {
    ExperimentConfig used;
    used.precision = precision;
    const Field& field = *find_field("precision");
    return field_text(field.get(used), field);
}

std::string describe_start(const RunHeader& header) {
    std::string data = fmt::format("{}: {} train", header.data.dataset, with_thousands(header.data.train_examples));
    if (header.data.validation_examples > 0)
        data += fmt::format(", {} validation", with_thousands(header.data.validation_examples));
    return fmt::format("{}, {} test images; {}, {} parameters; {} ({} {}, {})", data,
                       with_thousands(header.data.test_examples), header.model.name, with_thousands(header.model.parameters),
                       header.device, header.threads, header.threads == 1 ? "thread" : "threads",
                       precision_name(header.precision));
}

std::string progress_line(const ProgressState& state, int width) {
    for (const Detail detail : {Detail::Full, Detail::Short, Detail::Least}) {
        std::string line = progress_line(state, detail);
        if (width <= 0 || character_count(line) <= static_cast<std::size_t>(width)) return line;
    }
    // ASCII by then: bytes are columns.
    return progress_line(state, Detail::Least).substr(0, static_cast<std::size_t>(width));
}

std::string describe_epoch(const EpochMetrics& metrics, const ProgressState& state) {
    std::string line = fmt::format("epoch {}/{}", metrics.epoch, state.epochs);
    const auto part = [&line](const char* name, const std::optional<double>& loss, const std::optional<double>& accuracy) {
        if (loss) append(line, fmt::format("{} loss {}", name, loss_text(*loss)));
        if (accuracy) append(line, "accuracy " + as_percent(*accuracy));
    };
    part("train", metrics.train_loss, metrics.train_accuracy);
    part("test", metrics.test_loss, metrics.test_accuracy);
    part("validation", metrics.validation_loss, metrics.validation_accuracy);
    if (!metrics.train_loss) part("running", metrics.running_loss, metrics.running_accuracy);
    if (state.step) append(line, speed_text(state.step->images_per_second));
    if (state.seconds_left) append(line, time_left_text(state));
    return line;
}

std::string describe_finding(const Finding& finding) {
    return fmt::format("{} {}: {}", level_name(finding.level), finding.code, finding.message);
}

std::string describe_result(const RunSummary& summary) {
    const EpochMetrics& last = summary.final_metrics;
    const RunStatus status = status_of(summary.reason);
    std::string text =
        fmt::format("{} {}, {}", status_words(status), place_words(status, last), as_duration(summary.duration_s));
    if (!summary.explanation.empty()) text += ": " + summary.explanation;
    if (last.train_accuracy) text += "\n  train accuracy " + as_percent(*last.train_accuracy);
    if (last.train_accuracy && last.train_loss) text += " (loss " + loss_text(*last.train_loss) + ")";
    if (last.test_accuracy) {
        text += fmt::format("\n  test accuracy  {} on the true labels; chance is {}", as_percent(*last.test_accuracy),
                            as_percent(summary.audit.chance_accuracy));
    }
    return text;
}

}   // namespace overfit::cli

#include "core/runs/run_files.h"

#include "core/config/config_yaml.h"
#include "core/config/field_table.h"
#include "core/runs/checkpoint_files.h"
#include "core/runs/labels_file.h"
#include "core/runs/metric_table.h"
#include "core/runs/metrics_file.h"
#include "core/runs/run_store.h"
#include "core/runs/this_process.h"
#include "core/runs/utc_time.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <fmt/format.h>
#include <utility>

namespace overfit {

namespace {

UtcTime now() { return std::chrono::system_clock::now(); }

std::string precision_name(Precision precision) {
    switch (precision) {
        case Precision::Auto: return "auto";
        case Precision::Fp32: return "fp32";
        case Precision::Tf32: return "tf32";
        case Precision::Bf16: return "bf16";
        case Precision::Fp16: return "fp16";
    }
    return "";
}

/// Every field that applies, for TensorBoard's HPARAMS tab.
HyperParameters hyper_parameters(const ExperimentConfig& config) {
    HyperParameters parameters;
    for (const Field& field : field_table()) {
        if (!field.applies(config)) continue;
        const FieldValue value = field.get(config);
        auto& parameter = parameters[field.path];
        if (const bool* truth = std::get_if<bool>(&value)) {
            parameter = *truth;
        } else if (const double* real = std::get_if<double>(&value)) {
            parameter = *real;
        } else if (const std::int64_t* integer = std::get_if<std::int64_t>(&value)) {
            parameter = static_cast<double>(*integer);
        } else {
            parameter = field_text(value, field);
        }
    }
    return parameters;
}

Scalars scalars_of(const StepReport& report) {
    Scalars scalars;
    for (const Metric& metric : metric_table()) {
        if (metric.of_step != nullptr) scalars.emplace_back(metric.name, metric.of_step(report).value());
    }
    return scalars;
}

/// What step lines tell more finely is left to them, where there are any.
Scalars scalars_of(const EpochMetrics& metrics, bool has_steps) {
    Scalars scalars;
    for (const Metric& metric : metric_table()) {
        if (metric.of_epoch == nullptr || (has_steps && metric.of_step != nullptr)) continue;
        if (const auto value = metric.of_epoch(metrics)) scalars.emplace_back(metric.name, *value);
    }
    return scalars;
}

/// Validation accuracy where there is a split, else test accuracy, and then said so.
void improve_best(std::optional<BestEpoch>& best, const EpochMetrics& metrics) {
    const bool on_test = !metrics.validation_accuracy;
    const std::optional<double> value = on_test ? metrics.test_accuracy : metrics.validation_accuracy;
    if (!value || (best && !(*value > best->value))) return;
    best = BestEpoch{.metric = on_test ? "test_accuracy" : "validation_accuracy",
                     .value = *value,
                     .epoch = metrics.epoch,
                     .selected_on_test = on_test};
}

}   // namespace

RunFiles::RunFiles(std::filesystem::path folder, const ExperimentConfig& config)
    : folder_(std::move(folder)), config_(config) {
    const UtcTime time = now();
    record_.id = folder_.filename().string();
    record_.name = config.name;
    record_.created = iso_text(time);
    record_.host = host_name();
    record_.pid = process_id();
    record_.versions["program"] = OVERFIT_VERSION;
    atomic_write(folder_ / "config.yaml", config_to_yaml(config));
    write_summary();
    open_files(unix_seconds(time));
    log(fmt::format("began \"{}\" with Overfit Workbench {}", config.name, OVERFIT_VERSION));
}

RunFiles::RunFiles(std::filesystem::path folder, Resume resume)
    : folder_(std::move(folder)), config_(read_run_config(folder_)) {
    const std::filesystem::path summary = folder_ / "run.json";
    record_ = parse_run_record(read_file(summary), summary.string());
    earlier_duration_s_ = record_.duration_s;
    record_.status = RunStatus::Running;
    record_.finished.clear();
    record_.error.clear();
    record_.host = host_name();
    record_.pid = process_id();
    record_.versions["program"] = OVERFIT_VERSION;

    const double wall_time = unix_seconds(now());
    open_files(wall_time);
    // A line that a crash cut short stays as it is: readers skip it when a resume follows.
    const bool torn = metrics_->size() > 0 && !metrics_->ends_with('\n');
    metrics_->append((torn ? "\n" : "") + resume_line(resume.from_step) + '\n');
    events_->append(resume_record(wall_time, resume.from_step));
    continue_predictions();

    record_.best.reset();
    record_.final_metrics.reset();
    record_.fitted.reset();
    for (const EpochMetrics& epoch : read_metrics(folder_).epochs) take_evaluation(epoch);
    write_summary();
    log(fmt::format("resumed from step {} with Overfit Workbench {}", resume.from_step, OVERFIT_VERSION));
}

void RunFiles::open_files(double wall_time) {
    log_.emplace(folder_ / "log.txt");
    metrics_.emplace(folder_ / "metrics.jsonl");
    events_ = new_events_file(folder_, wall_time);
}

void RunFiles::continue_predictions() {
    const std::filesystem::path file = folder_ / "predictions.bin";
    if (!std::filesystem::exists(file)) return;
    shape_ = shape_of(read_labels(folder_));
    predictions_.emplace(file);
    // Records are found by their size: a torn one is filled up, its CRC tells readers to drop it.
    const std::size_t size = shape_.record_bytes();
    const std::size_t torn = predictions_->size() % size;
    if (torn > 0) predictions_->append(std::string(size - torn, '\0'));
}

void RunFiles::log(std::string_view text) { log_->append(fmt::format("{} {}\n", iso_text(now()), text)); }

void RunFiles::require_same_data(const RunHeader& header) const {
    const auto refuse = [&](const char* what, const std::string& expected, const std::string& found) {
        if (expected == found) return;
        throw Error(
            {.where = folder_.string(),
             .problem = fmt::format("expected the {} that the run began with (sha256 {}), found {}", what, expected, found),
             .remedy = "the data set or the program has changed; start a new run"});
    };
    if (record_.data) refuse("data", record_.data->sha256, header.data.sha256);
    if (std::filesystem::exists(folder_ / "labels.json") && header.labels) {
        refuse("labels", labels_file_sha256(read_labels(folder_)), labels_file_sha256(*header.labels));
    }
}

void RunFiles::start(const RunHeader& header) {
    require_same_data(header);
    record_.device = header.device;
    record_.device_name = header.device_name;
    record_.precision = precision_name(header.precision);
    record_.threads = header.threads;
    for (const auto& [name, version] : header.versions) record_.versions[name] = version;
    record_.seeds = header.seeds;
    record_.data = header.data;
    record_.model = header.model;
    record_.audit = header.audit;
    record_.total_steps = header.total_steps;
    if (header.labels) {
        shape_ = shape_of(*header.labels);
        if (!std::filesystem::exists(folder_ / "labels.json")) write_labels(folder_, *header.labels);
    }
    events_->append(session_start_record(unix_seconds(now()), hyper_parameters(header.config)));
    log(fmt::format("{} with {} parameters on {} ({}), {}, {} threads; {} steps", header.model.name,
                    with_thousands(header.model.parameters), header.device, header.device_name, record_.precision,
                    header.threads, with_thousands(header.total_steps)));
    if (!header.device_note.empty()) log("note: " + header.device_note);
    for (const Finding& finding : header.audit.findings) {
        log(fmt::format("audit: {}: {}: {}", level_name(finding.level), finding.code, finding.message));
    }
    write_summary();
}

void RunFiles::add(const StepReport& report) {
    waiting_metrics_ += step_line(report) + '\n';
    waiting_events_ += scalars_record(unix_seconds(now()), report.step, scalars_of(report));
    stepped_since_epoch_ = true;
}

void RunFiles::add(const EpochReport& report) {
    waiting_metrics_ += epoch_line(report.metrics) + '\n';
    const Scalars scalars = scalars_of(report.metrics, stepped_since_epoch_);
    if (!scalars.empty()) waiting_events_ += scalars_record(unix_seconds(now()), report.metrics.step, scalars);
    stepped_since_epoch_ = false;
    if (report.predictions && config_.evaluation.save_predictions) {
        waiting_predictions_ += predictions_record(report.metrics.epoch, *report.predictions, shape_);
    }
    take_evaluation(report.metrics);
}

void RunFiles::take_evaluation(const EpochMetrics& metrics) {
    record_.final_metrics = metrics;
    improve_best(record_.best, metrics);
    const bool fits = metrics.train_accuracy && *metrics.train_accuracy >= config_.training.fitted_accuracy;
    if (fits && !record_.fitted) record_.fitted = FittedPoint{metrics.epoch, metrics.step, metrics.time_s};
    if (metrics.train_accuracy) summary_is_due_ = true;
}

void RunFiles::flush() {
    if (!waiting_metrics_.empty()) metrics_->append(std::exchange(waiting_metrics_, {}));
    if (!waiting_events_.empty()) events_->append(std::exchange(waiting_events_, {}));
    if (waiting_predictions_.empty()) return;
    if (!predictions_) predictions_.emplace(folder_ / "predictions.bin");
    predictions_->append(std::exchange(waiting_predictions_, {}));
}

void RunFiles::add_checkpoint(const Checkpoint& checkpoint) {
    // The lines up to its step must be there before it is: a resume goes on from it.
    flush();
    metrics_->sync();
    write_checkpoint(folder_, checkpoint, config_.checkpoint.keep);
    log(fmt::format("checkpoint at step {}", checkpoint.step));
}

void RunFiles::refresh_summary() {
    if (summary_is_due_ && Clock::now() - summary_written_ >= std::chrono::seconds(1)) write_summary();
}

void RunFiles::write_summary() {
    record_.duration_s = earlier_duration_s_ + std::chrono::duration<double>(Clock::now() - began_).count();
    atomic_write(folder_ / "run.json", run_record_to_json(record_));
    summary_is_due_ = false;
    summary_written_ = Clock::now();
}

void RunFiles::finish(const RunSummary& summary) {
    flush();
    if (summary.best) record_.best = summary.best;
    if (summary.fitted) record_.fitted = summary.fitted;
    // One that was stopped while its data were read measured nothing: what it found before its resumption stands.
    if (record_.data && !summary.audit.labels_sha256.empty()) record_.audit = summary.audit;
    log(fmt::format("ended: {}{}{}", status_words(status_of(summary.reason)), summary.explanation.empty() ? "" : ": ",
                    summary.explanation));
    for (const Finding& finding : summary.audit.findings) {
        log(fmt::format("audit: {}: {}: {}", level_name(finding.level), finding.code, finding.message));
    }
    if (summary.reason == StopReason::Diverged) record_.error = summary.explanation;
    end(status_of(summary.reason));
    metrics_->sync();
}

void RunFiles::end(RunStatus status) {
    record_.status = status;
    record_.finished = iso_text(now());
    const bool went_well = status != RunStatus::Failed && status != RunStatus::Diverged;
    events_->append(session_end_record(unix_seconds(now()), went_well ? SessionStatus::Success : SessionStatus::Failure));
    write_summary();
}

void RunFiles::fail(std::string_view error) noexcept {
    const auto attempt = [](auto&& action) {
        try {
            action();
        } catch (const std::exception&) {   // the first error is the one to tell
        }
    };
    attempt([&] { flush(); });
    attempt([&] { log(fmt::format("failed: {}", error)); });
    record_.error = error;
    record_.status = RunStatus::Failed;
    record_.finished = iso_text(now());
    attempt([&] { events_->append(session_end_record(unix_seconds(now()), SessionStatus::Failure)); });
    attempt([&] { write_summary(); });
}

}   // namespace overfit

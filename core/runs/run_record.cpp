#include "core/runs/run_record.h"

#include "core/runs/json_document.h"
#include "core/runs/metrics_fields.h"

#include <array>
#include <limits>

namespace overfit {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array statuses{
    std::pair{RunStatus::Running, "running"},     std::pair{RunStatus::Completed, "completed"},
    std::pair{RunStatus::Fitted, "fitted"},       std::pair{RunStatus::EarlyStopped, "early-stopped"},
    std::pair{RunStatus::Cancelled, "cancelled"}, std::pair{RunStatus::Diverged, "diverged"},
    std::pair{RunStatus::Failed, "failed"},       std::pair{RunStatus::Interrupted, "interrupted"}};

constexpr std::array seed_members{std::pair{"subset", &ResolvedSeeds::subset},
                                  std::pair{"split", &ResolvedSeeds::split},
                                  std::pair{"labels", &ResolvedSeeds::labels},
                                  std::pair{"test_labels", &ResolvedSeeds::test_labels},
                                  std::pair{"pixels", &ResolvedSeeds::pixels},
                                  std::pair{"initialization", &ResolvedSeeds::initialization},
                                  std::pair{"order", &ResolvedSeeds::order},
                                  std::pair{"dropout", &ResolvedSeeds::dropout},
                                  std::pair{"augmentation", &ResolvedSeeds::augmentation}};

// ---- one pair of functions for each part of the file

Json json_of(const std::string& text) { return text.empty() ? Json() : Json(text); }   // empty means "does not apply": null

Json json_of(const ResolvedSeeds& seeds) {
    Json json = Json::object();
    for (const auto& [key, member] : seed_members) json[key] = seeds.*member;
    return json;
}

ResolvedSeeds seeds_of(const JsonValue& json) {
    ResolvedSeeds seeds;
    for (const auto& [key, member] : seed_members) seeds.*member = json.at(key).unsigned_integer();
    return seeds;
}

Json json_of(const DataSummary& data) {
    return {{"dataset", data.dataset},
            {"train_examples", data.train_examples},
            {"validation_examples", data.validation_examples},
            {"test_examples", data.test_examples},
            {"classes", data.classes},
            {"sha256", data.sha256}};
}

DataSummary data_of(const JsonValue& json) {
    return {.dataset = json.at("dataset").text(),
            .train_examples = json.integer_of("train_examples"),
            .validation_examples = json.integer_of("validation_examples"),
            .test_examples = json.integer_of("test_examples"),
            .classes = static_cast<int>(json.at("classes").integer(0, 65536)),
            .sha256 = json.at("sha256").text()};
}

Json json_of(const ModelSummary& model) { return {{"name", model.name}, {"parameters", model.parameters}}; }

ModelSummary model_of(const JsonValue& json) {
    return {.name = json.at("name").text(), .parameters = json.integer_of("parameters")};
}

Json json_of(const AuditReport& audit) {
    Json findings = Json::array();
    for (const Finding& finding : audit.findings) {
        findings.push_back({{"level", level_name(finding.level)}, {"code", finding.code}, {"message", finding.message}});
    }
    return {{"labels_changed", audit.labels_changed},
            {"labels_changed_fraction", json_number(audit.labels_changed_fraction)},
            {"expected_changed_fraction", json_number(audit.expected_changed_fraction)},
            {"labels_sha256", audit.labels_sha256},
            {"images_sha256", audit.images_sha256},
            {"chance_accuracy", json_number(audit.chance_accuracy)},
            {"findings", findings}};
}

AuditReport audit_of(const JsonValue& json) {
    AuditReport audit;
    audit.labels_changed = json.integer_of("labels_changed");
    audit.labels_changed_fraction = json.at("labels_changed_fraction").real();
    audit.expected_changed_fraction = json.at("expected_changed_fraction").real();
    audit.labels_sha256 = json.at("labels_sha256").text();
    audit.images_sha256 = json.at("images_sha256").text();
    audit.chance_accuracy = json.at("chance_accuracy").real();
    for (const JsonValue& entry : json.at("findings").elements()) {
        const std::optional<FindingLevel> level = parse_level(entry.at("level").text());
        if (!level) entry.at("level").refuse("error, warning or note");
        audit.findings.push_back({.level = *level, .code = entry.at("code").text(), .message = entry.at("message").text()});
    }
    return audit;
}

Json json_of(const EpochMetrics& metrics) {
    Json json = {{"kind", "epoch"},
                 {"epoch", metrics.epoch},
                 {"step", metrics.step},
                 {"time_s", json_number(metrics.time_s)},
                 {"train_time_s", json_number(metrics.train_time_s)}};
    for (const auto& field : epoch_fields) {
        const std::optional<double> value = metrics.*field.member;
        json[std::string(field.key)] = value ? json_number(*value) : Json();
    }
    return json;
}

EpochMetrics metrics_of(const JsonValue& json) {
    EpochMetrics metrics;
    metrics.epoch = json.integer_of("epoch");
    metrics.step = json.integer_of("step");
    metrics.time_s = json.at("time_s").real();
    metrics.train_time_s = json.at("train_time_s").real();
    for (const auto& field : epoch_fields) {
        if (const auto value = json.find(field.key)) metrics.*field.member = value->real();
    }
    return metrics;
}

Json json_of(const BestEpoch& best) {
    return {{"metric", best.metric},
            {"value", json_number(best.value)},
            {"epoch", best.epoch},
            {"selected_on_test", best.selected_on_test}};
}

BestEpoch best_of(const JsonValue& json) {
    return {.metric = json.at("metric").text(),
            .value = json.at("value").real(),
            .epoch = json.integer_of("epoch"),
            .selected_on_test = json.at("selected_on_test").boolean()};
}

Json json_of(const FittedPoint& fitted) {
    return {{"epoch", fitted.epoch}, {"step", fitted.step}, {"time_s", json_number(fitted.time_s)}};
}

FittedPoint fitted_of(const JsonValue& json) {
    return {.epoch = json.integer_of("epoch"), .step = json.integer_of("step"), .time_s = json.at("time_s").real()};
}

template <typename Part>
Json json_of(const std::optional<Part>& part) {
    return part ? json_of(*part) : Json();
}

template <typename Part>
std::optional<Part> part_of(const JsonValue& json, std::string_view key, Part (*read)(const JsonValue&)) {
    const auto value = json.find(key);
    if (!value) return std::nullopt;
    return read(*value);
}

RunStatus status_of(const JsonValue& json) {
    const std::string text = json.text();
    for (const auto& [status, name] : statuses) {
        if (text == name && status != RunStatus::Interrupted) return status;
    }
    json.refuse("running, completed, fitted, early-stopped, cancelled, diverged or failed");
}

}   // namespace

std::string_view status_name(RunStatus status) {
    for (const auto& [known, name] : statuses) {
        if (known == status) return name;
    }
    return "";
}

std::string_view status_words(RunStatus status) {
    switch (status) {
        case RunStatus::EarlyStopped: return "stopped early";
        case RunStatus::Cancelled: return "stopped";
        default: return status_name(status);
    }
}

RunStatus status_of(StopReason reason) {
    switch (reason) {
        case StopReason::Completed: return RunStatus::Completed;
        case StopReason::Fitted: return RunStatus::Fitted;
        case StopReason::EarlyStopped: return RunStatus::EarlyStopped;
        case StopReason::Cancelled: return RunStatus::Cancelled;
        case StopReason::Diverged: return RunStatus::Diverged;
    }
    return RunStatus::Failed;
}

RunRecord parse_run_record(std::string_view text, const std::string& source) {
    const JsonDocument document(text, source);
    document.require_format(1);
    const JsonValue json = document.root();
    RunRecord record;
    record.format = json.integer_of("format");
    record.id = json.at("id").text();
    record.name = json.at("name").text();
    record.status = status_of(json.at("status"));
    record.created = json.at("created").text();
    record.finished = json.text_of("finished");
    if (const auto value = json.find("duration_s")) record.duration_s = value->real();
    record.host = json.text_of("host");
    if (const auto value = json.find("pid")) record.pid = value->integer();
    record.device = json.text_of("device");
    record.device_name = json.text_of("device_name");
    record.precision = json.text_of("precision");
    if (const auto value = json.find("threads")) record.threads = static_cast<int>(value->integer(0, 1 << 20));
    if (const auto versions = json.find("versions")) {
        for (const auto& [name, version] : versions->members()) record.versions[name] = version.text();
    }
    record.seeds = part_of(json, "seeds", seeds_of);
    record.parent = json.text_of("parent");
    record.data = part_of(json, "data", data_of);
    record.model = part_of(json, "model", model_of);
    record.audit = part_of(json, "audit", audit_of);
    record.final_metrics = part_of(json, "final", metrics_of);
    record.best = part_of(json, "best", best_of);
    record.fitted = part_of(json, "fitted", fitted_of);
    record.error = json.text_of("error");
    if (const auto value = json.find("total_steps")) record.total_steps = value->integer();
    return record;
}

std::string run_record_to_json(const RunRecord& record) {
    const Json json = {{"format", record.format},
                       {"id", record.id},
                       {"name", record.name},
                       {"status", status_name(record.status)},
                       {"created", record.created},
                       {"finished", json_of(record.finished)},
                       {"duration_s", json_number(record.duration_s)},
                       {"host", record.host},
                       {"pid", record.pid},
                       {"device", json_of(record.device)},
                       {"device_name", json_of(record.device_name)},
                       {"precision", json_of(record.precision)},
                       {"threads", record.threads},
                       {"versions", record.versions},
                       {"seeds", json_of(record.seeds)},
                       {"parent", json_of(record.parent)},
                       {"data", json_of(record.data)},
                       {"model", json_of(record.model)},
                       {"total_steps", record.total_steps},
                       {"audit", json_of(record.audit)},
                       {"final", json_of(record.final_metrics)},
                       {"best", json_of(record.best)},
                       {"fitted", json_of(record.fitted)},
                       {"error", json_of(record.error)}};
    // Replacing: a name or a path may hold bytes that are no UTF-8, and a record must be written all the same.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}   // namespace overfit

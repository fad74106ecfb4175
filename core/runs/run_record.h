#pragma once

#include "core/experiment/reports.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

enum class RunStatus { Running, Completed, Fitted, EarlyStopped, Cancelled, Diverged, Failed, Interrupted };

/// "running", "early-stopped" ...: in files and JSON. Interrupted is never written: it is what a running one whose process
/// is gone reads as.
std::string_view status_name(RunStatus status);
RunStatus status_of(StopReason reason);

/// "running", "stopped early", "stopped" ...: what window and terminal tell people.
std::string_view status_words(RunStatus status);

/// run.json of a run folder, whole (design: the run folder).
struct RunRecord {
    std::int64_t format = 1;
    std::string id;   // the folder's name
    std::string name;
    RunStatus status = RunStatus::Running;
    std::string created;    // ISO 8601, UTC
    std::string finished;   // empty while running
    double duration_s = 0.0;
    std::string host;
    std::int64_t pid = 0;
    std::string device;
    std::string device_name;
    std::string precision;
    int threads = 0;
    std::map<std::string, std::string> versions;
    std::optional<ResolvedSeeds> seeds;
    std::string parent;   // id of the run that this one repeats; may be empty
    std::optional<DataSummary> data;
    std::optional<ModelSummary> model;
    std::optional<AuditReport> audit;
    std::optional<EpochMetrics> final_metrics;
    std::optional<BestEpoch> best;
    std::optional<FittedPoint> fitted;
    std::string error;   // empty when there was none
    std::int64_t total_steps = 0;
};

/// Both throw Error with the file, the key, expected and found; a newer `format` is refused by name.
RunRecord parse_run_record(std::string_view json, const std::string& source);
std::string run_record_to_json(const RunRecord& record);

/// The user's words about a run: user.json. Missing file or keys: defaults.
struct UserNotes {
    std::string name;   // empty: the run's own
    std::vector<std::string> tags;
    std::string colour;   // "#0072b2", or empty: chosen by the palette
    bool starred = false;
    bool archived = false;
};
UserNotes read_user_notes(const std::filesystem::path& run_folder);
void write_user_notes(const std::filesystem::path& run_folder, const UserNotes& notes);

}   // namespace overfit

#pragma once

#include "core/experiment/reports.h"
#include "core/runs/append_file.h"
#include "core/runs/predictions_file.h"
#include "core/runs/run_record.h"
#include "core/runs/tensorboard_events.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace overfit {

/// Makes `<utc-time>-<slug>-<4 hex>` below `runs_dir`, and `runs_dir` itself where it is missing.
/// Throws UsageError when it cannot be written.
std::filesystem::path make_run_folder(const std::filesystem::path& runs_dir, std::string_view name);

/// The files of one run folder while it is written. Knows no threads: RunRecorder holds a mutex around every call.
class RunFiles {
public:
    /// A new, empty folder: writes config.yaml and run.json.
    RunFiles(std::filesystem::path folder, const ExperimentConfig& config);

    struct Resume {
        std::int64_t from_step = 0;
    };
    /// Goes on behind what is there: a resume line, a filled-up record of predictions, a new events file.
    RunFiles(std::filesystem::path folder, Resume resume);

    const std::filesystem::path& folder() const { return folder_; }
    double duration_s() const { return record_.duration_s; }   // as run.json tells it now

    void log(std::string_view text);
    void start(const RunHeader& header);
    void add(const StepReport& report);    // kept until flush()
    void add(const EpochReport& report);   // likewise
    void flush();
    void add_checkpoint(const Checkpoint& checkpoint);
    void refresh_summary();   // run.json: when an epoch was evaluated since, at most once a second

    void finish(const RunSummary& summary);
    void fail(std::string_view error) noexcept;   // as much of it as can still be written

private:
    using Clock = std::chrono::steady_clock;

    void open_files(double wall_time);
    void continue_predictions();
    void require_same_data(const RunHeader& header) const;
    void take_evaluation(const EpochMetrics& metrics);
    void end(RunStatus status);
    void write_summary();

    std::filesystem::path folder_;
    ExperimentConfig config_;
    RunRecord record_;
    const Clock::time_point began_ = Clock::now();
    double earlier_duration_s_ = 0.0;   // of the sessions before a resume
    PredictionsShape shape_;            // known from start()

    std::optional<AppendFile> log_, metrics_, predictions_;
    std::unique_ptr<AppendFile> events_;
    std::string waiting_metrics_, waiting_predictions_, waiting_events_;   // added and not flushed
    bool stepped_since_epoch_ = false;
    bool summary_is_due_ = false;
    Clock::time_point summary_written_{};
};

}   // namespace overfit

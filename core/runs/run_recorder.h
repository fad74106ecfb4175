#pragma once

#include "core/experiment/observer.h"
#include "core/runs/run_record.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace overfit {

/// A file that a run was made from and that its folder keeps.
struct KeptFile {
    std::string name;   // below the run folder
    std::string bytes;
    std::filesystem::path original = {};   // for messages about it
};

/// Writes one run folder while the run goes on (design: the run folder): config.yaml, run.json, metrics.jsonl, labels.bin,
/// predictions.bin, TensorBoard events, checkpoints, lock, log.txt. metrics.jsonl and events are flushed every second.
/// Lives on the training thread; a thread of its own rewrites the lock every 10 s.
class RunRecorder : public TrainingObserver {
public:
    /// Makes a new folder `<utc-time>-<slug>-<4 hex>` with config.yaml and run.json (status running).
    /// kept: files that the configuration names. Throws UsageError when `runs_dir` cannot be written.
    RunRecorder(const ExperimentConfig& config, const std::filesystem::path& runs_dir, std::span<const KeptFile> kept = {});

    struct Resume {};
    /// Goes on in an existing folder: takes the lock (throws UsageError when another process holds it), appends a resume
    /// line, opens a new events file.
    RunRecorder(const std::filesystem::path& run_folder, std::int64_t from_step, Resume);

    ~RunRecorder() override;   // without finish() or fail(): status failed, "ended without a result"

    const std::filesystem::path& folder() const;

    void on_phase(std::string_view phase) override;
    void on_start(const RunHeader& header) override;
    void on_step(const StepReport& report) override;
    void on_epoch(const EpochReport& report) override;
    void on_checkpoint(const Checkpoint& checkpoint) override;

    void finish(const RunSummary& summary);
    double duration_s() const;   // of the whole run, as run.json tells it; once it has ended
    void fail(std::string_view error);

    /// The run cannot be made as it was asked for: a new one that has not begun leaves no folder, any other fails.
    void refuse(std::string_view error);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}   // namespace overfit

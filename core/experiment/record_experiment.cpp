#include "core/config/config_yaml.h"
#include "core/config/dataset_facts.h"
#include "core/corruption/label_source.h"
#include "core/data/dataset_table.h"
#include "core/experiment/fan_out_observer.h"
#include "core/experiment/memory_error.h"
#include "core/experiment/with_engine.h"
#include "core/runs/checkpoint_files.h"
#include "core/runs/lock_file.h"
#include "core/runs/run_recorder.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"
#include "core/support/sha256.h"
#include "core/support/text.h"

#include <fmt/format.h>
#include <new>
#include <optional>
#include <utility>
#include <vector>

namespace overfit {

namespace {

void require_data(const DataConfig& data, std::span<const std::filesystem::path> given_roots) {
    const std::vector<std::filesystem::path> usual_roots = data_roots();
    const DatasetPresence presence = locate_dataset(data, given_roots.empty() ? usual_roots : given_roots);
    if (presence.present) return;
    throw UsageError({.where = fmt::format("data set {}", find_dataset_facts(data.dataset)->title),
                      .problem = "is not on this machine",
                      .remedy = presence.how_to_get});
}

/// What not every machine has. The rest needs no engine yet, whose opening takes half a second.
bool asks_for_a_gpu(const ExperimentConfig& config) {
    return (config.device != "auto" && config.device != "cpu") || config.precision == Precision::Tf32 ||
           config.precision == Precision::Fp16;
}

/// What can be told before any file is made: a wrong configuration, a missing data set or GPU leaves no failed run behind.
void require_a_start(const OpenEngine& open_engine, const ExperimentConfig& config,
                     std::span<const std::filesystem::path> given_roots) {
    require_no_problems(config);
    require_data(config.data, given_roots);
    if (asks_for_a_gpu(config)) open_engine().require_device(config);
}

/// The name of a kept copy tells its content: runs of the same file have the same configuration, wherever it lay.
std::string kept_name(const std::filesystem::path& file, std::string_view bytes) {
    const std::string mark = sha256_hex(std::as_bytes(std::span(bytes))).substr(0, 8);
    const std::string stem = slug(file.stem().string());
    const std::string ending = file.extension().string();
    return stem.ends_with(mark) ? stem + ending : fmt::format("{}-{}{}", stem, mark, ending);
}

/// Lets the configuration name the file that its labels come from as the run folder is to keep it, and returns that file.
std::vector<KeptFile> keep_label_source(ExperimentConfig& config, std::span<const std::filesystem::path> given_roots) {
    LabelCorruption& noise = config.corruption.labels;
    const std::vector<std::filesystem::path> usual_roots = data_roots();
    const std::span<const std::filesystem::path> roots = given_roots.empty() ? usual_roots : given_roots;
    auto file = read_label_source(noise, roots);
    if (!file) return {};
    const DatasetFacts& facts = *find_dataset_facts(config.data.dataset);
    if (facts.train_examples > 0 && facts.classes > 0) {   // a file that does not fit leaves no failed run behind
        parse_label_source(*file, noise, {.examples = facts.train_examples, .classes = facts.classes});
    }
    KeptFile kept{.name = kept_name(file->path, file->bytes), .bytes = std::move(file->bytes), .original = file->path};
    (noise.draw == LabelDraw::LabelFile ? noise.file : noise.matrix) = kept.name;
    return {std::move(kept)};
}

/// Trains with recorder and observer; however it ends, the folder tells it.
RecordedRun trained(const OpenEngine& open_engine, const ExperimentConfig& config, RunRecorder& recorder,
                    TrainingObserver& observer, std::stop_token stop, std::span<const std::filesystem::path> roots,
                    const Checkpoint* resume) {
    try {
        FanOutObserver both(recorder, observer);
        RunSummary summary = run_experiment_with(open_engine, config, both, std::move(stop), roots, resume);
        recorder.finish(summary);
        summary.duration_s = recorder.duration_s();   // one time for all who tell it
        return {.folder = recorder.folder(), .summary = std::move(summary)};
    } catch (const UsageError& error) {   // only told by the data itself, such as labels that do not fit a folder of images
        recorder.refuse(error.what());
        throw;
    } catch (const std::bad_alloc&) {   // outside of the engine: while the images are read
        const Error error = memory_error(fmt::format("experiment '{}'", config.name));
        recorder.fail(error.what());
        throw error;
    } catch (const std::exception& error) {
        recorder.fail(error.what());
        throw;
    }
}

/// The same refusal of the user's own file instead of its copy, which goes with the run that was refused.
UsageError of_the_original(const UsageError& error, const std::filesystem::path& copy,
                           const std::filesystem::path& original) {
    Error::Parts parts = error.parts();
    if (parts.where.starts_with(copy.string())) parts.where.replace(0, copy.string().size(), original.string());
    return UsageError(std::move(parts));
}

void require_resumable(const std::filesystem::path& run_folder) {
    const RunListing run = read_run(run_folder);
    if (!run.record) throw Error({.where = "", .problem = run.problem, .remedy = ""});
    const auto refuse = [&](std::string problem, std::string remedy) {
        throw UsageError({.where = run_folder.string(), .problem = std::move(problem), .remedy = std::move(remedy)});
    };
    if (const auto holder = lock_holder(run_folder)) {
        refuse(fmt::format("this run is being written by process {} on {}", holder->pid, holder->host),
               "stop that one first, or wait until it has ended");
    }
    const RunStatus status = run.record->status;
    if (can_be_resumed(status) || status == RunStatus::Running) return;   // nobody holds its lock
    if (status == RunStatus::Diverged) {
        refuse("this run has diverged and would again", "run its config.yaml with a smaller learning rate");
    }
    refuse(fmt::format("this run is {}: there is nothing to resume", status_words(status)),
           "run its config.yaml again for a new run");
}

using OnFolder = std::function<void(const std::filesystem::path&)>;

/// Of an experiment for which require_a_start() holds.
RecordedRun record_started(const OpenEngine& open_engine, const ExperimentConfig& config,
                           const std::filesystem::path& runs_dir, TrainingObserver& observer, std::stop_token stop,
                           std::span<const std::filesystem::path> data_roots, const OnFolder& on_folder) {
    ExperimentConfig recorded = config;
    const std::vector<KeptFile> kept = keep_label_source(recorded, data_roots);
    RunRecorder recorder(recorded, runs_dir, kept);
    if (on_folder) on_folder(recorder.folder());
    find_files_beside(recorded, recorder.folder());
    try {
        return trained(open_engine, recorded, recorder, observer, std::move(stop), data_roots, nullptr);
    } catch (const UsageError& error) {
        if (kept.empty()) throw;
        throw of_the_original(error, recorder.folder() / kept.front().name, kept.front().original);
    }
}

}   // namespace

RecordedRun record_experiment_with(const OpenEngine& open_engine, const ExperimentConfig& config,
                                   const std::filesystem::path& runs_dir, TrainingObserver& observer, std::stop_token stop,
                                   std::span<const std::filesystem::path> data_roots, const OnFolder& on_folder) {
    require_a_start(open_engine, config, data_roots);
    return record_started(open_engine, config, runs_dir, observer, std::move(stop), data_roots, on_folder);
}

RecordedRun resume_experiment_with(const OpenEngine& open_engine, const std::filesystem::path& run_folder,
                                   TrainingObserver& observer, std::stop_token stop,
                                   std::span<const std::filesystem::path> data_roots) {
    require_resumable(run_folder);
    const ExperimentConfig config = read_config(run_folder / "config.yaml");
    require_a_start(open_engine, config, data_roots);
    // Without a checkpoint it was stopped too early to have one: the seeds make a start from the beginning the same run.
    const std::optional<Checkpoint> checkpoint = read_newest_checkpoint(run_folder);
    RunRecorder recorder(run_folder, checkpoint ? checkpoint->step : 0, RunRecorder::Resume{});
    return trained(open_engine, config, recorder, observer, std::move(stop), data_roots,
                   checkpoint ? &*checkpoint : nullptr);
}

RecordedRun record_experiment(const ExperimentConfig& config, const std::filesystem::path& runs_dir,
                              TrainingObserver& observer, std::stop_token stop,
                              std::span<const std::filesystem::path> data_roots, const OnFolder& on_folder) {
    require_a_start(engine, config, data_roots);
    require_engine_files();   // no failed run where nothing can be trained; opened after the data was read
    return record_started(engine, config, runs_dir, observer, std::move(stop), data_roots, on_folder);
}

bool can_be_resumed(RunStatus status) {
    switch (status) {
        case RunStatus::Cancelled:
        case RunStatus::Failed:
        case RunStatus::Interrupted: return true;
        case RunStatus::Running:
        case RunStatus::Completed:
        case RunStatus::Fitted:
        case RunStatus::EarlyStopped:
        case RunStatus::Diverged: break;
    }
    return false;
}

RecordedRun resume_experiment(const std::filesystem::path& run_folder, TrainingObserver& observer, std::stop_token stop,
                              std::span<const std::filesystem::path> data_roots) {
    require_engine_files();   // else the stopped run would become a failed one
    return resume_experiment_with(engine, run_folder, observer, std::move(stop), data_roots);
}

}   // namespace overfit

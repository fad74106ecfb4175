#include "core/data/dataset_table.h"
#include "core/experiment/data_notes_observer.h"
#include "core/experiment/memory_check.h"
#include "core/experiment/with_engine.h"
#include "core/support/stopped.h"

#include <chrono>
#include <utility>
#include <vector>

namespace overfit {

RunSummary run_experiment_with(const OpenEngine& open_engine, const ExperimentConfig& config, TrainingObserver& observer,
                               std::stop_token stop, std::span<const std::filesystem::path> data_roots,
                               const Checkpoint* resume) {
    const auto began = std::chrono::steady_clock::now();
    observer.on_phase("reading data");
    const auto usual_roots = data_roots.empty() ? overfit::data_roots() : std::vector<std::filesystem::path>();
    const ReadingProgress progress{.stop = stop, .tell = [&](std::string_view what) { observer.on_phase(what); }};
    RunSummary summary;
    try {
        const PreparedExperiment experiment =
            prepare_experiment(config, data_roots.empty() ? usual_roots : data_roots, progress);
        observer.on_phase("opening the engine");
        Engine& engine = open_engine();
        require_memory(engine, experiment);
        DataNotesObserver noting(observer, data_findings(experiment.data_notes));
        summary = engine.train(experiment, noting, std::move(stop), resume);
        noting.add_to(summary.audit);
    } catch (const Stopped&) {
        summary.reason = StopReason::Cancelled;
        summary.explanation = "stopped before the first step, while the data was read";
    }
    summary.duration_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    return summary;
}

RunSummary run_experiment(const ExperimentConfig& config, TrainingObserver& observer, std::stop_token stop,
                          std::span<const std::filesystem::path> data_roots, const Checkpoint* resume) {
    return run_experiment_with(engine, config, observer, std::move(stop), data_roots, resume);
}

}   // namespace overfit

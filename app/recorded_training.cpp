#include "app/recorded_training.h"

#include "app/console/output.h"

#include <csignal>

namespace overfit::cli {

namespace {

void show_result(const RecordedRun& run, Chatter chatter) {
    if (chatter == Chatter::Nothing) {
        out_line(run.folder.string());
        return;
    }
    out_line(describe_result(run.summary));
    for (const Finding& finding : run.summary.audit.findings) {
        if (finding.level != FindingLevel::Note) out_line("  " + describe_finding(finding));
    }
    out_line("  kept in " + run.folder.string());
}

/// Runs `train` with an observer on stdout; the live line is gone before anything else is said, also an error.
template <typename Train>
RecordedRun shown(Chatter chatter, const Train& train) {
    // A reader of our output that goes away must not end a run.
    std::signal(SIGPIPE, SIG_IGN);
    ConsoleObserver observer(chatter);
    try {
        RecordedRun run = train(observer);
        observer.close_live_line();
        show_result(run, chatter);
        return run;
    } catch (...) {
        observer.close_live_line();
        throw;
    }
}

}   // namespace

RecordedRun train_and_show(const ExperimentConfig& config, const TrainingPlaces& places, Chatter chatter,
                           std::stop_token stop) {
    return shown(chatter, [&](ConsoleObserver& observer) {
        const auto tell_folder = [chatter](const std::filesystem::path& folder) {
            if (chatter == Chatter::Lines) out_line("run " + folder.filename().string());
        };
        return record_experiment(config, places.runs_dir, observer, std::move(stop), places.data_roots, tell_folder);
    });
}

RecordedRun resume_and_show(const std::filesystem::path& run_folder, const TrainingPlaces& places, Chatter chatter,
                            std::stop_token stop) {
    return shown(chatter, [&](ConsoleObserver& observer) {
        return resume_experiment(run_folder, observer, std::move(stop), places.data_roots);
    });
}

ExitCode exit_code_of(const RunSummary& summary) {
    if (summary.reason == StopReason::Cancelled) return ExitCode::Stopped;
    if (summary.reason == StopReason::Diverged) {
        say_error("the run diverged: " + summary.explanation);
        return ExitCode::Failed;
    }
    if (summary.audit.has_error()) {
        say_error("the audit found an error: this result does not mean what it seems to");
        return ExitCode::Failed;
    }
    return ExitCode::Done;
}

Chatter chatter_for(bool quiet) {
    if (quiet) return Chatter::Nothing;
    return stdout_is_terminal() ? Chatter::LiveLine : Chatter::Lines;
}

}   // namespace overfit::cli

#include "ui/curves/shown_run.h"

#include "core/config/corruption_facts.h"
#include "core/runs/run_facts.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"
#include "ui/charts/chart_style.h"

namespace overfit::ui {

namespace {

/// Nothing for a foreign folder without a configuration: it still has curves to show.
std::optional<ExperimentConfig> configOf(const std::filesystem::path& folder) {
    try {
        return read_run_config(folder);
    } catch (const Error&) {
        return std::nullopt;
    }
}

}   // namespace

void takeRecord(ShownRun& run, const RunRecord& record, const ExperimentConfig* config) {
    run.chanceAccuracy = chance_accuracy(record);
    run.hasCorruption =
        config ? corrupts_labels(config->corruption.labels) : record.audit && record.audit->expected_changed_fraction > 0;
    run.failure = QString::fromStdString(failure_words(record));
    run.live = record.status == RunStatus::Running;
}

ShownRun savedRun(const std::filesystem::path& folder, int colourPlace) {
    const RunListing listing = read_run(folder);
    const std::optional<ExperimentConfig> config = configOf(folder);
    ShownRun run;
    run.id = QString::fromStdString(folder.string());
    run.name = QString::fromStdString(listing.shown_name());
    const QColor own(QString::fromStdString(listing.user.colour));
    run.colour = own.isValid() ? own : runColour(colourPlace);
    run.metrics = std::make_shared<const RunMetrics>(read_metrics(folder));
    if (listing.record)
        takeRecord(run, *listing.record, config ? &*config : nullptr);
    else if (config)
        run.hasCorruption = corrupts_labels(config->corruption.labels);
    return run;
}

}   // namespace overfit::ui

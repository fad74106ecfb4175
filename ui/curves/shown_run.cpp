#include "ui/curves/shown_run.h"

#include "core/config/corruption_facts.h"
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
    if (record.audit)
        run.chanceAccuracy = record.audit->chance_accuracy;
    else if (record.data && record.data->classes > 0)
        run.chanceAccuracy = 1.0 / record.data->classes;
    run.hasCorruption =
        config ? corrupts_labels(config->corruption.labels) : record.audit && record.audit->expected_changed_fraction > 0;
    if (record.status == RunStatus::Failed || record.status == RunStatus::Diverged)
        run.failure = QString::fromStdString(record.error.empty() ? std::string(status_words(record.status)) : record.error);
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

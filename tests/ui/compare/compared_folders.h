#pragma once

#include "core/config/config_yaml.h"
#include "tests/core/comparison/compared_samples.h"
#include "tests/core/runs/run_samples.h"
#include "tests/ui/live/plausible_runs.h"

#include <QTemporaryDir>

namespace overfit::ui {

/// A run as the window hands it to the comparison, with its folder on disk: run.json and config.yaml.
inline ShownRun shownFolder(const QTemporaryDir& root, const QString& name, std::uint64_t seed, double fraction, int place,
                            int epochs = 20) {
    ComparedRun run = samples::compared_run(name.toStdString(), seed, fraction,
                                            fraction > 0 ? 0.1 + 0.001 * static_cast<double>(seed) : 0.8);
    const QString folder = root.filePath(QStringLiteral("20260131T120000Z-run-%1").arg(1000 + place));
    run.listing.record->id = QFileInfo(folder).fileName().toStdString();
    samples::put((folder + QStringLiteral("/run.json")).toStdString(), run_record_to_json(*run.listing.record));
    samples::put((folder + QStringLiteral("/config.yaml")).toStdString(), config_to_yaml(*run.config));
    ShownRun shown = plausibleRun(name, place, fraction, epochs);
    shown.id = folder;
    return shown;
}

/// Three seeds of random labels and two of true ones.
inline std::vector<ShownRun> fiveShownRuns(const QTemporaryDir& root) {
    return {shownFolder(root, QStringLiteral("random labels, seed 1"), 1, 1.0, 0),
            shownFolder(root, QStringLiteral("random labels, seed 2"), 2, 1.0, 1),
            shownFolder(root, QStringLiteral("random labels, seed 3"), 3, 1.0, 2),
            shownFolder(root, QStringLiteral("true labels, seed 4"), 4, 0.0, 3),
            shownFolder(root, QStringLiteral("true labels, seed 5"), 5, 0.0, 4)};
}

}   // namespace overfit::ui

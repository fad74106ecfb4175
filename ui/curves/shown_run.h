#pragma once

#include "core/config/experiment_config.h"
#include "core/runs/metrics_file.h"
#include "core/runs/run_record.h"

#include <QColor>
#include <QString>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace overfit::ui {

/// One run as the charts of the Live view show it: saved or running. The same colour in every view.
struct ShownRun {
    QString id;   // the folder's path
    QString name;
    QColor colour;
    std::shared_ptr<const RunMetrics> metrics;   // never null
    double chanceAccuracy = 0.0;                 // 1/C; 0 = unknown
    bool hasCorruption = false;                  // p > 0: clean and corrupted split is shown
    QString failure;                             // reason of a divergence or failure; empty otherwise
    bool live = false;
};

/// What a saved run's record and configuration say of it for the charts: chance, corruption, failure, whether it is running.
/// Without a configuration (not read yet, or another program's) the record's audit tells whether labels were corrupted.
void takeRecord(ShownRun& run, const RunRecord& record, const ExperimentConfig* config);

/// A run folder read for showing, in the palette's colour of that place (or the user's own). Throws Error when its curves
/// cannot be read.
ShownRun savedRun(const std::filesystem::path& folder, int colourPlace);

/// What an audit was made from: the trainer's own tensors, a run folder with what the run recorded of its tensors, or a
/// folder alone, of a stranger's program.
enum class AuditBasis { Trainer, FolderAndRecord, FolderAlone };

/// Where the running experiment is or how a saved one ended, for the progress line and the audit strip.
struct LiveProgress {
    bool running = false;
    bool stopping = false;
    QString name;
    QString phase;   // "reading data", "training"
    std::int64_t step = 0, totalSteps = 0;
    double epoch = 0.0;
    std::int64_t epochs = 0;
    double imagesPerSecond = 0.0;
    double secondsLeft = 0.0;   // 0 = unknown
    std::optional<double> trainAccuracy, testAccuracy;
    std::optional<AuditReport> audit;
    AuditBasis auditBasis = AuditBasis::Trainer;
    QString auditProblem;   // why a saved run's labels can't be judged
    QString outcome;        // after the end: "fitted in epoch 41 after 28 s", or the error
    bool failed = false;
};

}   // namespace overfit::ui

#pragma once

#include "core/config/experiment_config.h"
#include "core/runs/run_store.h"
#include "ui/library/run_auditor.h"
#include "ui/library/run_search.h"

#include <QDate>
#include <QString>
#include <memory>

namespace overfit::ui {

/// A run folder as the list shows, sorts and finds it. Worked out where it is read, in the background, so that the window
/// only compares.
struct RunRow {
    RunListing run;
    std::string notes;                                // notes.md
    std::string notesProblem;                         // why they cannot be shown and must not be written
    std::shared_ptr<const ExperimentConfig> config;   // null: not read yet, or unreadable
    std::shared_ptr<const RunAudit> audit;            // null: not judged yet
    QString suffix;                                   // what tells it from others of its name; mostly empty
    QString results;                                  // which state of its result files the row is of

    // Made from the above by refresh().
    QString folder;    // by which a run is known everywhere
    QString name;      // the user's, else the record's, else the folder's
    QString numbers;   // the second line
    QString age;       // greater = newer
    QDate day;         // of its beginning, local time; invalid where unknown
    RunText text;

    /// "my run (p 0.5)": where runs of one name stand beside each other.
    QString fullName() const { return suffix.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, suffix); }

    /// A run folder, and so one that may carry the user's words; they are not written into strangers' folders.
    bool carriesWords() const { return run.record.has_value(); }
    bool isRunning() const { return run.record && run.record->status == RunStatus::Running; }
};

RunRow makeRow(RunListing run);

/// After a change of `run` or `notes`.
void refresh(RunRow& row);

}   // namespace overfit::ui

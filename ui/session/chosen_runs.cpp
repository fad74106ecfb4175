#include "ui/session/chosen_runs.h"

#include "ui/library/run_words.h"
#include "ui/session/run_session.h"

#include <QFileInfo>

namespace overfit::ui {

ChosenRuns::ChosenRuns(RunLibraryView& library, RunColours& colours, const RunSession& session, QObject* parent)
    : QObject(parent), library_(library), colours_(colours), session_(session) {
    connect(&library, &RunLibraryView::chosenChanged, this, &ChosenRuns::update);
    connect(&library, &RunLibraryView::listed, this, &ChosenRuns::update);
    connect(&loader_, &CurveLoader::loaded, this, &ChosenRuns::changed);
    // What the session holds at the end is what the file holds: no need to read it again at once.
    connect(&session, &RunSession::ended, this, [this] {
        if (!session_.folder().isEmpty()) loader_.put(session_.folder(), session_.metrics());
    });
}

void ChosenRuns::update() {
    const QStringList folders = library_.chosen();
    colours_.setShown(folders);
    library_.model()->setShown(folders);
    loader_.keepOnly(folders);
    for (const QString& folder : folders) {
        if (!(session_.isRunning() && folder == session_.folder())) loader_.request(folder);
    }
    Q_EMIT changed();
}

std::vector<ShownRun> ChosenRuns::shown() const {
    std::vector<ShownRun> runs;
    for (const QString& folder : library_.chosen()) {
        ShownRun run = session_.isRunning() && folder == session_.folder() ? session_.shownRun() : savedRun(folder);
        if (const RunListing* listing = library_.runOf(folder)) run.name = QString::fromStdString(listing->shown_name());
        run.colour = colours_.colourOf(folder);
        runs.push_back(std::move(run));
    }
    return runs;
}

ShownRun ChosenRuns::savedRun(const QString& folder) const {
    ShownRun run;
    run.id = folder;
    run.name = QFileInfo(folder).fileName();
    run.metrics = loader_.curvesOf(folder);
    const RunListing* listing = library_.runOf(folder);
    if (!listing || !listing->record) return run;
    const RunRecord& record = *listing->record;
    if (record.audit) {
        run.chanceAccuracy = record.audit->chance_accuracy;
        run.hasCorruption = record.audit->expected_changed_fraction > 0;
    } else if (record.data && record.data->classes > 0) {
        run.chanceAccuracy = 1.0 / record.data->classes;
    }
    if (record.status == RunStatus::Failed || record.status == RunStatus::Diverged) {
        run.failure = record.error.empty() ? statusWords(*listing) : QString::fromStdString(record.error);
    }
    run.live = record.status == RunStatus::Running;
    return run;
}

}   // namespace overfit::ui

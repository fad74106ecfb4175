#include "ui/session/chosen_runs.h"

#include "core/runs/this_process.h"
#include "ui/session/run_session.h"
#include "ui/session/saved_run.h"

#include <QFileInfo>

namespace overfit::ui {

ChosenRuns::ChosenRuns(RunLibraryView& library, RunColours& colours, const RunSession& session, QObject* parent)
    : QObject(parent), library_(library), colours_(colours), session_(session) {
    connect(&library, &RunLibraryView::chosenChanged, this, &ChosenRuns::update);
    connect(&library, &RunLibraryView::listed, this, &ChosenRuns::update);
    connect(&library, &RunLibraryView::looked, this, &ChosenRuns::follow);
    connect(&library, &RunLibraryView::lookedAtChanged, this, &ChosenRuns::lookedAtChanged);
    connect(&loader_, &CurveLoader::loaded, this, &ChosenRuns::changed);
    // What the session holds at the end is what the file holds: no need to read it again at once.
    connect(&session, &RunSession::curvesChanged, this, [this] {
        if (!session_.isRunning() && !session_.folder().isEmpty()) loader_.put(session_.folder(), session_.metrics());
    });
}

void ChosenRuns::update() {
    const QStringList folders = library_.charted();
    colours_.setShown(folders);
    library_.model()->setShown(folders);
    loader_.keepOnly(folders);
    for (const QString& folder : folders) {
        if (!isWatched(folder)) loader_.request(folder);
    }
    Q_EMIT changed();
}

void ChosenRuns::follow() {
    // Curves of other programs' runs grow while their summaries stay as they are.
    for (const QString& folder : library_.charted()) {
        const RunListing* run = library_.runOf(folder);
        const bool grows = run && run->record && run->record->status == RunStatus::Running;
        if (grows && !isWatched(folder)) loader_.request(folder);
    }
}

bool ChosenRuns::isWatched(const QString& folder) const { return session_.isRunning() && folder == session_.folder(); }

bool ChosenRuns::isSessions(const QString& folder) const {
    if (folder.isEmpty() || folder != session_.folder()) return false;
    const RunListing* run = library_.runOf(folder);
    return session_.isRunning() || !run || !run->record ||
           (run->record->pid == process_id() && run->record->host == host_name());
}

bool ChosenRuns::isToldBySession(const QString& folder) const {
    if (!isSessions(folder)) return false;
    // It may have ended and not be listed so yet: what the session knows must not vanish until it is.
    const RunListing* run = library_.runOf(folder);
    return session_.isRunning() || !run || !run->record || run->record->status == RunStatus::Running ||
           run->record->status == RunStatus::Interrupted;
}

std::vector<ShownRun> ChosenRuns::shown() const {
    std::vector<ShownRun> runs;
    for (const QString& folder : library_.charted()) {
        ShownRun run = isToldBySession(folder) ? session_.shownRun() : savedRun(folder);
        if (const RunRow* row = library_.rowOf(folder)) run.name = row->fullName();
        run.colour = colours_.colourOf(folder);
        runs.push_back(std::move(run));
    }
    return runs;
}

std::optional<LiveProgress> ChosenRuns::lookedAt() const {
    const QString folder = library_.lookedAt();
    const RunRow* row = library_.rowOf(folder);
    if (!row || isSessions(folder)) return std::nullopt;
    return savedProgress(*row);
}

ShownRun ChosenRuns::savedRun(const QString& folder) const {
    ShownRun run;
    run.id = folder;
    run.name = QFileInfo(folder).fileName();
    run.metrics = loader_.curvesOf(folder);
    const RunRow* row = library_.rowOf(folder);
    if (row && row->run.record) takeRecord(run, *row->run.record, row->config.get());
    return run;
}

}   // namespace overfit::ui

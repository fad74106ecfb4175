// What the user does to run folders, and what takes it back: RunLibraryView's third part.

#include "core/runs/run_store.h"
#include "ui/library/run_filter.h"
#include "ui/library/run_library_view.h"

#include <QFileInfo>
#include <QScopedValueRollback>
#include <algorithm>

namespace overfit::ui {

namespace {

QStringList without(QStringList folders, const QStringList& those) {
    for (const QString& folder : those) folders.removeAll(folder);
    return folders;
}

}   // namespace

void RunLibraryView::writeWords(const QStringList& folders, const UserWords::Change& change) {
    {
        const QScopedValueRollback adjusting(adjusting_, true);
        for (const QString& folder : folders) {
            const RunListing* run = model_->runOf(folder);
            if (!run) continue;
            UserNotes notes = run->user;
            change(notes);
            colours_.setChosen(folder, QColor(QString::fromStdString(notes.colour)));
            model_->setUserNotes(folder, notes);
        }
    }
    QStringList there;
    for (const QString& folder : folders) {
        if (const auto away = trashed_.find(folder); away != trashed_.end())
            away->words.push_back(change);
        else
            there << folder;
    }
    writer_->change(there, change);
    listChanged();
    Q_EMIT listed();
}

void RunLibraryView::changeWords(const QStringList& folders, const UserWords::Change& change, const QString& what) {
    QStringList changed;
    std::vector<UserWords::Change> back;
    for (const QString& folder : folders) {
        const RunListing* run = model_->runOf(folder);
        if (!run) continue;
        UserNotes after = run->user;
        change(after);
        const auto step = wordsBackTo(run->user, after);
        if (!step) continue;
        changed << folder;
        back.push_back(*step);
    }
    if (changed.isEmpty()) return;
    const auto apply = [this, changed, change] { writeWords(changed, change); };
    const auto undo = [this, changed, back] {
        for (qsizetype i = 0; i < changed.size(); ++i) writeWords({changed[i]}, back[static_cast<std::size_t>(i)]);
    };
    apply();
    Q_EMIT undoOffered({}, what, undo, apply);
}

QString RunLibraryView::wordsFor(const QStringList& folders) const {
    const RunRow* only = folders.size() == 1 ? model_->find(folders.front()) : nullptr;
    return only ? only->fullName() : tr("%1 runs").arg(folders.size());
}

void RunLibraryView::chooseAgain(const QStringList& before, const QStringList& folders) {
    QStringList again;
    for (const QString& folder : before) {
        if (chosen_.contains(folder) || folders.contains(folder)) again << folder;
    }
    for (const QString& folder : chosen_) {
        if (!again.contains(folder) && !standIns_.contains(folder)) again << folder;
    }
    choose(again);
}

QString RunLibraryView::neighbourOf(const QStringList& leaving) const {
    int first = filter_->rowCount(), last = -1;
    for (const QString& folder : leaving) {
        const QModelIndex index = indexOf(folder);
        if (!index.isValid()) continue;
        first = std::min(first, index.row());
        last = std::max(last, index.row());
    }
    const int row = last + 1 < filter_->rowCount() ? last + 1 : first - 1;
    return last < 0 || row < 0 ? QString() : filter_->index(row, 0).data(RunTableModel::FolderRole).toString();
}

void RunLibraryView::letGo(const QStringList& leaving) {
    QString neighbour = neighbourOf(leaving);
    for (const QString& folder : leaving) {
        const QString beside = besideTrashed_.take(folder);
        if (neighbour.isEmpty() && indexOf(beside).isValid()) neighbour = beside;
    }
    QStringList left = without(chosen_, leaving);
    const bool nothingSeen = std::ranges::none_of(left, [this](const QString& folder) { return indexOf(folder).isValid(); });
    const bool standsIn = nothingSeen && left != chosen_ && !neighbour.isEmpty();
    if (standsIn) left << neighbour;
    choose(left);
    if (!standsIn) return;
    standIns_.insert(neighbour);
    makeCurrent(neighbour);
}

void RunLibraryView::toggleArchive() {
    const std::vector<const RunRow*> rows = selectedRows();
    const bool archived = std::any_of(rows.begin(), rows.end(),
                                      [](const RunRow* row) { return row->carriesWords() && !row->run.user.archived; });
    QStringList folders;
    for (const RunRow* row : rows) {
        if (row->carriesWords() && row->run.user.archived != archived) folders << row->folder;
    }
    if (folders.isEmpty()) return;
    const QString what = wordsFor(folders);
    const auto apply = [this, folders, archived] { archive(folders, archived); };
    const auto undo = [this, folders, archived, before = chosen_] {
        archive(folders, !archived);
        if (archived) chooseAgain(before, folders);
    };
    apply();
    Q_EMIT undoOffered(archived ? tr("Archived %1").arg(what) : tr("%1 out of the archive").arg(what),
                       archived ? tr("archiving %1").arg(what) : tr("taking %1 out of the archive").arg(what), undo, apply);
}

void RunLibraryView::archive(const QStringList& folders, bool archived) {
    if (archived && filter_->hidesArchived()) letGo(folders);
    writeWords(folders, [archived](UserNotes& notes) { notes.archived = archived; });
}

void RunLibraryView::takeTrashed(const QStringList& folders, const QStringList& problems, RunTrash::Time time) {
    tellProblems(problems);
    if (folders.isEmpty()) return;
    const QString what = wordsFor(folders);
    for (const QString& folder : folders) trashed_[folder] = {chosen_, elsewhere_.contains(folder), {}};
    elsewhere_ = without(elsewhere_, folders);
    letGo(folders);
    scanner_->setRoots({roots_, elsewhere_});
    if (time == RunTrash::Time::Again) return;   // its undo is there
    offerRestoring(folders, tr("Moved %1 to the trash").arg(what), tr("moving %1 to the trash").arg(what));
}

void RunLibraryView::offerRestoring(const QStringList& folders, const QString& done, const QString& what) {
    Q_EMIT undoOffered(
        done, what, [this, folders] { trash_->restore(folders); },
        [this, folders] { moveToTrash(folders, RunTrash::Time::Again); });
}

void RunLibraryView::moveToTrash(const QStringList& folders, RunTrash::Time time) {
    // A slow disk: the rows may be gone before the trash says so.
    const QString beside = neighbourOf(folders);
    for (const QString& folder : folders) besideTrashed_.insert(folder, beside);
    trash_->trash(folders, time);
}

void RunLibraryView::takeRestored(const QStringList& folders, const QStringList& left, const QStringList& problems) {
    QStringList before;
    for (const QString& folder : folders) {
        const Trashed place = trashed_.take(folder);
        before = place.chosenBefore;
        if (place.opened) elsewhere_ << folder;
        for (const UserWords::Change& change : place.words) writer_->change({folder}, change);
    }
    scanner_->setRoots({roots_, elsewhere_});
    if (!folders.isEmpty()) {
        chooseAgain(before, folders);
        Q_EMIT statusMessage(folders.size() == 1 ? tr("The run is back from the trash")
                                                 : tr("%1 runs are back from the trash").arg(folders.size()));
    }
    if (!left.isEmpty()) {   // once what stood in the way is gone, it can be undone after all
        const QString what = left.size() == 1 ? QFileInfo(left.front()).fileName() : tr("%1 runs").arg(left.size());
        offerRestoring(left, tr("%1 could not come back from the trash yet").arg(what),
                       tr("moving %1 to the trash").arg(what));
    }
    tellProblems(problems);
}

void RunLibraryView::takeOff() {
    const QStringList folders = selectedFolders();
    elsewhere_ = without(elsewhere_, folders);
    setChosen(without(chosen_, folders));
    scanner_->setRoots({roots_, elsewhere_});
    Q_EMIT stateChanged();
}

}   // namespace overfit::ui

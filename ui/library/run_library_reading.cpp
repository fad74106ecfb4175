// Where runs come from and what is found out about them: a part of RunLibraryView.

#include "ui/library/run_columns.h"
#include "ui/library/run_filter.h"
#include "ui/library/run_library_view.h"
#include "ui/library/run_words_panel.h"

#include <QAbstractItemView>
#include <QScopedValueRollback>

namespace overfit::ui {

void RunLibraryView::setRoots(const QStringList& folders) {
    roots_ = folders;
    scanner_->setRoots({roots_, elsewhere_});
}

void RunLibraryView::rescan() { scanner_->rescan(); }

void RunLibraryView::setTraining(bool trains) { auditor_->setPaused(trains); }

void RunLibraryView::openFolders(const QStringList& folders) {
    for (const QString& folder : folders) {
        if (!elsewhere_.contains(folder) && model_->rowOf(folder) < 0) elsewhere_ << folder;
    }
    choose(folders);
    scanner_->setRoots({roots_, elsewhere_});
}

void RunLibraryView::restore(const QStringList& elsewhere, const QStringList& chosen) {
    elsewhere_ = elsewhere;
    choose(chosen);
}

void RunLibraryView::merge(const RunScan& part) {
    for (const RunRow& row : part.read) colours_.setChosen(row.folder, QColor(QString::fromStdString(row.run.user.colour)));
    {
        const QScopedValueRollback adjusting(adjusting_, true);
        model_->merge(part);
        const auto& column = runColumn(filter_->orderColumn());
        if (!part.configs.empty() && column.group == RunColumn::Group::Experiment) filter_->reorder();
    }
    const bool first = part.complete && !wasRead_;
    wasRead_ |= part.complete;
    if (first) tellKeptNotes();
    // Most polls find nothing.
    if (first || !part.read.empty() || !part.gone.isEmpty() || !part.configs.empty() || !part.suffixes.empty()) {
        audit(part);
        listChanged();
        Q_EMIT listed();
    }
    if (part.complete) Q_EMIT looked();
}

void RunLibraryView::audit(const RunScan& part) {
    auditor_->forget(part.gone);
    for (const RunRow& row : part.read) {
        // One that runs is judged while it is looked at, and when it has ended.
        if (!row.isRunning()) auditor_->request(row.run, row.results, RunAuditor::Urgency::InItsTurn);
    }
    auditLookedAt();
}

void RunLibraryView::auditLookedAt() {
    if (const RunRow* row = rowOf(lookedAt())) auditor_->request(row->run, row->results, RunAuditor::Urgency::Now);
    Q_EMIT lookedAtChanged();
}

QString RunLibraryView::lookedAt() const {
    const QString current = view()->currentIndex().data(RunTableModel::FolderRole).toString();
    return chosen_.contains(current) ? current : chosen_.value(chosen_.size() - 1);
}

QByteArray RunLibraryView::unsavedNotes() const { return toJson(words_->unsaved()); }

void RunLibraryView::restoreUnsavedNotes(const QByteArray& json) { words_->keep(unsavedNotesFrom(json)); }

void RunLibraryView::tellKeptNotes() {
    const QStringList names = words_->settleKept([this](const QString& folder) { return model_->find(folder); });
    if (names.isEmpty()) return;
    const QString others = names.size() > 1 ? tr(" (and on %1 more runs)").arg(names.size() - 1) : QString();
    Q_EMIT problemFound(tr("Your notes on %1%2 are kept but not saved: another program changed notes.md. Select the run "
                           "and open Tags and notes to choose between the two texts.")
                            .arg(names.front(), others));
}

}   // namespace overfit::ui

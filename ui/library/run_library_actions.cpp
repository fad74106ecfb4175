// What the actions on runs do: RunLibraryView's second half.

#include "core/config/config_yaml.h"
#include "core/runs/run_store.h"
#include "ui/library/run_actions.h"
#include "ui/library/run_columns.h"
#include "ui/library/run_filter.h"
#include "ui/library/run_library_view.h"
#include "ui/library/run_list_view.h"
#include "ui/library/run_table_view.h"
#include "ui/library/run_words_panel.h"
#include "ui/worker/background.h"

#include <QAction>
#include <QColorDialog>
#include <QDesktopServices>
#include <QFileInfo>
#include <QItemSelectionModel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QUrl>
#include <algorithm>
#include <exception>

namespace overfit::ui {

namespace {

QStringList foldersOf(const std::vector<const RunRow*>& rows) {
    QStringList folders;
    for (const RunRow* row : rows) folders << row->folder;
    return folders;
}

QStringList wordFoldersOf(const std::vector<const RunRow*>& rows) {
    QStringList folders;
    for (const RunRow* row : rows) {
        if (row->carriesWords()) folders << row->folder;
    }
    return folders;
}

bool isSame(const std::string& tag, const QString& other) {
    return QString::fromStdString(tag).compare(other, Qt::CaseInsensitive) == 0;
}

}   // namespace

void RunLibraryView::connectActions() {
    const auto on = [this](QAction* action, auto&& act) { connect(action, &QAction::triggered, this, act); };
    on(actions_->rename, [this] { editName(); });
    on(actions_->star, [this] { toggleStar(); });
    on(actions_->editTags, [this] { openWords(false); });
    on(actions_->editNotes, [this] { openWords(true); });
    on(actions_->archive, [this] { toggleArchive(); });
    on(actions_->trash, [this] { moveToTrash(selectedFolders(), RunTrash::Time::First); });
    on(actions_->compare, [this] { Q_EMIT compareRequested(charted()); });
    on(actions_->useExperiment, [this] {
        withConfig([this, look = ++experimentLook_](const RunRow&, const ExperimentConfig& config) {
            if (look == experimentLook_) Q_EMIT experimentRequested(config);   // else another one is wanted by now
        });
    });
    on(actions_->resume, [this] {
        withConfig(
            [this](const RunRow& row, const ExperimentConfig& config) { Q_EMIT resumeRequested(row.folder, config); });
    });
    on(actions_->showFolder, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(selectedFolders().value(0))); });
    on(actions_->takeOff, [this] { takeOff(); });
    connect(actions_->table, &QAction::toggled, this, &RunLibraryView::switchView);
    connect(actions_->words, &QAction::toggled, this, [this](bool show) {
        if (!show) words_->save();
        words_->setVisible(show);
        showWords();
        // Once the list has the height that is left to it: the run whose notes these are stays in sight.
        QMetaObject::invokeMethod(
            this, [this] { view()->scrollTo(view()->currentIndex()); }, Qt::QueuedConnection);
        Q_EMIT stateChanged();
    });
    connect(actions_->showArchived, &QAction::toggled, this, [this](bool show) {
        {
            const QScopedValueRollback adjusting(adjusting_, true);
            filter_->setShowArchived(show);
        }
        listChanged();
        Q_EMIT stateChanged();
    });
    connect(actions_, &RunActions::colourChosen, this,
            [this](const QString& colour) { setColour(wordFoldersOf(selectedRows()), colour); });
    connect(actions_, &RunActions::ownColourWanted, this, &RunLibraryView::askColour);
    connect(compare_, &QPushButton::clicked, actions_->compare, &QAction::trigger);
}

void RunLibraryView::connectWriters() {
    connect(model_, &RunTableModel::renamed, this, &RunLibraryView::rename);
    connect(words_, &RunWordsPanel::tagsAdded, this, &RunLibraryView::addTags);
    connect(words_, &RunWordsPanel::tagRemoved, this, &RunLibraryView::removeTag);
    connect(words_, &RunWordsPanel::problemFound, this, &RunLibraryView::problemFound);
    connect(words_, &RunWordsPanel::unsavedChanged, this, &RunLibraryView::stateChanged);
    connect(words_, &RunWordsPanel::closed, this, [this] {
        actions_->words->setChecked(false);
        view()->setFocus(Qt::OtherFocusReason);
    });
    connect(words_, &RunWordsPanel::notesSaved, model_, &RunTableModel::setNotes);
    connect(writer_, &UserWords::changed, scanner_, &RunScanner::rescan);
    connect(writer_, &UserWords::failed, this, [this](const QString& folder, const QString& reason) {
        // The list shows what was to be written; back to what the folder holds.
        scanner_->reread(folder);
        Q_EMIT problemFound(tr("Your words about this run could not be saved. %1").arg(reason));
    });
    connect(trash_, &RunTrash::trashed, this, &RunLibraryView::takeTrashed);
    connect(trash_, &RunTrash::restored, this, &RunLibraryView::takeRestored);
}

std::vector<const RunRow*> RunLibraryView::selectedRows() const {
    std::vector<int> places;
    for (const QItemSelectionRange& range : list_->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row) places.push_back(row);
    }
    if (places.empty() && list_->currentIndex().isValid()) places.push_back(list_->currentIndex().row());
    std::sort(places.begin(), places.end());
    std::vector<const RunRow*> rows;
    rows.reserve(places.size());
    for (const int place : places) rows.push_back(&model_->at(filter_->mapToSource(filter_->index(place, 0)).row()));
    return rows;
}

QStringList RunLibraryView::selectedFolders() const { return foldersOf(selectedRows()); }

void RunLibraryView::updateActions() {
    RunSelection selection;
    for (const RunRow* row : selectedRows()) {
        ++selection.runs;
        selection.readable += row->carriesWords() ? 1 : 0;
        selection.starred += row->run.user.starred ? 1 : 0;
        selection.archived += row->run.user.archived ? 1 : 0;
        selection.added += elsewhere_.contains(row->folder) ? 1 : 0;
    }
    const RunRow* only = selection.runs == 1 && selection.readable == 1 ? selectedRows().front() : nullptr;
    if (only) selection.status = model_->isRunning(*only) ? RunStatus::Running : only->run.record->status;
    selection.shown = static_cast<int>(charted().size());
    actions_->update(selection);
    compare_->setText(actions_->compare->text());
    compare_->setVisible(actions_->compare->isEnabled());
}

void RunLibraryView::switchView() {
    const bool hadFocus = list_->hasFocus() || table_->hasFocus();
    setGrouping(grouping_);
    readConfigs();
    showPage();
    showChosen();
    view()->scrollTo(view()->currentIndex());
    if (hadFocus) view()->setFocus(Qt::OtherFocusReason);
    Q_EMIT stateChanged();
}

void RunLibraryView::setGrouping(RunGrouping grouping) {
    grouping_ = grouping;
    {
        const QScopedValueRollback adjusting(adjusting_, true);
        filter_->setGrouping(view() == table_ ? RunGrouping::None : grouping_);
    }
    showChosen();
    list_->layOutAgain();
}

void RunLibraryView::editName() {
    if (selectedRows().size() != 1) return;
    const QModelIndex index = indexOf(selectedFolders().front());
    view()->setCurrentIndex(index);
    view()->scrollTo(index);
    view()->edit(index);
}

void RunLibraryView::openWords(bool notes) {
    actions_->words->setChecked(true);
    notes ? words_->focusNotes() : words_->focusTags();
}

void RunLibraryView::showWords() {
    if (!actions_->words->isChecked()) return;
    std::vector<const RunRow*> rows = selectedRows();
    std::erase_if(rows, [](const RunRow* row) { return !row->carriesWords(); });
    words_->setKnownTags(model_->tagsInUse());
    words_->setRuns(rows);
}

void RunLibraryView::rename(const QString& folder, const QString& name) {
    const QString what = tr("renaming %1").arg(wordsFor({folder}));
    changeWords(
        {folder}, [name = name.toStdString()](UserNotes& notes) { notes.name = name; }, what);
    Q_EMIT statusMessage(name.isEmpty() ? tr("The run has its own name again") : tr("Renamed to %1").arg(name));
}

void RunLibraryView::toggleStar() {
    const std::vector<const RunRow*> rows = selectedRows();
    const QStringList folders = wordFoldersOf(rows);
    const bool star = std::any_of(rows.begin(), rows.end(),
                                  [](const RunRow* row) { return row->carriesWords() && !row->run.user.starred; });
    changeWords(
        folders, [star](UserNotes& notes) { notes.starred = star; },
        (star ? tr("starring %1") : tr("taking the star off %1")).arg(wordsFor(folders)));
}

void RunLibraryView::addTags(const QStringList& tags) {
    const auto add = [tags](UserNotes& notes) {
        for (const QString& tag : tags) {
            const bool known = std::any_of(notes.tags.begin(), notes.tags.end(),
                                           [&](const std::string& other) { return isSame(other, tag); });
            if (!known) notes.tags.push_back(tag.toStdString());
        }
    };
    changeWords(wordFoldersOf(selectedRows()), add, tr("tagging with %1").arg(tags.join(QStringLiteral(", "))));
}

void RunLibraryView::removeTag(const QString& tag) {
    const auto remove = [tag](UserNotes& notes) {
        std::erase_if(notes.tags, [&](const std::string& other) { return isSame(other, tag); });
    };
    changeWords(wordFoldersOf(selectedRows()), remove, tr("removing the tag %1").arg(tag));
}

void RunLibraryView::setColour(const QStringList& folders, const QString& colour) {
    changeWords(
        folders, [colour = colour.toStdString()](UserNotes& notes) { notes.colour = colour; },
        tr("the colour of %1").arg(wordsFor(folders)));
}

void RunLibraryView::askColour() {
    const QStringList folders = wordFoldersOf(selectedRows());
    if (folders.isEmpty()) return;
    auto* dialog = new QColorDialog(colours_.colourOf(folders.front()), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Colour of the run"));
    dialog->setModal(false);
    connect(dialog, &QColorDialog::colorSelected, this,
            [this, folders](const QColor& colour) { setColour(folders, colour.name()); });
    dialog->show();
}

void RunLibraryView::withConfig(const std::function<void(const RunRow&, const ExperimentConfig&)>& give) {
    const std::vector<const RunRow*> rows = selectedRows();
    if (rows.size() != 1) return;
    const RunRow row = *rows.front();                    // the list may change meanwhile
    using Read = std::pair<ExperimentConfig, QString>;   // what was read, or why it could not be
    const auto read = [row]() -> Read {
        try {
            // Not read yet, or unreadable; then this tells why.
            ExperimentConfig config = row.config ? *row.config : read_run_config(row.run.folder);
            find_files_beside(config, row.run.folder);   // those that the run folder keeps
            return {std::move(config), QString()};
        } catch (const std::exception& error) {
            return {ExperimentConfig(), QString::fromUtf8(error.what())};
        }
    };
    inBackground(this, read, [this, row, give](const Read& result) {
        result.second.isEmpty() ? give(row, result.first) : problemFound(result.second);
    });
}

void RunLibraryView::tellProblems(const QStringList& problems) {
    if (problems.isEmpty()) return;
    const QString others = problems.size() > 1 ? tr("\n%1 more could not be moved.").arg(problems.size() - 1) : QString();
    Q_EMIT problemFound(problems.front() + others);
}

}   // namespace overfit::ui

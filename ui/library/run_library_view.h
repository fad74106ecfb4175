#pragma once

#include "ui/library/library_state.h"
#include "ui/library/run_colours.h"
#include "ui/library/run_scanner.h"
#include "ui/library/run_table_model.h"
#include "ui/library/run_trash.h"
#include "ui/library/user_words.h"

#include <QSet>
#include <QStringList>
#include <QWidget>
#include <functional>

class QAbstractItemView;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace overfit::ui {

class LibraryEmptyPage;
class LibraryMenu;
class RunActions;
class RunListView;
class RunTableView;
class RunWordsPanel;

/// The run folders, as cards or as a table. The selected ones are the chosen ones: the charts show the first of them.
class RunLibraryView : public QWidget {
    Q_OBJECT
public:
    /// colours: shared with the charts; outlives the view.
    explicit RunLibraryView(RunColours& colours, QWidget* parent = nullptr);
    ~RunLibraryView() override;   // writes what was typed and not written yet

    /// folders: their direct sub-folders are the runs.
    void setRoots(const QStringList& folders);
    QStringList elsewhere() const { return elsewhere_; }
    void rescan();

    /// A training needs the processors: runs that nobody looks at are judged when it has ended.
    void setTraining(bool trains);

    /// Adds run folders from anywhere to the list and chooses them.
    void openFolders(const QStringList& folders);

    /// The last session's; takes effect with the next setRoots().
    void restore(const QStringList& elsewhere, const QStringList& chosen);
    void restoreState(const LibraryState& state);
    LibraryState state() const;

    /// Notes that could not be written, for the next session (JSON); restored before the folders are read.
    QByteArray unsavedNotes() const;
    void restoreUnsavedNotes(const QByteArray& json);

    /// In the order of choice. A folder that is not listed yet is chosen as soon as it is.
    QStringList chosen() const { return chosen_; }

    /// The first of them: as many as charts can tell apart and a machine can hold. The view tells when there are more.
    QStringList charted() const { return chosen_.mid(0, mostCharted); }
    static constexpr int mostCharted = 50;
    void choose(const QStringList& folders);
    void chooseAlso(const QString& folder);

    RunActions& runActions() const { return *actions_; }
    const RunListing* runOf(const QString& folder) const { return model_->runOf(folder); }
    RunTableModel* model() const { return model_; }
    void focusSearch();
    void makeCurrent(const QString& folder);

    /// The chosen run that is looked at: the current row's, else the last chosen. Empty: none.
    QString lookedAt() const;
    const RunRow* rowOf(const QString& folder) const { return model_->find(folder); }

Q_SIGNALS:
    void chosenChanged();
    void lookedAtChanged();       // another one, or its audit is known now
    void listed();                // summaries came, went or changed
    void looked();                // the folders were looked at; mostly nothing has changed
    void stateChanged();          // state() is another one
    void openFolderRequested();   // the button of the empty list
    void quickStartRequested();   // likewise
    void compareRequested(const QStringList& folders);
    void experimentRequested(const overfit::ExperimentConfig& config);
    void resumeRequested(const QString& folder, const overfit::ExperimentConfig& config);
    /// done: "Moved one to the trash", empty where what was done is seen; what: "moving one to the trash". undo takes it
    /// back and redo does it again, while the view lives; an empty redo: it cannot be done again.
    void undoOffered(const QString& done, const QString& what, const std::function<void()>& undo,
                     const std::function<void()>& redo);
    void statusMessage(const QString& text);
    void problemFound(const QString& text);   // something could not be written or read

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildSearch();
    void buildFoot();
    void layOut();
    void connectViews();
    void connectActions();
    void connectWriters();

    void merge(const RunScan& part);
    void audit(const RunScan& part);
    void auditLookedAt();
    void tellKeptNotes();
    void takeSelection();
    void showChosen();
    void setChosen(QStringList folders);
    void listChanged();   // rows came, went or read differently
    void showPage();
    void showCounts();
    void showDetail();
    void showWords();
    void updateActions();
    void switchView();    // from cards to table or back
    void readConfigs();   // where a column needs them
    void setGrouping(RunGrouping grouping);
    QAbstractItemView* view() const;   // the visible one of list and table
    QModelIndex indexOf(const QString& folder) const;

    std::vector<const RunRow*> selectedRows() const;   // visible ones, from top to bottom; else the current one
    QStringList selectedFolders() const;
    void editName();
    void openWords(bool notes);
    /// What changes user.json, and can be undone. what: as of undoOffered.
    void changeWords(const QStringList& folders, const UserWords::Change& change, const QString& what);
    void writeWords(const QStringList& folders, const UserWords::Change& change);
    void rename(const QString& folder, const QString& name);
    void toggleStar();
    void addTags(const QStringList& tags);
    void removeTag(const QString& tag);
    void setColour(const QStringList& folders, const QString& colour);
    void askColour();
    void toggleArchive();
    void archive(const QStringList& folders, bool archived);
    void takeOff();
    void withConfig(const std::function<void(const RunRow&, const ExperimentConfig&)>& give);
    void takeTrashed(const QStringList& folders, const QStringList& problems, RunTrash::Time time);
    void takeRestored(const QStringList& folders, const QStringList& left, const QStringList& problems);
    void offerRestoring(const QStringList& folders, const QString& done, const QString& what);
    /// These leave the list: no longer chosen. Where none is chosen then that can be seen, the next row stands in, so that
    /// what the keys act on is what is shown.
    void letGo(const QStringList& leaving);
    void moveToTrash(const QStringList& folders, RunTrash::Time time);
    QString neighbourOf(const QStringList& leaving) const;   // the row below them, else above; empty: none
    void chooseAgain(const QStringList& before, const QStringList& folders);
    QString wordsFor(const QStringList& folders) const;   // "my run", "3 runs"
    void tellProblems(const QStringList& problems);

    RunColours& colours_;
    RunActions* actions_;
    RunScanner* scanner_;
    RunTableModel* model_;
    RunFilter* filter_;
    UserWords* writer_;
    RunTrash* trash_;
    RunAuditor* auditor_;
    QLineEdit* search_;
    QToolButton* options_;
    QStackedWidget* pages_;
    RunListView* list_;
    RunTableView* table_;
    LibraryEmptyPage* empty_;
    LibraryMenu* menu_;
    QLabel *counts_, *detail_;
    QPushButton* compare_;
    RunWordsPanel* words_;
    QStringList roots_, elsewhere_, chosen_;
    QSet<QString> standIns_;                  // chosen by letGo() since the user chose last
    QHash<QString, QString> besideTrashed_;   // the row that may stand in, as it was when the trash was asked for
    /// What comes back with a run from the trash.
    struct Trashed {
        QStringList chosenBefore;
        bool opened = false;                    // from elsewhere
        std::vector<UserWords::Change> words;   // undone meanwhile: to be written when it is back
    };
    QHash<QString, Trashed> trashed_;   // by folder
    RunGrouping grouping_ = RunGrouping::Day;
    int experimentLook_ = 0;   // which run's experiment was asked for last
    bool wasRead_ = false;     // every folder is known
    bool adjusting_ = false;   // the view itself changes selection or filter
};

}   // namespace overfit::ui

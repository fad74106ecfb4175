#pragma once

#include "core/runs/run_store.h"
#include "ui/queue/queue_model.h"

#include <QWidget>
#include <optional>

class QAction;
class QLabel;
class QListView;
class QToolButton;

namespace overfit::ui {

class KeptQueue;
class QueueNotice;

/// Above the list of runs: the running experiment, those that wait, and how those of this session ended; what ended in
/// the last one where it was not hidden. Comes when something waits or fails, and stays until it is hidden.
class QueueView : public QWidget {
    Q_OBJECT
public:
    /// Both outlive the view.
    QueueView(TrainingController& controller, KeptQueue& kept, QWidget* parent = nullptr);

    void setRunning(const RunningNumbers& numbers) { model_->setRunning(numbers); }

    /// What has ended is told as the list of runs knows it. runOf: null for a folder that is not listed.
    void followRuns(const std::function<const RunListing*(const QString& folder)>& runOf);

    /// Forgets all that wait; offers to take it back.
    void clear();

Q_SIGNALS:
    /// As RunLibraryView's: done: "Removed one", what: "removing one".
    void undoOffered(const QString& done, const QString& what, const std::function<void()>& undo,
                     const std::function<void()>& redo);
    void lastSessionStarted();   // what waited from there: its discarding can't be done again
    void editRequested(const overfit::ExperimentConfig& config);   // taken out of the queue, for the form
    void runActivated(const QString& folder);                      // show it in the charts

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    struct Removed {
        QueuedExperiment experiment;
        int place = 0;
    };

    QAction* addRowAction(const QString& text, const QString& icon, const QKeySequence& key, void (QueueView::*act)());
    void buildList();
    void followModel();
    void keepEnded();
    void rememberCurrent();
    void updateActions();
    void fitHeight();
    void tellLastSession();
    void bringBack(const std::vector<Removed>& removed);
    void offerBack(const std::vector<Removed>& removed, const QString& done, const QString& what);

    QVariant current(int role) const;   // of the current row; invalid: there is none
    bool isCurrent(QueueModel::Kind kind) const;
    std::optional<QueuedExperiment> waitingOne() const;   // the current row; nothing when that does not wait
    void moveUp();
    void moveDown();
    void offerMove(int number, int wasBefore, int isBefore);
    void edit();
    void runAgain();
    void remove();
    void activate();
    void clearOrHide();

    TrainingController& controller_;
    KeptQueue& kept_;
    QueueModel* model_;
    QueueNotice* notice_;
    QLabel *title_, *notKept_;
    QToolButton* clear_;
    QListView* list_;
    QWidget* buttons_;
    QAction *up_, *down_, *edit_, *again_, *remove_;
    int currentNumber_ = 0, currentRow_ = -1;
    bool open_ = false;   // from the first that waits or fails until it is hidden
};

}   // namespace overfit::ui

#pragma once

#include "ui/queue/ended_run.h"
#include "ui/queue/known_pace.h"
#include "ui/queue/queue_words.h"
#include "ui/worker/training_controller.h"

#include <QAbstractListModel>
#include <functional>

namespace overfit::ui {

/// How far the running experiment is, as the window knows it.
struct RunningNumbers {
    double share = 0.0;         // 0..1
    QString words;              // "epoch 12 of 100 · train 61.0 %"
    double secondsLeft = 0.0;   // at most; 0 = unknown
};

/// The running experiment, those that wait in their order, and those that have ended, newest first.
class QueueModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum class Kind { Running, Waiting, Ended };
    enum Role {
        WordsRole = Qt::UserRole,   // QString: the second line
        KindRole,                   // int(Kind)
        NumberRole,                 // int: the experiment's number, by which a row is known
        PlaceRole,                  // int from 1, of a waiting one
        StatusRole,                 // int(RunStatus), of a running or ended one
        ProgressRole,               // double 0..1, of the running one
        FolderRole,                 // QString: of an ended one; empty when it has none
    };

    explicit QueueModel(TrainingController& controller, QObject* parent = nullptr);   // controller: outlives the model

    void setRunning(const RunningNumbers& numbers);
    /// What ended in the last session, newest first, below what ends in this one.
    void restoreEnded(std::vector<EndedRun> runs);
    const std::vector<EndedRun>& endedRuns() const { return ended_; }
    void forgetEnded();

    /// Runs that have ended here are told as their folders tell them now: another program may have gone on with one. False
    /// when all stands so already. recordOf: null for a folder that is not known.
    bool followRecords(const std::function<const RunRecord*(const QString& folder)>& recordOf);

    int waiting() const { return static_cast<int>(waiting_.size()); }
    int ended() const { return static_cast<int>(ended_.size()); }
    int rowOf(int number) const;                          // -1: none
    const ExperimentConfig* configOf(int number) const;   // null: none

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    /// A waiting one to another place among the waiting, from 0; beyond the ends: first or last.
    void move(int number, int place);
    /// Before that one, which may have left the queue meanwhile by starting: then as the next. 0: to the end.
    void moveBefore(int number, int other);

    /// A row dragged to another place; only waiting ones move, and only among themselves.
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    bool moveRows(const QModelIndex& from, int row, int count, const QModelIndex& to, int before) override;

Q_SIGNALS:
    /// By move() and by dragging. Numbers of those that it stood before, then and now; 0: it was, or is, the last.
    void moved(int number, int wasBefore, int isBefore);

private:
    void followQueue();
    void takeEnd(const RunOutcome& outcome);
    void reckonStarts();
    int firstWaiting() const { return now_ ? 1 : 0; }
    int firstEnded() const { return firstWaiting() + waiting(); }
    QVariant runningData(int role) const;
    QVariant waitingData(int place, int role) const;   // place: from 0
    static QVariant endedData(const EndedRun& ended, int role);

    TrainingController& controller_;
    KnownPace pace_;
    std::optional<QueuedExperiment> now_;
    RunningNumbers running_;
    std::vector<QueuedExperiment> waiting_;
    std::vector<std::optional<StartTime>> starts_;   // of the waiting ones
    std::vector<EndedRun> ended_;                    // newest first
};

}   // namespace overfit::ui

#include "ui/queue/queue_model.h"

#include "core/runs/this_process.h"
#include "core/support/text.h"
#include "ui/settings/plain_tool_tip.h"
#include "ui/worker/outcome_words.h"

#include <algorithm>
#include <iterator>

namespace overfit::ui {

namespace {

constexpr double sureShare = 0.02;   // of a run: before, its time left says little

QString text(const std::string& value) { return QString::fromStdString(value); }

bool mayStopEarly(const ExperimentConfig& config) {
    return config.training.stop_when_fitted || config.training.early_stopping.patience > 0;
}

/// "train 100.0 % · test 9.8 % · fitted in epoch 41 after 28 s".
QString endWords(const RunOutcome& outcome) {
    if (!outcome.summary) return QueueModel::tr("failed: %1").arg(outcome.error.section(QLatin1Char('\n'), 0, 0));
    const StopReason reason = outcome.summary->reason;
    if (reason == StopReason::Diverged || reason == StopReason::Cancelled) return outcomeWords(outcome);
    QStringList parts;
    const EpochMetrics& end = outcome.summary->final_metrics;
    if (end.train_accuracy) parts << QueueModel::tr("train %1").arg(text(as_percent(*end.train_accuracy)));
    if (end.test_accuracy) parts << QueueModel::tr("test %1").arg(text(as_percent(*end.test_accuracy)));
    parts << outcomeWords(outcome);
    return parts.join(QStringLiteral(" · "));
}

QString wholeWords(const RunOutcome& outcome) {
    if (!outcome.summary) return QueueModel::tr("It could not be trained. %1").arg(outcome.error);
    if (outcome.summary->reason != StopReason::Cancelled) return endWords(outcome);
    return outcomeWords(outcome) + QLatin1Char('\n') +
           QueueModel::tr("It goes on from there with: overfit run --resume %1").arg(outcome.folder);
}

void tellEnd(EndedRun& run, const RunOutcome& outcome) {
    run.words = endWords(outcome);
    run.whole = wholeWords(outcome);
    run.status = outcomeStatus(outcome);
}

/// Written while this process still trained it: what the controller told of its end is newer.
bool isBeforeItsEndHere(const RunRecord& record) {
    const bool unfinished = record.status == RunStatus::Running || record.status == RunStatus::Interrupted;
    return unfinished && record.pid == process_id() && record.host == host_name();
}

void tellRecord(EndedRun& run, const RunRecord& record) {
    if (const auto outcome = outcomeOf(record, run.folder)) return tellEnd(run, *outcome);
    run.words = run.whole = recordWords(record);
    run.status = record.status;
}

}   // namespace

QueueModel::QueueModel(TrainingController& controller, QObject* parent)
    : QAbstractListModel(parent), controller_(controller) {
    connect(&controller, &TrainingController::queueChanged, this, &QueueModel::followQueue);
    connect(&controller, &TrainingController::runFinished, this, &QueueModel::takeEnd);
    followQueue();
}

void QueueModel::followQueue() {
    beginResetModel();
    const int before = now_ ? now_->number : 0;
    now_ = controller_.running();
    waiting_ = controller_.queue();
    if (!now_ || now_->number != before) running_ = {};
    if (now_ && !now_->resumed.empty()) {   // it goes on: as stopped it stands there no more
        const QString folder = QString::fromStdString(now_->resumed.string());
        std::erase_if(ended_, [&](const EndedRun& run) { return run.folder == folder; });
    }
    reckonStarts();
    endResetModel();
}

void QueueModel::takeEnd(const RunOutcome& outcome) {
    if (!now_) return;
    if (outcome.summary && outcome.summary->final_metrics.epoch > 0) {
        pace_.learn(now_->config, outcome.summary->duration_s / static_cast<double>(outcome.summary->final_metrics.epoch));
    }
    beginResetModel();
    // A run that was resumed is one run: what its folder told before is out of date.
    std::erase_if(ended_, [&](const EndedRun& run) { return !run.folder.isEmpty() && run.folder == outcome.folder; });
    EndedRun newest;
    newest.experiment = *now_;
    newest.folder = outcome.folder;
    tellEnd(newest, outcome);
    ended_.insert(ended_.begin(), std::move(newest));
    now_.reset();
    running_ = {};
    reckonStarts();
    endResetModel();
}

void QueueModel::setRunning(const RunningNumbers& numbers) {
    if (!now_) return;
    running_ = numbers;
    Q_EMIT dataChanged(index(0), index(0));
    if (waiting_.empty()) return;
    if (numbers.share > sureShare && numbers.secondsLeft > 0) {
        const auto epochs = static_cast<double>(now_->config.training.epochs);
        pace_.learn(now_->config, numbers.secondsLeft / (1.0 - numbers.share) / epochs);
    }
    const auto before = starts_;
    reckonStarts();
    if (starts_ != before) Q_EMIT dataChanged(index(firstWaiting()), index(firstEnded() - 1));
}

void QueueModel::reckonStarts() {
    starts_.clear();
    std::optional<StartTime> next = StartTime{};
    if (now_) {
        const bool known = running_.secondsLeft > 0;
        next = known ? std::optional(StartTime{running_.secondsLeft, mayStopEarly(now_->config)}) : std::nullopt;
    }
    for (const QueuedExperiment& experiment : waiting_) {
        starts_.push_back(next);
        const auto seconds = pace_.secondsOf(experiment.config);
        if (!next || !seconds) {
            next.reset();
        } else {
            next = StartTime{next->seconds + *seconds, next->isBound || mayStopEarly(experiment.config)};
        }
    }
}

void QueueModel::restoreEnded(std::vector<EndedRun> runs) {
    beginResetModel();
    int number = 0;   // below those of the controller, which count from 1
    for (EndedRun& run : runs) run.experiment.number = --number;
    std::erase_if(ended_, [](const EndedRun& run) { return run.ofLastSession; });
    std::ranges::move(runs, std::back_inserter(ended_));
    endResetModel();
}

void QueueModel::forgetEnded() {
    beginResetModel();
    ended_.clear();
    endResetModel();
}

bool QueueModel::followRecords(const std::function<const RunRecord*(const QString& folder)>& recordOf) {
    bool changed = false;
    for (EndedRun& run : ended_) {
        const RunRecord* record = run.folder.isEmpty() ? nullptr : recordOf(run.folder);
        if (!record || isBeforeItsEndHere(*record)) continue;
        const EndedRun before = run;
        tellRecord(run, *record);
        changed |= run.words != before.words || run.whole != before.whole || run.status != before.status;
    }
    if (changed) Q_EMIT dataChanged(index(firstEnded()), index(rowCount() - 1));
    return changed;
}

int QueueModel::rowOf(int number) const {
    for (int row = 0; row < rowCount(); ++row) {
        if (index(row).data(NumberRole).toInt() == number) return row;
    }
    return -1;
}

const ExperimentConfig* QueueModel::configOf(int number) const {
    if (now_ && now_->number == number) return &now_->config;
    for (const QueuedExperiment& experiment : waiting_) {
        if (experiment.number == number) return &experiment.config;
    }
    for (const EndedRun& ended : ended_) {
        if (ended.experiment.number == number) return &ended.experiment.config;
    }
    return nullptr;
}

int QueueModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : firstEnded() + ended(); }

QVariant QueueModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    if (role == Qt::AccessibleTextRole) {
        return QStringLiteral("%1, %2").arg(data(index, Qt::DisplayRole).toString(), data(index, WordsRole).toString());
    }
    if (index.row() < firstWaiting()) return runningData(role);
    if (index.row() < firstEnded()) return waitingData(index.row() - firstWaiting(), role);
    return endedData(ended_[static_cast<std::size_t>(index.row() - firstEnded())], role);
}

QVariant QueueModel::runningData(int role) const {
    switch (role) {
        case Qt::DisplayRole: return text(now_->config.name);
        case WordsRole: return running_.words.isEmpty() ? tr("starting") : running_.words;
        case KindRole: return static_cast<int>(Kind::Running);
        case NumberRole: return now_->number;
        case StatusRole: return static_cast<int>(RunStatus::Running);
        case ProgressRole: return running_.share;
        default: return {};
    }
}

QVariant QueueModel::waitingData(int place, int role) const {
    const auto at = static_cast<std::size_t>(place);
    switch (role) {
        case Qt::DisplayRole: return text(waiting_[at].config.name);
        case Qt::ToolTipRole: return tr("Drag it, or Alt+Up and Alt+Down, to change its place");
        case WordsRole: return placeWords(place + 1, waiting(), starts_[at]);
        case KindRole: return static_cast<int>(Kind::Waiting);
        case NumberRole: return waiting_[at].number;
        case PlaceRole: return place + 1;
        default: return {};
    }
}

QVariant QueueModel::endedData(const EndedRun& ended, int role) {
    switch (role) {
        case Qt::DisplayRole: return text(ended.experiment.config.name);
        case Qt::ToolTipRole: return plainToolTip(ended.whole);
        case WordsRole: return ended.ofLastSession ? tr("last session · %1").arg(ended.words) : ended.words;
        case KindRole: return static_cast<int>(Kind::Ended);
        case NumberRole: return ended.experiment.number;
        case StatusRole: return static_cast<int>(ended.status);
        case FolderRole: return ended.folder;
        default: return {};
    }
}

Qt::ItemFlags QueueModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::ItemIsDropEnabled;   // between rows, not onto one
    Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    if (index.row() >= firstWaiting() && index.row() < firstEnded()) flags |= Qt::ItemIsDragEnabled;
    return flags;
}

bool QueueModel::moveRows(const QModelIndex&, int row, int count, const QModelIndex&, int before) {
    if (count != 1 || row < firstWaiting() || row >= firstEnded()) return false;
    const int place = std::clamp(before, firstWaiting(), firstEnded()) - firstWaiting();
    const int from = row - firstWaiting();
    move(waiting_[static_cast<std::size_t>(from)].number, place > from ? place - 1 : place);
    return true;
}

void QueueModel::move(int number, int place) {
    const auto found = std::ranges::find(waiting_, number, &QueuedExperiment::number);
    if (found == waiting_.end()) return;
    const int from = static_cast<int>(found - waiting_.begin()), to = std::clamp(place, 0, waiting() - 1);
    if (from == to) return;
    const auto follower = [this, number] {
        const auto own = std::ranges::find(waiting_, number, &QueuedExperiment::number);
        return own + 1 < waiting_.end() ? (own + 1)->number : 0;
    };
    const int wasBefore = follower();
    controller_.moveInQueue(number, to);   // by which waiting_ follows
    Q_EMIT moved(number, wasBefore, follower());
}

void QueueModel::moveBefore(int number, int other) {
    int place = other == 0 ? waiting() : 0, passed = 0;
    for (const QueuedExperiment& experiment : waiting_) {
        if (experiment.number == other) place = passed;
        if (experiment.number != number) ++passed;
    }
    controller_.moveInQueue(number, place);
}

}   // namespace overfit::ui

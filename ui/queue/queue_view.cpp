#include "ui/queue/queue_view.h"

#include "ui/queue/kept_queue.h"
#include "ui/queue/queue_notice.h"
#include "ui/queue/queue_row_delegate.h"
#include "ui/settings/action_tip.h"
#include "ui/settings/themed_icon.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QToolButton>
#include <algorithm>

namespace overfit::ui {

namespace {

constexpr int rowsShown = 6;   // more scroll: the list of runs below wants its place

QString text(const std::string& value) { return QString::fromStdString(value); }

}   // namespace

QueueView::QueueView(TrainingController& controller, KeptQueue& kept, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      kept_(kept),
      model_(new QueueModel(controller, this)),
      notice_(new QueueNotice(this)),
      title_(new QLabel(this)),
      notKept_(new QLabel(this)),
      clear_(new QToolButton(this)),
      list_(new QListView(this)),
      buttons_(new QWidget(this)) {
    setObjectName(QStringLiteral("queueView"));
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    notKept_->setText(tr("Another window keeps its queue. What waits here is forgotten when this window closes."));
    notKept_->setTextFormat(Qt::PlainText);
    notKept_->setWordWrap(true);
    notKept_->setObjectName(QStringLiteral("queueIsNotKept"));
    clear_->setAutoRaise(true);
    connect(clear_, &QToolButton::clicked, this, &QueueView::clearOrHide);
    auto* row = new QHBoxLayout(buttons_);
    row->setContentsMargins(0, 2, 0, 0);
    row->setSpacing(0);
    buildList();
    up_ = addRowAction(tr("Move up"), QStringLiteral("up"), QKeySequence(Qt::ALT | Qt::Key_Up), &QueueView::moveUp);
    down_ =
        addRowAction(tr("Move down"), QStringLiteral("down"), QKeySequence(Qt::ALT | Qt::Key_Down), &QueueView::moveDown);
    edit_ = addRowAction(tr("Edit in the form"), QStringLiteral("rename"), {}, &QueueView::edit);
    again_ = addRowAction(tr("Run again"), QStringLiteral("refresh"), {}, &QueueView::runAgain);
    remove_ = addRowAction(tr("Remove from the queue"), QStringLiteral("close"), QKeySequence::Delete, &QueueView::remove);
    row->addStretch(1);

    auto* header = new QHBoxLayout;
    header->setContentsMargins(6, 6, 0, 4);
    header->addWidget(title_, 1);
    header->addWidget(clear_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 0, 6, 4);   // in line with the list of runs
    column->setSpacing(0);
    column->addWidget(notice_);
    column->addLayout(header);
    column->addWidget(notKept_);
    column->addWidget(list_);
    column->addWidget(buttons_);

    model_->restoreEnded(kept_.endedRuns());
    open_ = model_->ended() > 0;
    connect(model_, &QAbstractItemModel::modelReset, this, &QueueView::followModel);
    connect(model_, &QueueModel::moved, this, &QueueView::offerMove);
    connect(notice_, &QueueNotice::dismissed, this, &QueueView::tellLastSession);
    connect(&kept_, &KeptQueue::changed, this, &QueueView::tellLastSession);
    tellLastSession();
    followModel();
}

QAction* QueueView::addRowAction(const QString& text, const QString& icon, const QKeySequence& key,
                                 void (QueueView::*act)()) {
    auto* action = new QAction(themedIcon(icon), text, this);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetShortcut);   // the list of runs has keys of its own
    list_->addAction(action);
    auto* button = new QToolButton(buttons_);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setAccessibleName(text);
    setTip(*action, text);
    buttons_->layout()->addWidget(button);
    connect(action, &QAction::triggered, this, act);
    return action;
}

void QueueView::buildList() {
    list_->setModel(model_);
    list_->setItemDelegate(new QueueRowDelegate(list_));
    list_->setAccessibleName(tr("Queue"));
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setDragDropMode(QAbstractItemView::InternalMove);
    list_->setDropIndicatorShown(true);
    list_->setMouseTracking(true);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        rememberCurrent();
        updateActions();
    });
    connect(list_, &QListView::activated, this, &QueueView::activate);
}

void QueueView::followModel() {
    const auto failed = [this] {
        const QVariant status = model_->index(model_->rowCount() - model_->ended()).data(QueueModel::StatusRole);
        return model_->ended() > 0 && status.toInt() == static_cast<int>(RunStatus::Failed);
    };
    if (model_->waiting() > 0 || failed()) open_ = true;
    int row = model_->rowOf(currentNumber_);
    if (row < 0 && currentRow_ >= 0) row = std::min(currentRow_, model_->rowCount() - 1);   // the next takes its place
    if (row >= 0) list_->setCurrentIndex(model_->index(row));
    rememberCurrent();
    const int waiting = model_->waiting();
    title_->setText(waiting > 0 ? tr("Queue · %1").arg(waitingWords(waiting)) : tr("Queue"));
    clear_->setText(waiting > 0 ? tr("Clear") : tr("Hide"));
    clear_->setToolTip(waiting > 0 ? tr("Forget all that wait; the running one goes on") : tr("Hide what has ended"));
    clear_->setAccessibleName(clear_->toolTip());
    const bool hasRows = open_ && model_->rowCount() > 0;
    for (QWidget* part : std::initializer_list<QWidget*>{title_, clear_, list_, buttons_}) part->setVisible(hasRows);
    notKept_->setVisible(hasRows && waiting > 0 && !kept_.isOwner());
    setVisible(hasRows || notice_->isTelling());
    fitHeight();
    updateActions();
    keepEnded();
}

void QueueView::keepEnded() { kept_.keepEnded(open_ ? model_->endedRuns() : std::vector<EndedRun>()); }

void QueueView::followRuns(const std::function<const RunListing*(const QString& folder)>& runOf) {
    const bool changed = model_->followRecords([&runOf](const QString& folder) {
        const RunListing* run = runOf(folder);
        return run && run->record ? &*run->record : nullptr;
    });
    if (changed) keepEnded();
}

void QueueView::rememberCurrent() {
    currentNumber_ = current(QueueModel::NumberRole).toInt();
    currentRow_ = list_->currentIndex().row();
}

void QueueView::fitHeight() {
    int height = 2 * list_->frameWidth();
    for (int row = 0; row < std::min(rowsShown, model_->rowCount()); ++row) height += list_->sizeHintForRow(row);
    list_->setFixedHeight(height);
}

void QueueView::updateActions() {
    const auto waiting = waitingOne();
    const QString none = list_->currentIndex().isValid() ? QString() : tr("Select a row of the queue first.");
    const QString notWaiting = !none.isEmpty()                        ? none
                               : waiting                              ? QString()
                               : isCurrent(QueueModel::Kind::Running) ? tr("It is training already.")
                                                                      : tr("It has ended and waits no more.");
    // Also at the ends: a key that its action does not take would move to another row.
    for (QAction* action : {up_, down_, remove_}) enableUnless(*action, notWaiting);
    const bool goesOn = waiting && !waiting->resumed.empty();
    enableUnless(*edit_, goesOn ? tr("A run that goes on is the experiment that it began as.") : notWaiting);
    const bool ended = isCurrent(QueueModel::Kind::Ended);
    enableUnless(*again_, ended || !none.isEmpty() ? none : tr("It has not ended yet."));
}

QVariant QueueView::current(int role) const { return list_->currentIndex().data(role); }

bool QueueView::isCurrent(QueueModel::Kind kind) const {
    const QVariant current = this->current(QueueModel::KindRole);
    return current.isValid() && current.toInt() == static_cast<int>(kind);
}

void QueueView::moveUp() { model_->move(currentNumber_, current(QueueModel::PlaceRole).toInt() - 2); }

void QueueView::moveDown() { model_->move(currentNumber_, current(QueueModel::PlaceRole).toInt()); }

void QueueView::offerMove(int number, int wasBefore, int isBefore) {
    const ExperimentConfig* config = model_->configOf(number);
    Q_EMIT undoOffered(
        {}, tr("moving %1 in the queue").arg(config ? text(config->name) : QString()),
        [this, number, wasBefore] { model_->moveBefore(number, wasBefore); },
        [this, number, isBefore] { model_->moveBefore(number, isBefore); });
}

std::optional<QueuedExperiment> QueueView::waitingOne() const {
    if (!isCurrent(QueueModel::Kind::Waiting)) return std::nullopt;
    const auto& waiting = controller_.queue();
    const auto found = std::ranges::find(waiting, currentNumber_, &QueuedExperiment::number);
    return found == waiting.end() ? std::nullopt : std::optional(*found);
}

void QueueView::edit() {
    const auto taken = waitingOne();
    if (!taken || !taken->resumed.empty()) return;
    const int place = current(QueueModel::PlaceRole).toInt() - 1;
    controller_.removeFromQueue(taken->number);
    Q_EMIT editRequested(taken->config);
    const QString name = text(taken->config.name);
    offerBack({{*taken, place}}, tr("\"%1\" is in the form now and waits no more.").arg(name),
              tr("taking %1 out of the queue").arg(name));
}

void QueueView::runAgain() {
    if (!isCurrent(QueueModel::Kind::Ended)) return;
    const ExperimentConfig config = *model_->configOf(currentNumber_);
    controller_.enqueue(config);
}

void QueueView::remove() {
    const auto taken = waitingOne();
    if (!taken) return;
    const int place = current(QueueModel::PlaceRole).toInt() - 1;
    controller_.removeFromQueue(taken->number);
    const QString name = text(taken->config.name);
    offerBack({{*taken, place}}, tr("Removed \"%1\" from the queue.").arg(name), tr("removing %1 from the queue").arg(name));
}

void QueueView::activate() {
    const auto waiting = waitingOne();
    if (waiting && waiting->resumed.empty()) return edit();
    const QString folder =
        waiting ? QString::fromStdString(waiting->resumed.string()) : current(QueueModel::FolderRole).toString();
    if (!folder.isEmpty()) Q_EMIT runActivated(folder);
}

void QueueView::clear() {
    std::vector<Removed> removed;
    for (const QueuedExperiment& experiment : controller_.queue()) {
        removed.push_back({experiment, static_cast<int>(removed.size())});
    }
    if (removed.empty()) return;
    controller_.clearQueue();
    const auto count = removed.size();
    offerBack(removed, count == 1 ? tr("Removed the one that waited.") : tr("Removed all %1 that waited.").arg(count),
              count == 1 ? tr("clearing the queue of one") : tr("clearing the queue of %1").arg(count));
}

void QueueView::clearOrHide() {
    if (model_->waiting() > 0) return clear();
    open_ = false;
    model_->forgetEnded();
}

void QueueView::offerBack(const std::vector<Removed>& removed, const QString& done, const QString& what) {
    const auto removeAgain = [this, removed] {
        for (const Removed& one : removed) controller_.removeFromQueue(one.experiment.number);
    };
    Q_EMIT undoOffered(
        done, what, [this, removed] { bringBack(removed); }, removeAgain);
}

void QueueView::bringBack(const std::vector<Removed>& removed) {
    if (!isEnabled()) return;   // the window closes
    const auto putBack = [this, removed] {
        for (const Removed& one : removed) {
            if (one.experiment.resumed.empty())
                controller_.putBack(one.experiment, one.place);
            else
                controller_.resume(one.experiment.resumed, one.experiment.config);   // which may wait already
        }
        const int row = model_->rowOf(removed.front().experiment.number);
        if (row >= 0) list_->setCurrentIndex(model_->index(row));
    };
    if (controller_.state() != TrainingController::State::Idle) return putBack();
    notice_->tell(tr("Nothing trains now: what comes back to the queue would start at once."),
                  {{tr("Start"), putBack}, {tr("Close"), [] {}}});
    followModel();
}

void QueueView::tellLastSession() {
    const auto count = kept_.fromLastSession().size();
    if (count == 0 && kept_.unreadable() == 0) {
        notice_->dismiss();
        return followModel();
    }
    QString words = count == 1 ? tr("1 experiment waits from the last session.")
                               : tr("%1 experiments wait from the last session.").arg(count);
    if (kept_.unreadable() > 0) words += tr(" %1 of another version can't be read.").arg(kept_.unreadable());
    std::vector<QueueNotice::Choice> choices;
    if (count > 0) {
        choices.push_back({tr("Start"), [this] {
                               kept_.start();
                               Q_EMIT lastSessionStarted();
                           }});
    }
    choices.push_back({tr("Discard"), [this] {
                           kept_.discard();
                           Q_EMIT undoOffered(
                               tr("Discarded what waited"), tr("discarding what waited"), [this] { kept_.undoDiscard(); },
                               [this] { kept_.discard(); });
                       }});
    notice_->tell(words, std::move(choices));
    followModel();
}

void QueueView::contextMenuEvent(QContextMenuEvent* event) {
    if (!list_->currentIndex().isValid()) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);   // a grey line says why
    menu->addActions({edit_, again_, up_, down_, remove_});
    menu->popup(event->globalPos());
}

}   // namespace overfit::ui

#include "ui/quick_start/quick_start_flow.h"

#include "ui/session/run_session.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <utility>

namespace overfit::ui {

namespace {

const auto awaitedKey = QStringLiteral("awaited");
const auto trueLabelsKey = QStringLiteral("true_labels");
const auto randomLabelsKey = QStringLiteral("random_labels");

}   // namespace

QuickStartFlow::QuickStartFlow(TrainingController& controller, const RunSession& session, RecordOf recordOf, QObject* parent)
    : QObject(parent), controller_(controller), session_(session), recordOf_(std::move(recordOf)) {
    connect(&session, &RunSession::ended, this, &QuickStartFlow::goOn);
}

void QuickStartFlow::start() {
    awaited_ = true;
    trueLabels_.clear();
    randomLabels_.clear();
    numbers_.reset();
    controller_.enqueue(experiments_.trueLabels);
    controller_.enqueue(experiments_.randomLabels);
    Q_EMIT stateChanged();
}

void QuickStartFlow::goOn(const RunOutcome& outcome) {
    if (!awaited_ || !outcome.summary || outcome.summary->reason == StopReason::Cancelled) return;
    const auto part = quickStartPart(session_.config());
    if (!part) return;
    (*part == QuickStartPart::TrueLabels ? trueLabels_ : randomLabels_) = session_.folder();
    Q_EMIT stateChanged();
    // The list may have read the folder before its end was told here, and then does not change any more. Queued: first
    // everybody else hears that the run has ended.
    QMetaObject::invokeMethod(this, &QuickStartFlow::look, Qt::QueuedConnection);
}

void QuickStartFlow::look() {
    if (numbers_ || trueLabels_.isEmpty() || randomLabels_.isEmpty()) return;
    const RunRecord* trueLabels = recordOf_(trueLabels_);
    const RunRecord* randomLabels = recordOf_(randomLabels_);
    if (trueLabels == nullptr || randomLabels == nullptr) return;
    numbers_ = readingNumbers(*trueLabels, *randomLabels);
    if (!numbers_) return;
    Q_EMIT known();
    if (!std::exchange(awaited_, false)) return;
    Q_EMIT stateChanged();
    Q_EMIT ended();
}

QByteArray QuickStartFlow::state() const {
    const QJsonObject json{{awaitedKey, awaited_}, {trueLabelsKey, trueLabels_}, {randomLabelsKey, randomLabels_}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

void QuickStartFlow::restore(const QByteArray& json) {
    const QJsonObject kept = QJsonDocument::fromJson(json).object();
    awaited_ = kept[awaitedKey].toBool();
    trueLabels_ = kept[trueLabelsKey].toString();
    randomLabels_ = kept[randomLabelsKey].toString();
}

}   // namespace overfit::ui

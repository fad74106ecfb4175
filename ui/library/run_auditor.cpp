#include "ui/library/run_auditor.h"

#include "core/experiment/saved_run_audit.h"
#include "ui/worker/background.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace overfit::ui {

namespace {

/// Changes whenever a run's result does.
QString stateOf(const RunRecord& record) {
    const std::int64_t step = record.final_metrics ? record.final_metrics->step : -1;
    const std::size_t findings = record.audit ? record.audit->findings.size() + 1 : 0;
    return QStringLiteral("%1 %2 %3 %4")
        .arg(static_cast<int>(record.status))
        .arg(step)
        .arg(findings)
        .arg(QString::fromStdString(record.finished));
}

RunAudit judge(const RunListing& run) {
    RunAudit result;
    try {
        const SavedRunAudit audit = audit_run_folder(run);
        result.report = audit.together();
        result.measured = audit.was_measured;
    } catch (const std::exception& error) {
        result.report = run.record->audit;
        result.measured = run.record->audit.has_value();
        // One that never got as far as its labels has none to judge.
        const bool began = run.record->audit || run.record->final_metrics;
        if (began) result.problem = QString::fromUtf8(error.what());
    }
    return result;
}

}   // namespace

std::optional<Finding> RunAudit::gravest() const {
    if (!problem.isEmpty() && !measured) return Finding{FindingLevel::Warning, "labels-unchecked", problem.toStdString()};
    if (!report) return std::nullopt;
    const auto worst = std::max_element(report->findings.begin(), report->findings.end(),
                                        [](const Finding& one, const Finding& other) { return one.level < other.level; });
    if (worst == report->findings.end() || worst->level == FindingLevel::Note) return std::nullopt;
    return *worst;
}

RunAuditor::RunAuditor(QObject* parent) : QObject(parent) {}

void RunAuditor::setPaused(bool paused) {
    paused_ = paused;
    begin();
}

void RunAuditor::request(const RunListing& run, const QString& results, Urgency urgency) {
    if (!run.record) return;
    const QString folder = QString::fromStdString(run.folder.string());
    const QString state = stateOf(*run.record) + results;
    Known& known = known_[folder];
    const bool sooner = known.waits && urgency == Urgency::Now;
    if (known.state == state && !sooner) return;
    known = {state, urgency == Urgency::InItsTurn, false};
    (urgency == Urgency::Now ? now_ : inTurn_).push_back({run, folder, state});
    begin();
}

std::optional<RunAuditor::Request> RunAuditor::takeNext() {
    for (std::deque<Request>* queue : {&now_, &inTurn_}) {
        if (queue == &inTurn_ && paused_) break;
        while (!queue->empty()) {
            Request next = std::move(queue->front());
            queue->pop_front();
            const auto known = known_.constFind(next.folder);
            if (known != known_.cend() && known->state == next.state && !known->judged) return next;
        }
    }
    return std::nullopt;
}

void RunAuditor::begin() {
    if (judging_) return;
    std::optional<Request> next = takeNext();
    if (!next) return;
    judging_ = true;
    const auto work = [run = next->run] { return std::make_shared<const RunAudit>(judge(run)); };
    inBackground(this, work, [this, request = *std::move(next)](std::shared_ptr<const RunAudit> audit) {
        end(request, std::move(audit));
    });
}

void RunAuditor::end(const Request& request, std::shared_ptr<const RunAudit> audit) {
    judging_ = false;
    const auto judged = known_.find(request.folder);
    if (judged != known_.end() && judged->state == request.state && !judged->judged) {
        judged->waits = false;
        judged->judged = true;
        Q_EMIT audited(request.folder, std::move(audit));
    }
    begin();
}

void RunAuditor::forget(const QStringList& folders) {
    for (const QString& folder : folders) known_.remove(folder);
}

}   // namespace overfit::ui

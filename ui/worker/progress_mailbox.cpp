#include "ui/worker/progress_mailbox.h"

#include <utility>

namespace overfit::ui {

void ProgressMailbox::postFolder(const QString& folder) {
    const std::lock_guard lock(mutex_);
    waiting_.folder = folder;
    hasNews_ = true;
}

void ProgressMailbox::postPhase(const QString& phase) {
    const std::lock_guard lock(mutex_);
    waiting_.phase = phase;
    hasNews_ = true;
}

void ProgressMailbox::post(std::shared_ptr<const RunHeader> header) {
    const std::lock_guard lock(mutex_);
    waiting_.header = std::move(header);
    hasNews_ = true;
}

void ProgressMailbox::post(const StepReport& report) {
    const std::lock_guard lock(mutex_);
    waiting_.steps.push_back(report);
    hasNews_ = true;
}

void ProgressMailbox::post(const EpochMetrics& metrics) {
    const std::lock_guard lock(mutex_);
    waiting_.epochs.push_back(metrics);
    hasNews_ = true;
}

std::optional<LiveUpdate> ProgressMailbox::take() {
    const std::lock_guard lock(mutex_);
    if (!hasNews_) return std::nullopt;
    LiveUpdate news = std::exchange(waiting_, {});
    waiting_.folder = news.folder;
    waiting_.phase = news.phase;
    hasNews_ = false;
    return news;
}

void ProgressMailbox::clear() {
    const std::lock_guard lock(mutex_);
    waiting_ = {};
    hasNews_ = false;
}

}   // namespace overfit::ui

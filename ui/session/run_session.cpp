#include "ui/session/run_session.h"

#include "core/config/corruption_facts.h"
#include "core/support/text.h"
#include "ui/session/median.h"
#include "ui/worker/outcome_words.h"

#include <QThread>
#include <algorithm>
#include <utility>

namespace overfit::ui {

namespace {

QString text(const std::string& value) { return QString::fromStdString(value); }

}   // namespace

RunSession::RunSession(TrainingController& controller, QObject* parent) : QObject(parent), controller_(controller) {
    connect(&controller, &TrainingController::runStarted, this, &RunSession::begin);
    connect(&controller, &TrainingController::updated, this, &RunSession::take);
    connect(&controller, &TrainingController::runFinished, this, &RunSession::end);
    connect(&controller, &TrainingController::stateChanged, this, &RunSession::progressChanged);
}

void RunSession::begin(const ExperimentConfig& config) {
    config_ = config;
    folder_.clear();
    phase_.clear();
    outcome_.clear();
    failure_.clear();
    header_.reset();
    metrics_ = {};
    snapshot_.reset();
    pace_ = {};
    epoch_ = speed_ = 0.0;
    trainAccuracy_.reset();
    testAccuracy_.reset();
    audit_.reset();
    running_ = true;
    failed_ = false;
    Q_EMIT started();
    Q_EMIT progressChanged();
}

void RunSession::take(const LiveUpdate& update) {
    phase_ = update.phase;
    if (update.header) {
        header_ = update.header;
        audit_ = header_->audit;
    }
    if (!update.steps.empty() || !update.epochs.empty()) {
        metrics_.steps.insert(metrics_.steps.end(), update.steps.begin(), update.steps.end());
        metrics_.epochs.insert(metrics_.epochs.end(), update.epochs.begin(), update.epochs.end());
        snapshot_.reset();
    }
    for (const StepReport& step : update.steps) {
        pace_.reach(step.step, step.time_s);
        epoch_ = std::max(epoch_, step.epoch);
        if (step.images_per_second > 0) speed_ = step.images_per_second;
    }
    for (const EpochMetrics& epoch : update.epochs) {
        pace_.endEpoch(epoch.step, epoch.time_s);
        epoch_ = std::max(epoch_, static_cast<double>(epoch.epoch));
        if (epoch.train_accuracy) trainAccuracy_ = epoch.train_accuracy;
        if (epoch.test_accuracy) testAccuracy_ = epoch.test_accuracy;
    }
    if (folder_.isEmpty() && !update.folder.isEmpty()) {
        folder_ = update.folder;
        Q_EMIT folderKnown(folder_);
    }
    if (!update.steps.empty() || !update.epochs.empty()) Q_EMIT curvesChanged();
    Q_EMIT progressChanged();
}

void RunSession::end(const RunOutcome& outcome) {
    running_ = false;
    if (!outcome.folder.isEmpty() && folder_.isEmpty()) {
        folder_ = outcome.folder;
        Q_EMIT folderKnown(folder_);
    }
    outcome_ = outcomeWords(outcome);
    failed_ = !outcome.summary || outcome.summary->reason == StopReason::Diverged;
    if (failed_) failure_ = outcome.summary ? text(outcome.summary->explanation) : outcome.error;
    if (outcome.summary) {
        audit_ = outcome.summary->audit;
        if (outcome.summary->final_metrics.train_accuracy) trainAccuracy_ = outcome.summary->final_metrics.train_accuracy;
        if (outcome.summary->final_metrics.test_accuracy) testAccuracy_ = outcome.summary->final_metrics.test_accuracy;
    }
    Q_EMIT curvesChanged();
    Q_EMIT progressChanged();
    Q_EMIT ended(outcome);
}

std::shared_ptr<const RunMetrics> RunSession::metrics() const {
    // Copied when it is drawn, not whenever a point arrives: a long run has many.
    if (!snapshot_) snapshot_ = std::make_shared<const RunMetrics>(metrics_);
    return snapshot_;
}

ShownRun RunSession::shownRun() const {
    ShownRun run;
    run.id = folder_;
    run.name = text(config_.name);
    run.metrics = metrics();
    run.chanceAccuracy = audit_ ? audit_->chance_accuracy : 0.0;
    run.hasCorruption = corrupts_labels(config_.corruption.labels);
    run.failure = failure_;
    run.live = running_;
    return run;
}

double RunSession::share() const {
    if (!header_ || header_->total_steps <= 0) return 0.0;
    return std::min(1.0, static_cast<double>(pace_.step()) / static_cast<double>(header_->total_steps));
}

double RunSession::typicalImagesPerSecond() const {
    std::vector<double> rates;
    const std::int64_t before = header_ ? header_->first_step : 0;   // trained earlier, perhaps on another machine
    for (const StepReport& step : metrics_.steps) {
        if (step.step > before && step.images_per_second > 0) rates.push_back(step.images_per_second);
    }
    return medianOf(std::move(rates));
}

LiveProgress RunSession::progress() const {
    LiveProgress progress;
    progress.running = running_;
    progress.stopping = running_ && controller_.state() == TrainingController::State::Stopping;
    progress.name = text(config_.name);
    progress.phase = phase_;
    progress.step = pace_.step();
    progress.totalSteps = header_ ? header_->total_steps : 0;
    progress.epoch = epoch_;
    progress.epochs = config_.training.epochs;
    progress.imagesPerSecond = speed_;
    progress.secondsLeft = running_ && header_ ? pace_.secondsLeft(header_->total_steps) : 0.0;
    progress.trainAccuracy = trainAccuracy_;
    progress.testAccuracy = testAccuracy_;
    progress.audit = audit_;
    progress.outcome = outcome_;
    progress.failed = failed_;
    return progress;
}

QString RunSession::keyNumbers() const {
    if (!running_) return outcome_;
    if (!header_) return phase_.isEmpty() ? tr("starting") : phase_;
    QStringList parts{tr("epoch %1 of %2").arg(static_cast<std::int64_t>(epoch_)).arg(config_.training.epochs)};
    if (trainAccuracy_) parts << tr("train %1").arg(text(as_percent(*trainAccuracy_)));
    if (testAccuracy_) parts << tr("test %1").arg(text(as_percent(*testAccuracy_)));
    return parts.join(QStringLiteral(" · "));
}

QString RunSession::machine() const {
    if (!header_) return {};
    if (header_->device.starts_with("cuda")) return text(header_->device_name);
    return cpuWords(header_->threads);
}

LivePace::Cores RunSession::cores() const {
    const bool spare = header_ && (header_->device.starts_with("cuda") || header_->threads < QThread::idealThreadCount());
    return spare ? LivePace::Cores::Spare : LivePace::Cores::AllTraining;
}

QString cpuWords(int threads) {
    return threads == 1 ? RunSession::tr("CPU · 1 thread") : RunSession::tr("CPU · %1 threads").arg(threads);
}

}   // namespace overfit::ui

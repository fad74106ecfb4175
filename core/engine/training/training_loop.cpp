#include "core/engine/training/training_loop.h"

#include "core/engine/training/evaluation.h"
#include "core/engine/training/schedule.h"
#include "core/support/text.h"

#include <algorithm>
#include <cmath>

namespace overfit {

namespace {

std::string not_finite(double value) { return std::isnan(value) ? "NaN" : "infinite"; }

constexpr const char* divergence_advice = "; a lower learning rate may help";

}   // namespace

std::int64_t steps_per_epoch(std::int64_t examples, std::int64_t batch_size) {
    return (examples + batch_size - 1) / batch_size;
}

TrainingLoop::TrainingLoop(const ExperimentConfig& config, std::uint64_t order_seed, const TrainingData& data,
                           const Compute& compute, TrainingParts& parts, TrainingStep& step, EvaluationForward& forward,
                           TrainingObserver& observer, std::stop_token stop)
    : config_(config),
      data_(data),
      compute_(compute),
      parts_(parts),
      state_(parts.state),
      step_(step),
      forward_(forward),
      observer_(observer),
      stop_(std::move(stop)),
      order_(order_seed),
      examples_(data.train.size()),
      batch_size_(config.training.batch_size),
      steps_per_epoch_(steps_per_epoch(examples_, batch_size_)),
      log_(std::min(steps_per_epoch_, config.evaluation.step_interval), compute.device),
      active_time_(state_.time_s),
      train_time_(state_.train_time_s),
      checkpoint_time_(state_.time_s) {
    // Orders are drawn one after the other; those of the epochs that a resumed run has behind it are drawn and dropped.
    for (std::int64_t epoch = 1; epoch < state_.epoch; ++epoch) order_.permutation(examples_);
}

Ending TrainingLoop::run() {
    parts_.network.train();
    active_time_.start();
    std::optional<Ending> ending = decided();   // a resumed run may have been at its end
    if (!ending) ending = run_epochs();
    if (ending && ending->reason == StopReason::Diverged) return *ending;
    if (checkpoint_step_ != state_.step || checkpoint_epochs_ != state_.epoch) report_checkpoint();
    if (ending) return *ending;
    return {.reason = StopReason::Completed,
            .explanation = "all " + with_thousands(config_.training.epochs) + " epochs are done"};
}

std::optional<Ending> TrainingLoop::run_epochs() {
    while (state_.epoch <= config_.training.epochs) {
        const std::int64_t epoch = state_.epoch;
        if (epoch > 0) train_epoch();
        const bool interrupted = epoch > 0 && state_.batch < steps_per_epoch_ && divergence_.empty();
        if (interrupted || !finish_epoch()) {
            return Ending{
                .reason = StopReason::Cancelled,
                .explanation = "stopped in epoch " + with_thousands(epoch) + ", after step " + with_thousands(state_.step)};
        }
        if (const auto ending = decided()) return ending;
        checkpoint_if_due();
    }
    return std::nullopt;
}

void TrainingLoop::train_epoch() {
    const torch::Tensor order = draw_order();
    const std::int64_t done = std::min(state_.batch * batch_size_, examples_);   // of this epoch, before a resume
    const auto images = data_.train.images->shuffled(order.narrow(0, done, examples_ - done));
    const torch::Tensor order_on_device = order.to(compute_.device);
    const double rate = learning_rate(config_.training, state_.epoch);
    parts_.optimizer.set_learning_rate(rate);
    train_time_.start();
    while (state_.batch < steps_per_epoch_ && divergence_.empty() && !stop_.stop_requested()) {
        const std::int64_t steps = next_steps();
        const std::int64_t first = state_.batch * batch_size_;
        const std::int64_t count = std::min(steps * batch_size_, examples_ - first);
        step_.take(*images, order_on_device.narrow(0, first, count), log_.next(steps));
        state_.batch += steps;
        state_.step += steps;
        if (state_.step % config_.evaluation.step_interval == 0) report_line(rate);
        checkpoint_if_due();
    }
    read_log();
    train_time_.pause();
}

std::int64_t TrainingLoop::next_steps() const {
    const std::int64_t full_batches = examples_ / batch_size_ - state_.batch;   // what is left of the epoch
    const std::int64_t interval = config_.evaluation.step_interval;
    const std::int64_t until_line = interval - state_.step % interval;
    const std::int64_t together = step_.steps_together();
    return together <= std::min(full_batches, until_line) ? together : 1;
}

torch::Tensor TrainingLoop::draw_order() { return torch::tensor(order_.permutation(examples_), torch::kInt64); }

void TrainingLoop::read_log() {
    const std::vector<StepLog::Entry> entries = log_.take();
    std::int64_t batch = state_.batch - static_cast<std::int64_t>(entries.size());
    std::int64_t step = state_.step - static_cast<std::int64_t>(entries.size());
    for (const StepLog::Entry& entry : entries) {
        const std::int64_t images = std::min(batch_size_, examples_ - batch++ * batch_size_);
        ++step;
        for (RunningSums* sums : {&state_.epoch_sums, &state_.line_sums}) {
            sums->loss += entry.loss * static_cast<double>(images);
            sums->hits += entry.hits;
            sums->images += images;
        }
        if (divergence_.empty() && !std::isfinite(entry.loss)) {
            divergence_ =
                "the loss became " + not_finite(entry.loss) + " in step " + with_thousands(step) + divergence_advice;
        }
    }
}

void TrainingLoop::report_line(double rate) {
    read_log();
    const double now = train_time_.seconds();
    observer_.on_step({.step = state_.step,
                       .epoch = static_cast<double>(state_.step) / static_cast<double>(steps_per_epoch_),
                       .time_s = active_time_.seconds(),
                       .running_loss = state_.line_sums.mean_loss(),
                       .running_accuracy = state_.line_sums.accuracy(),
                       .learning_rate = rate,
                       .images_per_second = static_cast<double>(state_.line_sums.images) / (now - state_.line_time_s)});
    state_.line_sums = {};
    state_.line_time_s = now;
}

bool TrainingLoop::evaluation_due() const {
    const std::int64_t epoch = state_.epoch;
    return epoch == 0 || epoch == config_.training.epochs || epoch % config_.evaluation.every_epochs == 0 ||
           !divergence_.empty();
}

bool TrainingLoop::finish_epoch() {
    EpochMetrics line;
    line.epoch = state_.epoch;
    line.step = state_.step;
    line.train_time_s = train_time_.seconds();
    if (state_.epoch_sums.images > 0) {
        line.running_loss = state_.epoch_sums.mean_loss();
        line.running_accuracy = state_.epoch_sums.accuracy();
        line.learning_rate = learning_rate(config_.training, state_.epoch);
    }
    EpochReport report;
    if (evaluation_due()) {
        auto evaluation = evaluate(parts_.network, forward_, data_, config_.corruption.labels, stop_);
        if (!evaluation) return false;
        evaluation->write_to(line);
        if (const char* name = evaluation->diverged_loss(); name != nullptr && divergence_.empty()) {
            divergence_ = std::string("the evaluation after epoch ") + with_thousands(state_.epoch) + " found a " + name +
                          " that is not finite" + divergence_advice;
        }
        if (config_.evaluation.save_predictions) {
            report.predictions = std::make_shared<const Predictions>(std::move(evaluation->predictions));
        }
    }
    line.time_s = active_time_.seconds();
    judge(line);
    state_.last_line = line;
    state_.epoch_sums = {};
    state_.batch = 0;
    ++state_.epoch;
    report.metrics = line;
    observer_.on_epoch(report);
    return true;
}

void TrainingLoop::judge(const EpochMetrics& line) {
    if (!state_.fitted && line.train_accuracy && *line.train_accuracy >= config_.training.fitted_accuracy) {
        state_.fitted = FittedPoint{.epoch = line.epoch, .step = line.step, .time_s = line.time_s};
    }
    const bool validated = line.validation_accuracy.has_value();
    const std::optional<double> value = validated ? line.validation_accuracy : line.test_accuracy;
    if (!value) return;
    if (!state_.best || *value > state_.best->value) {
        state_.best = BestEpoch{.metric = validated ? "validation_accuracy" : "test_accuracy",
                                .value = *value,
                                .epoch = line.epoch,
                                .selected_on_test = !validated};
        state_.evaluations_without_gain = 0;
    } else {
        ++state_.evaluations_without_gain;
    }
}

std::optional<Ending> TrainingLoop::decided() const {
    const TrainingConfig& training = config_.training;
    if (!divergence_.empty()) return Ending{.reason = StopReason::Diverged, .explanation = divergence_};
    if (state_.fitted && training.stop_when_fitted) {
        const std::string share = training.fitted_accuracy >= 1.0 ? "all " + with_thousands(examples_)
                                                                  : as_percent(training.fitted_accuracy) +
                                                                        " or more of the " + with_thousands(examples_);
        return Ending{
            .reason = StopReason::Fitted,
            .explanation = share + " given labels are reproduced after epoch " + with_thousands(state_.fitted->epoch)};
    }
    // Early stopping looks at the validation split and nothing else.
    if (training.early_stopping.patience > 0 && state_.best && !state_.best->selected_on_test &&
        state_.evaluations_without_gain >= training.early_stopping.patience) {
        return Ending{.reason = StopReason::EarlyStopped,
                      .explanation = "the validation accuracy has not risen above " + as_percent(state_.best->value) +
                                     " (epoch " + with_thousands(state_.best->epoch) + ") in " +
                                     with_thousands(state_.evaluations_without_gain) + " evaluations"};
    }
    return std::nullopt;
}

void TrainingLoop::checkpoint_if_due() {
    const CheckpointConfig& checkpoint = config_.checkpoint;
    const bool between_epochs = state_.batch == 0;
    const bool by_epoch = checkpoint.every_epochs > 0 && between_epochs && state_.last_line.epoch > 0 &&
                          state_.last_line.epoch % checkpoint.every_epochs == 0;
    const bool by_time =
        checkpoint.every_minutes > 0.0 && active_time_.seconds() - checkpoint_time_ >= 60.0 * checkpoint.every_minutes;
    if (!by_epoch && !by_time) return;
    train_time_.pause();
    read_log();
    if (divergence_.empty()) report_checkpoint();
    if (!between_epochs) train_time_.start();
}

void TrainingLoop::report_checkpoint() {
    state_.time_s = active_time_.seconds();
    state_.train_time_s = train_time_.seconds();
    observer_.on_checkpoint(make_checkpoint(parts_));
    checkpoint_time_ = active_time_.seconds();
    checkpoint_epochs_ = state_.epoch;
    checkpoint_step_ = state_.step;
}

}   // namespace overfit

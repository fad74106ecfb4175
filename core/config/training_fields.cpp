#include "core/config/field_builder.h"

namespace overfit {

namespace {

bool is_sgd(const ExperimentConfig& config) { return config.training.optimizer == OptimizerKind::Sgd; }
bool is_adam(const ExperimentConfig& config) { return !is_sgd(config); }
bool has_steps(const ExperimentConfig& config) { return config.training.schedule.kind == ScheduleKind::Step; }
bool has_factor(const ExperimentConfig& config) {
    return has_steps(config) || config.training.schedule.kind == ScheduleKind::Exponential;
}

std::vector<Field> optimizer_fields() {
    return {
        OVERFIT_FIELD(training.epochs, "Epochs")
            .help("How often training goes through all examples, at most. Random labels need more than true ones.")
            .paper_is_silent("The paper does not state the number of epochs; fitting-random-labels takes 300.")
            .between(1, 1'000'000)
            .unit("epochs"),
        OVERFIT_FIELD(training.batch_size, "Batch size")
            .help("Examples per step. Smaller batches make more steps of an epoch, and noisier ones. The last batch may be "
                  "smaller.")
            .paper_is_silent("The paper does not state the batch size; reproductions take 128.")
            .between(1, 1'000'000)
            .unit("images"),
        OVERFIT_FIELD(training.optimizer, "Optimiser")
            .help("The rule of a step. The paper uses SGD with momentum throughout.")
            .choices({{"sgd", "stochastic gradient descent, with momentum: the paper's"},
                      {"adam", "steps scaled by each weight's own gradients"},
                      {"adamw", "Adam with weight decay apart from the gradient"}}),
        OVERFIT_FIELD(training.learning_rate, "Learning rate")
            .help("Length of a step at the start. The paper: 0.1 for Inception, 0.01 for AlexNet and the MLPs. Too large "
                  "diverges, too small does not fit in time.")
            .above(0, 1'000)
            .logarithmic(),
        OVERFIT_FIELD(training.momentum, "Momentum")
            .help("Share of the last step that is kept in the next. The paper: 0.9.")
            .between(0, 0.9999)
            .when("training.optimizer is sgd", is_sgd),
        OVERFIT_FIELD(training.nesterov, "Nesterov momentum")
            .help("Looks ahead along the momentum before taking the gradient. Off in the paper.")
            .advanced()
            .when("training.optimizer is sgd", is_sgd),
        OVERFIT_FIELD(training.beta1, "Beta 1")
            .help("Share of the mean gradient that each step keeps.")
            .between(0, 0.9999)
            .advanced()
            .when("training.optimizer is adam or adamw", is_adam),
        OVERFIT_FIELD(training.beta2, "Beta 2")
            .help("Share of the mean squared gradient that each step keeps.")
            .between(0, 0.999999)
            .advanced()
            .when("training.optimizer is adam or adamw", is_adam),
        OVERFIT_FIELD(training.epsilon, "Epsilon")
            .help("Added to the root of the mean squared gradient, so that small gradients do not make large steps.")
            .above(0, 1)
            .logarithmic()
            .advanced()
            .when("training.optimizer is adam or adamw", is_adam),
        OVERFIT_FIELD(training.weight_decay, "Weight decay")
            .help("Pulls all weights towards zero: an l2 penalty (sgd, adam), or apart from the gradient (adamw). A "
                  "regulariser: 0 in the paper's random-label runs of table 1.")
            .paper_is_silent("The paper does not state its coefficients; fitting-random-labels takes 0.0001.")
            .between(0, 10)
            .logarithmic(),
        OVERFIT_FIELD(training.warmup_epochs, "Warm-up")
            .help("Epochs before the learning rate reaches the schedule's: with 4, it runs at 1/5, 2/5, 3/5 and 4/5 of it.")
            .between(0, 1'000'000)
            .unit("epochs")
            .advanced(),
    };
}

bool learns_early(const ExperimentConfig& config) { return config.training.early_learning.weight > 0.0; }

std::vector<Field> objective_fields() {
    return {
        OVERFIT_FIELD(training.label_smoothing, "Label smoothing")
            .help("Share of each target that is spread evenly over all classes, 0 = off. A regulariser: the running loss "
                  "counts it, the evaluations do not.")
            .between(0, 0.99),
        OVERFIT_FIELD(training.early_learning.weight, "Early learning")
            .help("Holds each prediction near its own running mean, which was learned before the wrong labels were, 0 = off "
                  "(Liu et al. 2020: 3 for CIFAR-10, 7 for CIFAR-100). The running loss counts it and may be negative.")
            .between(0, 1'000),
        OVERFIT_FIELD(training.early_learning.momentum, "Kept of the mean")
            .help("Share of the running mean of predictions that each epoch keeps (Liu et al. 2020: 0.7 for CIFAR-10).")
            .between(0, 0.9999)
            .when("training.early_learning.weight is above 0", learns_early),
    };
}

std::vector<Field> schedule_fields() {
    return {
        OVERFIT_FIELD(training.schedule.kind, "Schedule")
            .help("How the learning rate falls; it changes after completed epochs.")
            .choices({{"constant", "stays as it is"},
                      {"step", "times `factor` after each of the epochs in `at`: fitting-random-labels'"},
                      {"exponential", "times `factor` after every epoch: the paper's, with 0.95"},
                      {"cosine", "falls to 0 over all epochs along half a cosine"}}),
        OVERFIT_FIELD(training.schedule.factor, "Factor")
            .help(
                "What the learning rate is multiplied with. The paper: 0.95 after every epoch; fitting-random-labels: 0.1.")
            .above(0, 10)
            .when("training.schedule.kind is step or exponential", has_factor),
        OVERFIT_FIELD(training.schedule.at, "After epochs")
            .help("Completed epochs after which the learning rate is multiplied, in ascending order.")
            .between(1, 1'000'000)
            .unit("epochs")
            .when("training.schedule.kind is step", has_steps),
    };
}

std::vector<Field> stopping_fields() {
    return {
        OVERFIT_FIELD(training.stop_when_fitted, "Stop when fitted")
            .help("Ends the run at the first evaluation with a train accuracy of `fitted_accuracy`, instead of after all "
                  "epochs."),
        OVERFIT_FIELD(training.fitted_accuracy, "Fitted at")
            .help("Train accuracy that counts as fitted, as a fraction; also the end of the time to overfit.")
            .paper_is_silent("The paper does not define when a network has overfitted; 1 = every example right.")
            .above(0, 1),
        OVERFIT_FIELD(training.early_stopping.patience, "Early stopping")
            .help("Ends the run after this many evaluations without a better validation accuracy, 0 = off. Needs a "
                  "validation share: to select on the test set would be cheating.")
            .between(0, 1'000'000)
            .unit("evaluations"),
    };
}

}   // namespace

std::vector<Field> training_fields() {
    std::vector<Field> fields = optimizer_fields();
    std::ranges::move(objective_fields(), std::back_inserter(fields));
    std::ranges::move(schedule_fields(), std::back_inserter(fields));
    std::ranges::move(stopping_fields(), std::back_inserter(fields));
    return fields;
}

}   // namespace overfit

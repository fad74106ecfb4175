#include "ui/experiment_form/experiment_size.h"

#include "core/config/dataset_facts.h"

#include <algorithm>
#include <cmath>

namespace overfit::ui {

std::optional<ExperimentSize> experimentSize(const ExperimentConfig& config) {
    const DatasetFacts* facts = find_dataset_facts(config.data.dataset);
    const std::int64_t all = facts != nullptr ? facts->train_examples : 0;
    const std::int64_t wanted = config.data.train_examples;
    const std::int64_t chosen = wanted == 0 ? all : all == 0 ? wanted : std::min(wanted, all);
    const double share = config.data.validation_fraction;
    if (chosen <= 0 || config.training.batch_size < 1 || config.training.epochs < 1 || !(share >= 0.0 && share < 1.0)) {
        return std::nullopt;
    }
    ExperimentSize size;
    size.trainExamples = chosen - std::llround(share * static_cast<double>(chosen));
    size.stepsPerEpoch = (size.trainExamples - 1) / config.training.batch_size + 1;
    size.steps = size.stepsPerEpoch * config.training.epochs;
    return size;
}

double expectedSeconds(const ExperimentConfig& config, const ExperimentSize& size, double imagesPerSecond) {
    const DatasetFacts* facts = find_dataset_facts(config.data.dataset);
    const std::int64_t allTests = facts != nullptr ? facts->test_examples : 0;
    const std::int64_t tests = config.data.test_examples > 0 ? std::min(config.data.test_examples, allTests) : allTests;
    const std::int64_t every = std::max<std::int64_t>(1, config.evaluation.every_epochs);
    const std::int64_t evaluations =
        1 + (config.training.epochs - 1) / every + 1;   // before the first epoch and after the last
    const double trained = static_cast<double>(size.trainExamples) * static_cast<double>(config.training.epochs);
    const double evaluated = static_cast<double>(size.trainExamples + tests) * static_cast<double>(evaluations);
    return (trained + evaluated / 3.0) / imagesPerSecond;
}

}   // namespace overfit::ui

#include "core/engine/training/evaluation.h"

#include "core/config/corruption_facts.h"
#include "core/engine/kernels/row_losses.h"
#include "core/engine/training/forward_pass.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace overfit {

namespace {

/// One block of examples after a pass; tensors stay on the device until the end of the evaluation.
struct Pass {
    torch::Tensor predicted;               // N, int64
    torch::Tensor given_loss, true_loss;   // sums, float64
};

std::optional<Pass> pass_over(EvaluationForward& forward, const ExampleBlock& examples, const InputPipeline& input,
                              std::int64_t batch, const std::stop_token& stop) {
    const auto doubles = examples.given_labels.options().dtype(torch::kFloat64);
    Pass pass{.predicted = torch::empty_like(examples.given_labels),
              .given_loss = torch::zeros({}, doubles),
              .true_loss = torch::zeros({}, doubles)};
    const auto images = examples.images->in_order();
    for (std::int64_t first = 0; first < examples.size(); first += batch) {
        if (stop.stop_requested()) return std::nullopt;
        const std::int64_t length = std::min(batch, examples.size() - first);
        const torch::Tensor logits = forward.logits(input.for_evaluation(images->next(length)));   // length x C
        const ScoredRows scored = score_rows(logits, examples.given_labels.narrow(0, first, length),
                                             examples.true_labels.narrow(0, first, length));
        pass.given_loss.add_(scored.given_loss.sum(torch::kFloat64));
        pass.true_loss.add_(scored.true_loss.sum(torch::kFloat64));
        pass.predicted.narrow(0, first, length).copy_(scored.predicted);
    }
    return pass;
}

std::optional<double> share(const torch::Tensor& part, const torch::Tensor& whole) {
    const auto count = whole.item<std::int64_t>();
    if (count == 0) return std::nullopt;
    return part.item<double>() / static_cast<double>(count);
}

std::optional<double> mean(const torch::Tensor& sum, std::int64_t count) {
    if (count == 0) return std::nullopt;
    return sum.item<double>() / static_cast<double>(count);
}

std::optional<double> accuracy(const torch::Tensor& predicted, const torch::Tensor& labels) {
    return mean(predicted.eq(labels).sum(), labels.size(0));
}

void describe_train(Evaluation& evaluation, const Pass& pass, const ExampleBlock& train) {
    evaluation.train_loss = mean(pass.given_loss, train.size());
    evaluation.train_accuracy = accuracy(pass.predicted, train.given_labels);
    const torch::Tensor clean = train.given_labels.eq(train.true_labels);
    const torch::Tensor corrupted = clean.logical_not();
    const torch::Tensor learned = pass.predicted.eq(train.given_labels);
    evaluation.clean_accuracy = share(learned.logical_and(clean).sum(), clean.sum());
    evaluation.corrupted_accuracy = share(learned.logical_and(corrupted).sum(), corrupted.sum());
    evaluation.corrupted_as_true = share(pass.predicted.eq(train.true_labels).logical_and(corrupted).sum(), corrupted.sum());
}

}   // namespace

const char* Evaluation::diverged_loss() const {
    const std::pair<const char*, std::optional<double>> losses[] = {
        {"train_loss", train_loss}, {"validation_loss", validation_loss}, {"test_loss", test_loss}};
    for (const auto& [name, loss] : losses) {
        if (loss && !std::isfinite(*loss)) return name;
    }
    return nullptr;
}

void Evaluation::write_to(EpochMetrics& metrics) const {
    metrics.train_loss = train_loss;
    metrics.train_accuracy = train_accuracy;
    metrics.clean_accuracy = clean_accuracy;
    metrics.corrupted_accuracy = corrupted_accuracy;
    metrics.corrupted_as_true = corrupted_as_true;
    metrics.validation_loss = validation_loss;
    metrics.validation_accuracy = validation_accuracy;
    metrics.test_loss = test_loss;
    metrics.test_accuracy = test_accuracy;
    metrics.test_corrupted_loss = test_corrupted_loss;
    metrics.test_corrupted_accuracy = test_corrupted_accuracy;
}

std::optional<Evaluation> evaluate(Network& network, EvaluationForward& forward, const TrainingData& data,
                                   const LabelCorruption& noise, const std::stop_token& stop) {
    const EvaluationMode mode(network);
    const c10::InferenceMode inference;
    const auto pass = [&](const ExampleBlock& examples) {
        return pass_over(forward, examples, data.input, evaluation_batch(network, examples), stop);
    };
    Evaluation evaluation;
    const auto train = pass(data.train);
    if (!train) return std::nullopt;
    describe_train(evaluation, *train, data.train);
    evaluation.predictions.train = read_back(train->predicted);
    if (data.validation.size() > 0) {
        const auto validation = pass(data.validation);
        if (!validation) return std::nullopt;
        evaluation.validation_loss = mean(validation->given_loss, data.validation.size());
        evaluation.validation_accuracy = accuracy(validation->predicted, data.validation.given_labels);
        evaluation.predictions.validation = read_back(validation->predicted);
    }
    if (data.test.size() > 0) {
        const auto test = pass(data.test);
        if (!test) return std::nullopt;
        evaluation.test_loss = mean(test->true_loss, data.test.size());
        evaluation.test_accuracy = accuracy(test->predicted, data.test.true_labels);
        if (corrupts_test_labels(noise)) {
            evaluation.test_corrupted_loss = mean(test->given_loss, data.test.size());
            evaluation.test_corrupted_accuracy = accuracy(test->predicted, data.test.given_labels);
        }
        evaluation.predictions.test = read_back(test->predicted);
    }
    return evaluation;
}

double initial_loss(Network& twin, const TrainingData& data, const Compute& compute) {
    const torch::NoGradGuard no_gradients;
    const std::int64_t length = std::min(batch_like(256, data.train), data.train.size());
    twin.train();
    const torch::Tensor images = data.input.for_evaluation(data.train.images->in_order()->next(length));
    const torch::Tensor logits = forward_pass(twin, images, compute);
    return torch::cross_entropy_loss(logits, data.train.given_labels.narrow(0, 0, length)).item<double>();
}

}   // namespace overfit

#include "core/engine/training/evaluation_forward.h"

#include "core/engine/training/forward_pass.h"

#include <algorithm>

namespace overfit {

namespace {

/// Zeroes as large as the largest batch of an evaluation, laid out as the network's input.
torch::Tensor largest_batch(const Network& network, const TrainingData& data) {
    const torch::Tensor one = data.input.for_evaluation(data.train.images->in_order()->next(1));
    std::int64_t most = 0;
    for (const ExampleBlock* block : {&data.train, &data.validation, &data.test}) {
        if (block->size() > 0) most = std::max(most, std::min(block->size(), evaluation_batch(network, *block)));
    }
    std::vector<std::int64_t> sizes = one.sizes().vec();   // 1 x C x H x W
    sizes.front() = most;
    return torch::zeros(sizes, one.options()).contiguous(data.input.format);
}

}   // namespace

std::int64_t batch_like(std::int64_t images, const ExampleBlock& examples) {
    const std::vector<std::int64_t> sizes = examples.images->sizes();
    const std::int64_t pixels = sizes[2] * sizes[3];
    return std::clamp<std::int64_t>(images * 32 * 32 / pixels, std::min<std::int64_t>(images, 16), images);
}

std::int64_t evaluation_batch(const Network& network, const ExampleBlock& examples) {
    const bool convolves = network.layout() == MemoryLayout::ChannelsLast;
    return batch_like(examples.given_labels.is_cuda() ? 2048 : convolves ? 128 : 1024, examples);
}

torch::Tensor EagerForward::logits(const torch::Tensor& images) { return forward_pass(network_, images, compute_); }

ReplayedForward::ReplayedForward(Network& network, const Compute& compute, const torch::Tensor& batch,
                                 WorkRecorder& recorder)
    : images_(batch) {
    const torch::NoGradGuard no_gradients;
    const EvaluationMode mode(network);
    EagerForward eager(network, compute);
    logits_ = torch::zeros_like(eager.logits(images_));
    const auto pass = [eager, images = images_, logits = logits_]() mutable { logits.copy_(eager.logits(images)); };
    recording_ = recorder.record(pass, {});
}

torch::Tensor ReplayedForward::logits(const torch::Tensor& images) {
    images_.narrow(0, 0, images.size(0)).copy_(images);
    recording_->replay();
    return logits_.narrow(0, 0, images.size(0));
}

ChosenForward choose_forward(Network& network, const TrainingData& data, const Compute& compute, WorkRecorder* recorder) {
    ChosenForward chosen;
    if (recorder != nullptr) {
        const std::string why = why_not_recorded(*recorder, [&] {
            chosen.forward = std::make_unique<ReplayedForward>(network, compute, largest_batch(network, data), *recorder);
        });
        if (!why.empty()) chosen.note = "evaluation is not replayed as CUDA graphs: " + why;
    }
    if (chosen.forward == nullptr) chosen.forward = std::make_unique<EagerForward>(network, compute);
    return chosen;
}

}   // namespace overfit

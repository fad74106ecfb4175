#include "core/engine/kernels/row_losses.h"

#include "core/engine/kernels/kernel_arguments.h"
#include "core/engine/kernels/kernel_launcher.h"
#include "core/engine/kernels/once_differentiable.h"
#include "core/engine/kernels/one_thread.h"

#include <algorithm>
#include <bit>

namespace overfit {

namespace {

constexpr std::int64_t most_lanes = 256;        // threads for the classes of a row
constexpr std::int64_t rounds_of_a_block = 4;   // up to so many, one block is sooner done than a second kernel is started
constexpr std::int64_t most_blocks = 1024;
constexpr std::int64_t threads_that_finish = 128;

/// Threads below each other share a row; the rows of a block lie beside each other.
LaunchShape block_for(const device::Logits& logits) {
    const auto lanes =
        std::min(most_lanes, static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(logits.classes))));
    LaunchShape shape{.threads_x = device::most_threads / lanes, .threads_y = lanes};
    shape.blocks_x = (logits.rows + shape.threads_x - 1) / shape.threads_x;
    return shape;
}

device::Logits logits_of(const torch::Tensor& logits) {
    return {.values = logits.const_data_ptr<float>(), .rows = logits.size(0), .classes = logits.size(1)};
}

bool kernels_take(const torch::Tensor& logits) {
    return kernel_launcher_of(logits.device()) != nullptr && logits.scalar_type() == torch::kFloat32 && logits.dim() == 2 &&
           logits.numel() > 0;
}

constexpr std::int64_t few_logits = 16'384;   // so many that one thread has them sooner than two would have begun

bool one_thread_takes(const torch::Tensor& logits) {
    return logits.is_cpu() && logits.scalar_type() == torch::kFloat32 && logits.dim() == 2 && logits.numel() > 0 &&
           logits.numel() <= few_logits;
}

struct LossWithGradient {
    torch::Tensor loss, gradient;
};

LossWithGradient cross_entropy_by_kernels(const torch::Tensor& logits, const torch::Tensor& labels,
                                          const torch::Tensor& entry) {
    KernelLauncher& launcher = *kernel_launcher_of(logits.device());
    torch::Tensor loss = torch::empty({}, logits.options());
    const torch::Tensor gradient = torch::empty_like(logits);
    device::CrossEntropy arguments{.logits = logits_of(logits),
                                   .labels = labels.const_data_ptr<std::int64_t>(),
                                   .gradient = gradient.data_ptr<float>(),
                                   .parts = nullptr,
                                   .loss = loss.data_ptr<float>(),
                                   .entry = entry.data_ptr<double>()};
    LaunchShape shape = block_for(arguments.logits);
    shape.blocks_x = shape.blocks_x <= rounds_of_a_block ? 1 : std::min(shape.blocks_x, most_blocks);
    const torch::Tensor parts = torch::empty({shape.blocks_x, 2}, entry.options());
    arguments.parts = reinterpret_cast<device::BatchTotals*>(parts.data_ptr<double>());
    launcher.launch("cross_entropy", shape, &arguments);
    if (shape.blocks_x > 1) {
        const device::FinishCrossEntropy finish{.parts = arguments.parts,
                                                .part_count = shape.blocks_x,
                                                .rows = logits.size(0),
                                                .loss = arguments.loss,
                                                .entry = arguments.entry};
        launcher.launch("finish_cross_entropy", {.threads_y = threads_that_finish}, &finish);
    }
    return {.loss = loss, .gradient = gradient};
}

/// The gradient is (softmax - label) / B.
LossWithGradient cross_entropy_on_one_thread(const torch::Tensor& logits, const torch::Tensor& labels,
                                             const torch::Tensor& entry) {
    const OnOneThread one_thread;
    const torch::Tensor log_probabilities = logits.log_softmax(1);
    torch::Tensor loss = at::nll_loss(log_probabilities, labels);
    torch::Tensor gradient = log_probabilities.exp();
    gradient.scatter_add_(1, labels.unsqueeze(1), torch::full({labels.size(0), 1}, -1.0F, logits.options()));
    gradient.div_(static_cast<double>(logits.size(0)));
    torch::Tensor(entry[0]).copy_(loss);
    torch::Tensor(entry[1]).copy_(logits.argmax(1).eq_(labels).sum());
    return {.loss = loss, .gradient = gradient};
}

class MeanCrossEntropy : public torch::autograd::Function<MeanCrossEntropy> {
public:
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& logits,
                                 const torch::Tensor& labels, const torch::Tensor& entry) {
        const auto [loss, gradient] = kernels_take(logits) ? cross_entropy_by_kernels(logits, labels, entry)
                                                           : cross_entropy_on_one_thread(logits, labels, entry);
        context->save_for_backward({gradient});
        return loss;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients) {
        refuse_gradients_of_gradients();
        return {context->get_saved_variables()[0] * gradients[0], torch::Tensor(), torch::Tensor()};
    }
};

ScoredRows scored_by_kernel(KernelLauncher& launcher, const torch::Tensor& logits, const torch::Tensor& given_labels,
                            const torch::Tensor& true_labels) {
    const ScoredRows scored{.predicted = torch::empty_like(given_labels),
                            .given_loss = torch::empty({logits.size(0)}, logits.options()),
                            .true_loss = torch::empty({logits.size(0)}, logits.options())};
    const device::RowScores arguments{.logits = logits_of(logits),
                                      .given = given_labels.const_data_ptr<std::int64_t>(),
                                      .truth = true_labels.const_data_ptr<std::int64_t>(),
                                      .predicted = scored.predicted.data_ptr<std::int64_t>(),
                                      .given_loss = scored.given_loss.data_ptr<float>(),
                                      .true_loss = scored.true_loss.data_ptr<float>()};
    launcher.launch("row_scores", block_for(arguments.logits), &arguments);
    return scored;
}

}   // namespace

bool has_mean_cross_entropy(const torch::Tensor& logits) { return kernels_take(logits) || one_thread_takes(logits); }

torch::Tensor mean_cross_entropy(const torch::Tensor& logits, const torch::Tensor& labels, const torch::Tensor& entry) {
    TORCH_CHECK(entry.is_contiguous() && labels.is_contiguous(), "labels and entry must lie in one piece");
    return MeanCrossEntropy::apply(logits.contiguous(), labels, entry);
}

ScoredRows score_rows(const torch::Tensor& logits, const torch::Tensor& given_labels, const torch::Tensor& true_labels) {
    if (kernels_take(logits)) {
        return scored_by_kernel(*kernel_launcher_of(logits.device()), logits.contiguous(), given_labels.contiguous(),
                                true_labels.contiguous());
    }
    const torch::Tensor log_probabilities = logits.log_softmax(1);
    const auto loss = [&](const torch::Tensor& labels) {
        return log_probabilities.gather(1, labels.unsqueeze(1)).squeeze(1).neg_();
    };
    return {.predicted = logits.argmax(1), .given_loss = loss(given_labels), .true_loss = loss(true_labels)};
}

}   // namespace overfit

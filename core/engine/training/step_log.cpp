#include "core/engine/training/step_log.h"

namespace overfit {

StepLog::StepLog(std::int64_t capacity, const torch::Device& device)
    : values_(torch::zeros({capacity, 2}, torch::TensorOptions(torch::kFloat64).device(device))) {}

torch::Tensor StepLog::next(std::int64_t steps) {
    filled_ += steps;
    return values_.narrow(0, filled_ - steps, steps);
}

std::vector<StepLog::Entry> StepLog::take() {
    const torch::Tensor on_host = values_.narrow(0, 0, filled_).cpu();
    const auto rows = on_host.accessor<double, 2>();
    std::vector<Entry> entries;
    for (std::int64_t row = 0; row < filled_; ++row) {
        entries.push_back({.loss = rows[row][0], .hits = static_cast<std::int64_t>(rows[row][1])});
    }
    filled_ = 0;
    return entries;
}

void write_entry(const torch::Tensor& entry, const torch::Tensor& loss, const torch::Tensor& logits,
                 const torch::Tensor& labels) {
    const torch::NoGradGuard no_gradients;
    entry.select(0, 0).copy_(loss.detach());
    entry.select(0, 1).copy_(logits.detach().argmax(1).eq_(labels).sum());
}

}   // namespace overfit

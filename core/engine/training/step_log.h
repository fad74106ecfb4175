#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace overfit {

/// Loss and hits of the steps, kept on the device until somebody reads them: no step waits for it.
class StepLog {
public:
    struct Entry {
        double loss = 0.0;   // nats, mean of the batch
        std::int64_t hits = 0;
    };

    /// capacity: steps between two reads at most.
    StepLog(std::int64_t capacity, const torch::Device& device);

    /// Where the next `steps` steps write their numbers, a row each: see write_entry(). steps x 2.
    torch::Tensor next(std::int64_t steps);

    /// The steps since the last call, in order. Waits for the device.
    std::vector<Entry> take();

private:
    torch::Tensor values_;   // capacity x 2, float64: loss, hits
    std::int64_t filled_ = 0;
};

/// A step's numbers. entry: a row, 2, float64, on the device. loss: a scalar. logits: B x C, labels: B.
void write_entry(const torch::Tensor& entry, const torch::Tensor& loss, const torch::Tensor& logits,
                 const torch::Tensor& labels);

}   // namespace overfit

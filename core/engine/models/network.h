#pragma once

#include "core/engine/models/layers.h"

#include <torch/torch.h>

#include <optional>
#include <string>
#include <vector>

namespace overfit {

/// What a network is fed with: one image.
struct InputShape {
    std::int64_t channels = 0, height = 0, width = 0;   // pixels
};

/// How images and convolution weights lie in memory. ChannelsLast is what convolutions are fast on.
enum class MemoryLayout { ChannelsFirst, ChannelsLast };

/// One line of a network's description.
struct TracedLayer {
    std::string name;                  // the submodule's path, as in Python
    std::vector<std::int64_t> shape;   // of its output, without the batch
    bool channels_last = false;        // how its output lies in memory
};

/// The base of all model families: knows nothing of training.
class Network : public torch::nn::Module {
public:
    /// images: N x channels x H x W, scaled. Returns N x classes logits.
    virtual torch::Tensor forward(const torch::Tensor& images) = 0;

    /// What the family's reference code draws (`initialization: default`): PyTorch's own draw, layer by layer, unless a
    /// family says otherwise.
    virtual void draw_default_weights(at::Generator generator);

    virtual MemoryLayout layout() const = 0;

    /// The generator of all dropout layers; must be on the network's device.
    void draw_dropout_from(at::Generator generator) { dropout_.generator = std::move(generator); }
    bool has_dropout() const { return dropout_.chance > 0.0; }

    /// The layers that one forward pass goes through. images: a batch of one.
    std::vector<TracedLayer> trace(const torch::Tensor& images);

    std::int64_t parameter_count() const;

    /// To the device and into the memory layout that the family wants.
    void place(const torch::Device& device);

    /// Before weights are saved: see BatchNorm::settle_count().
    void settle_counts(std::int64_t batches);

protected:
    explicit Network(double dropout) { dropout_.chance = dropout; }

    /// Passes `output` on, and notes it while trace() runs.
    torch::Tensor traced(const std::string& name, torch::Tensor output);

    Dropout dropout_;

private:
    std::vector<TracedLayer>* trace_ = nullptr;
};

}   // namespace overfit

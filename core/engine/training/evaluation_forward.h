#pragma once

#include "core/engine/cuda/work_recorder.h"
#include "core/engine/models/network.h"
#include "core/engine/tensors/training_data.h"
#include "core/engine/training/device.h"

#include <memory>
#include <string>

namespace overfit {

/// Puts the network into evaluation mode and back.
class EvaluationMode {
public:
    explicit EvaluationMode(Network& network) : network_(network) { network_.eval(); }
    ~EvaluationMode() { network_.train(); }
    EvaluationMode(const EvaluationMode&) = delete;
    EvaluationMode& operator=(const EvaluationMode&) = delete;

private:
    Network& network_;
};

/// As many images as `images` of 32 x 32 pixels, so that those for ImageNet take no more memory.
std::int64_t batch_like(std::int64_t images, const ExampleBlock& examples);

/// Images of a batch. Large enough to keep the device busy, small enough that a convolutional network's activations stay in
/// a CPU's cache.
std::int64_t evaluation_batch(const Network& network, const ExampleBlock& examples);

/// Forward passes of an evaluation, whoever carries them out.
class EvaluationForward {
public:
    virtual ~EvaluationForward() = default;

    /// The network is in evaluation mode. images: B x C x H x W, the network's input. Returns B x classes logits in float32,
    /// to be read before the next call.
    virtual torch::Tensor logits(const torch::Tensor& images) = 0;
};

/// One operation after the other, as it is asked for.
class EagerForward : public EvaluationForward {
public:
    /// All references must outlive it.
    EagerForward(Network& network, const Compute& compute) : network_(network), compute_(compute) {}

    torch::Tensor logits(const torch::Tensor& images) override;

private:
    Network& network_;
    const Compute& compute_;
};

/// A forward pass that was recorded once, for batches of one size; smaller ones fill a part of it, since in evaluation no
/// image touches another one's logits.
class ReplayedForward : public EvaluationForward {
public:
    /// Records. batch: B x C x H x W, the kind of input that is to come, of the largest size. The rest as in EagerForward.
    /// Throws as WorkRecorder::record() does.
    ReplayedForward(Network& network, const Compute& compute, const torch::Tensor& batch, WorkRecorder& recorder);

    torch::Tensor logits(const torch::Tensor& images) override;

private:
    torch::Tensor images_, logits_;             // what the recording reads and writes
    std::unique_ptr<RecordedWork> recording_;   // gone before them
};

/// How a run evaluates.
struct ChosenForward {
    std::unique_ptr<EvaluationForward> forward;
    std::string note;   // why passes are not replayed although there is a recorder; empty where all is well
};

/// Replayed passes where there is a recorder (null: none) that can record one, else eager ones. recorder and what the
/// references name must outlive the result.
ChosenForward choose_forward(Network& network, const TrainingData& data, const Compute& compute, WorkRecorder* recorder);

}   // namespace overfit

#pragma once

#include "core/engine/tensors/training_data.h"
#include "core/engine/training/device.h"
#include "core/engine/training/training_parts.h"

namespace overfit {

/// One step of training, whoever carries it out.
class TrainingStep {
public:
    virtual ~TrainingStep() = default;

    /// Trains on one batch at the optimizer's learning rate. Never waits for the device.
    /// images: the pass of an epoch, whose next images are the batch's; who has the images elsewhere leaves it alone.
    /// places: B, int64, on the device: which of the train examples these are. entry: a place of the StepLog.
    virtual void take(ImagePass& images, const torch::Tensor& places, const torch::Tensor& entry) = 0;
};

/// What a step computes: augmentation, forward, loss, backward, update, numbers for the log. All of its state is in tensors
/// and generators, none on the host, so that it can be recorded and replayed.
class StepComputation {
public:
    /// All references must outlive it.
    StepComputation(const TrainingData& data, const Compute& compute, TrainingParts& parts)
        : data_(data), compute_(compute), parts_(parts) {}

    /// stored: B x C x H x W, as they come from an ImageSource; places and entry: see TrainingStep.
    void run(const torch::Tensor& stored, const torch::Tensor& places, const torch::Tensor& entry) const;

private:
    torch::Tensor forward(const torch::Tensor& images) const;

    const TrainingData& data_;
    const Compute& compute_;
    TrainingParts& parts_;
};

/// One operation after the other, as it is asked for.
class EagerStep : public TrainingStep {
public:
    explicit EagerStep(const StepComputation& computation) : computation_(computation) {}

    void take(ImagePass& images, const torch::Tensor& places, const torch::Tensor& entry) override {
        computation_.run(images.next(places.size(0)), places, entry);
    }

private:
    StepComputation computation_;
};

}   // namespace overfit

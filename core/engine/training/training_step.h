#pragma once

#include "core/engine/tensors/training_data.h"
#include "core/engine/training/device.h"
#include "core/engine/training/training_parts.h"

namespace overfit {

/// Steps of training, whoever carries them out.
class TrainingStep {
public:
    virtual ~TrainingStep() = default;

    /// Trains at the optimizer's learning rate, on one batch or on steps_together() full ones. Never waits for the device.
    /// images: the pass of an epoch, whose next images are the batches'; who has the images elsewhere leaves it alone.
    /// places: int64, on the device: which of the train examples these are, batch after batch. entries: rows of the StepLog,
    /// one a batch.
    virtual void take(ImagePass& images, const torch::Tensor& places, const torch::Tensor& entries) = 0;

    /// How many full batches a call may be given; they cost less than one call each.
    virtual std::int64_t steps_together() const { return 1; }
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
    /// What is minimised; its value and the hits are written to the entry.
    torch::Tensor recorded_loss(const torch::Tensor& logits, const BatchTargets& targets, const torch::Tensor& entry) const;

    const TrainingData& data_;
    const Compute& compute_;
    TrainingParts& parts_;
};

/// One operation after the other, as it is asked for.
class EagerStep : public TrainingStep {
public:
    explicit EagerStep(const StepComputation& computation) : computation_(computation) {}

    void take(ImagePass& images, const torch::Tensor& places, const torch::Tensor& entries) override {
        computation_.run(images.next(places.size(0)), places, entries[0]);
    }

private:
    StepComputation computation_;
};

}   // namespace overfit

#pragma once

#include "core/engine/cuda/work_recorder.h"
#include "core/engine/tensors/resident_images.h"
#include "core/engine/training/training_step.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace overfit {

/// The batches that a recording trains on, one after the other.
struct RecordedBatches {
    std::int64_t size = 0;   // images of each
    std::int64_t steps = 1;

    auto operator<=>(const RecordedBatches&) const = default;
};

/// Steps that were recorded once for each kind of batch. All of a step is in the recording, gathering the images included:
/// what changes from one step to the next is copied into tensors that it reads.
class ReplayedStep : public TrainingStep {
public:
    /// Records, which leaves weights, generators and all else as after a few steps: see StateSnapshot. batches: those of the
    /// run; several steps are full ones. images: the train block's. Throws as WorkRecorder::record() does.
    ReplayedStep(const StepComputation& computation, const ResidentImages& images,
                 const std::vector<RecordedBatches>& batches, const std::vector<at::Generator>& generators,
                 WorkRecorder& recorder);

    void take(ImagePass& images, const torch::Tensor& places, const torch::Tensor& entries) override;
    std::int64_t steps_together() const override { return steps_together_; }

private:
    torch::Tensor places_;    // what the recordings read: of the most images
    torch::Tensor entries_;   // what they write: of the most steps
    std::int64_t steps_together_ = 1;
    std::map<RecordedBatches, std::unique_ptr<RecordedWork>> recordings_;   // gone before what they use
};

/// How a run takes its steps.
struct ChosenStep {
    std::unique_ptr<TrainingStep> step;
    std::string note;   // whether steps are replayed and, if not, why; empty without a recorder
};

/// The note of a run whose steps should have been replayed and are not.
std::string not_replayed(const std::string& why);

/// What decides which steps are worth a recording.
struct ReplayPlan {
    std::int64_t batch_size = 0;
    std::int64_t step_interval = 1;   // steps between two lines of metrics, at each of which the run looks at its step
};

/// Replayed steps where there is a recorder (null: none) and the run allows them, else eager ones. Training starts from the
/// same state either way. recorder must outlive the step.
ChosenStep choose_step(const TrainingData& data, const Compute& compute, TrainingParts& parts, const ReplayPlan& plan,
                       WorkRecorder* recorder);

}   // namespace overfit

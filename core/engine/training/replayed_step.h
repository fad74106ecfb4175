#pragma once

#include "core/engine/cuda/work_recorder.h"
#include "core/engine/tensors/resident_images.h"
#include "core/engine/training/training_step.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace overfit {

/// Steps that were recorded once for each size of batch. All of a step is in the recording, gathering the images included:
/// what changes from one step to the next is copied into tensors that it reads.
class ReplayedStep : public TrainingStep {
public:
    /// Records, which leaves weights, generators and all else as after a few steps: see StateSnapshot. sizes: those of the
    /// batches to come, the largest first. images: the train block's. Throws as WorkRecorder::record() does.
    ReplayedStep(const StepComputation& computation, const ResidentImages& images, const std::vector<std::int64_t>& sizes,
                 const std::vector<at::Generator>& generators, WorkRecorder& recorder);

    void take(ImagePass& images, const torch::Tensor& places, const torch::Tensor& entry) override;

private:
    torch::Tensor places_;                                               // of the largest batch
    torch::Tensor entry_;                                                // what the recording writes
    std::map<std::int64_t, std::unique_ptr<RecordedWork>> recordings_;   // by size of batch; gone before what they use
};

/// How a run takes its steps.
struct ChosenStep {
    std::unique_ptr<TrainingStep> step;
    std::string note;   // whether steps are replayed and, if not, why; empty without a recorder
};

/// Both notes of a run, either of which may be empty.
std::string joined_notes(const std::string& one, const std::string& other);

/// The note of a run whose steps should have been replayed and are not.
std::string not_replayed(const std::string& why);

/// Replayed steps where there is a recorder (null: none) and the run allows them, else eager ones. Training starts from the
/// same state either way. recorder must outlive the step.
ChosenStep choose_step(const TrainingData& data, const Compute& compute, TrainingParts& parts, std::int64_t batch_size,
                       WorkRecorder* recorder);

}   // namespace overfit

#include "core/engine/training/replayed_step.h"

#include "core/engine/training/state_snapshot.h"

#include <algorithm>
#include <optional>

namespace overfit {

namespace {

constexpr std::int64_t small_network = 16;      // parameter tensors: an MLP of 7 hidden layers, small AlexNet
constexpr std::int64_t steps_of_a_replay = 8;   // for those: few operations a step, so that starting a replay weighs

/// Of an epoch: the full batch, several of them where that pays and, where examples are left over, the last one. No replay
/// may go past a line of metrics.
std::vector<RecordedBatches> batches_of(std::int64_t examples, const ReplayPlan& plan, std::int64_t parameter_tensors) {
    const auto [batch_size, step_interval] = plan;
    std::vector<RecordedBatches> batches;
    const std::int64_t full = examples / batch_size;
    if (full >= 1) batches.push_back({.size = batch_size});
    if (std::min(full, step_interval) >= steps_of_a_replay && parameter_tensors <= small_network) {
        batches.push_back({.size = batch_size, .steps = steps_of_a_replay});
    }
    if (examples % batch_size != 0) batches.push_back({.size = examples % batch_size});
    return batches;
}

/// Those that a step draws from: each one that is recorded costs its own preparation in every replay.
std::vector<at::Generator> drawn_from(const TrainingParts& parts) {
    std::vector<at::Generator> generators;
    if (parts.network.has_dropout()) generators.push_back(parts.dropout);
    if (parts.augmentation.defined()) generators.push_back(parts.augmentation);
    return generators;
}

}   // namespace

ReplayedStep::ReplayedStep(const StepComputation& computation, const ResidentImages& images,
                           const std::vector<RecordedBatches>& batches, const std::vector<at::Generator>& generators,
                           WorkRecorder& recorder) {
    const torch::Tensor stored = images.stored();
    std::int64_t most_images = 0;
    for (const auto& [size, steps] : batches) {
        most_images = std::max(most_images, size * steps);
        steps_together_ = std::max(steps_together_, steps);
    }
    places_ = torch::arange(most_images, torch::TensorOptions(torch::kInt64).device(stored.device()));
    entries_ = torch::zeros({steps_together_, 2}, torch::TensorOptions(torch::kFloat64).device(stored.device()));
    for (const RecordedBatches& kind : batches) {
        const auto steps = [=, all_places = places_, entries = entries_] {
            for (std::int64_t step = 0; step < kind.steps; ++step) {
                const torch::Tensor places = all_places.narrow(0, step * kind.size, kind.size);
                computation.run(images_at(stored, places), places, entries[step]);
            }
        };
        recordings_[kind] = recorder.record(steps, generators);
    }
}

void ReplayedStep::take(ImagePass&, const torch::Tensor& places, const torch::Tensor& entries) {
    const std::int64_t images = places.size(0), steps = entries.size(0);
    places_.narrow(0, 0, images).copy_(places);
    recordings_.at({.size = images / steps, .steps = steps})->replay();
    entries.copy_(entries_.narrow(0, 0, steps));
}

std::string not_replayed(const std::string& why) { return "steps are not replayed as CUDA graphs: " + why; }

ChosenStep choose_step(const TrainingData& data, const Compute& compute, TrainingParts& parts, const ReplayPlan& plan,
                       WorkRecorder* recorder) {
    const StepComputation computation(data, compute, parts);
    const auto eager = [&computation](const std::string& note) {
        return ChosenStep{.step = std::make_unique<EagerStep>(computation), .note = note};
    };
    if (recorder == nullptr) return eager("");
    const auto* images = dynamic_cast<const ResidentImages*>(data.train.images.get());
    if (images == nullptr)
        return eager(not_replayed("the images are read ahead, batch by batch, and do not lie on the device"));
    std::optional<StateSnapshot> before;
    std::unique_ptr<TrainingStep> step;
    const std::string why = why_not_recorded(*recorder, [&] {
        before.emplace(parts);
        const auto tensors = static_cast<std::int64_t>(parts.network.parameters().size());
        step = std::make_unique<ReplayedStep>(computation, *images, batches_of(data.train.size(), plan, tensors),
                                              drawn_from(parts), *recorder);
    });
    if (before) before->restore();
    if (step == nullptr) return eager(not_replayed(why));
    return {.step = std::move(step), .note = "steps are replayed as CUDA graphs"};
}

}   // namespace overfit

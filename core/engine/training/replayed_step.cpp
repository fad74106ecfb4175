#include "core/engine/training/replayed_step.h"

#include "core/engine/training/state_snapshot.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace overfit {

namespace {

/// Of an epoch: the full batch and, where examples are left over, the last one.
std::vector<std::int64_t> batch_sizes(std::int64_t examples, std::int64_t batch_size) {
    std::vector<std::int64_t> sizes;
    if (examples >= batch_size) sizes.push_back(batch_size);
    if (examples % batch_size != 0) sizes.push_back(examples % batch_size);
    return sizes;
}

/// Those that a step draws from: each one that is recorded costs its own preparation in every replay.
std::vector<at::Generator> drawn_from(const TrainingParts& parts) {
    std::vector<at::Generator> generators;
    if (parts.network.has_dropout()) generators.push_back(parts.dropout);
    if (parts.augmentation.defined()) generators.push_back(parts.augmentation);
    return generators;
}

std::string first_line(const c10::Error& error) {
    const std::string_view text = error.what_without_backtrace();
    return std::string(text.substr(0, text.find('\n')));
}

}   // namespace

ReplayedStep::ReplayedStep(const StepComputation& computation, const ResidentImages& images,
                           const std::vector<std::int64_t>& sizes, const std::vector<at::Generator>& generators,
                           WorkRecorder& recorder) {
    const torch::Tensor stored = images.stored();
    places_ = torch::arange(sizes.front(), torch::TensorOptions(torch::kInt64).device(stored.device()));
    entry_ = torch::zeros({2}, torch::TensorOptions(torch::kFloat64).device(stored.device()));
    for (const std::int64_t size : sizes) {
        const torch::Tensor places = places_.narrow(0, 0, size);
        const auto step = [=, entry = entry_] { computation.run(images_at(stored, places), places, entry); };
        recordings_[size] = recorder.record(step, generators);
    }
}

void ReplayedStep::take(ImagePass&, const torch::Tensor& places, const torch::Tensor& entry) {
    places_.narrow(0, 0, places.size(0)).copy_(places);
    recordings_.at(places.size(0))->replay();
    entry.copy_(entry_);
}

std::string joined_notes(const std::string& one, const std::string& other) {
    return one + (one.empty() || other.empty() ? "" : "; ") + other;
}

std::string not_replayed(const std::string& why) { return "steps are not replayed as CUDA graphs: " + why; }

ChosenStep choose_step(const TrainingData& data, const Compute& compute, TrainingParts& parts, std::int64_t batch_size,
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
    std::string why;
    try {
        before.emplace(parts);
        auto step = std::make_unique<ReplayedStep>(computation, *images, batch_sizes(data.train.size(), batch_size),
                                                   drawn_from(parts), *recorder);
        before->restore();
        return {.step = std::move(step), .note = "steps are replayed as CUDA graphs"};
    } catch (const c10::OutOfMemoryError&) {
        why = "there is not enough memory for a recording";
    } catch (const c10::Error& error) {
        why = "LibTorch could not record one (" + first_line(error) + ")";
    }
    recorder->release_memory();
    if (before) before->restore();
    return eager(not_replayed(why));
}

}   // namespace overfit

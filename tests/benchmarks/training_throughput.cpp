// What the engine costs: its training throughput, with recording on, against a bare LibTorch loop over the same resident
// data (forward, backward, one fused SGD step) with the same network, in the same process, taking turns.
//
//     training_throughput [--model mlp|wide-resnet] [--rounds N] [--threads N] [--steps N] [--augmented 1]
//
// Prints a table: images/s of both (medians), their ratio (median, least, largest over the rounds), and the share of an
// epoch with recording that evaluation takes (a full pass over the train set and a test set of a fifth of its size). With
// --augmented: images/s with recording with and without augmentation, taking turns, and their ratio.

#include "core/benchmark/benchmark.h"
#include "core/benchmark/random_experiment.h"
#include "core/engine/models/initialization.h"
#include "core/engine/models/model_table.h"
#include "core/engine/tensors/resident_images.h"
#include "core/engine/training/optimizer.h"
#include "core/engine/training/process_settings.h"
#include "core/engine/training/run.h"
#include "core/runs/run_recorder.h"
#include "core/support/random_stream.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

using namespace overfit;

namespace {

constexpr std::int64_t batch_size = 128;

struct Settings {
    std::string model;   // empty: all
    int rounds = 9;
    int threads = 2;
    std::int64_t steps = 0;   // of each turn; 0: what fits a turn of a few seconds
    bool augmented = false;
};

struct Turn {
    double images_per_second = 0.0;
    double evaluation_share = 0.0;
};

Settings read_arguments(int count, char** arguments) {
    Settings settings;
    for (int place = 1; place + 1 < count; place += 2) {
        const std::string name = arguments[place];
        const char* value = arguments[place + 1];
        if (name == "--model") settings.model = value;
        if (name == "--rounds") settings.rounds = std::atoi(value);
        if (name == "--threads") settings.threads = std::atoi(value);
        if (name == "--steps") settings.steps = std::atoi(value);
        if (name == "--augmented") settings.augmented = std::atoi(value) != 0;
    }
    return settings;
}

PreparedExperiment make_experiment(const std::string& model, std::int64_t steps, int threads) {
    ExperimentConfig config;
    config.name = "throughput of " + model;
    config.data.dataset = "cifar10";   // its size; the images are random
    config.model.name = model;
    config.training.epochs = 1;
    config.training.batch_size = batch_size;
    config.training.stop_when_fitted = false;
    config.device = "cpu";
    config.precision = Precision::Fp32;
    config.threads = threads;
    return random_experiment(config, steps * batch_size);
}

PreparedExperiment with_augmentation(PreparedExperiment experiment, const AugmentationConfig& augmentation) {
    experiment.config.augmentation = augmentation;
    return experiment;
}

/// One epoch of nothing but the steps.
Turn bare_turn(const PreparedExperiment& experiment, const TrainingData& data) {
    const ImageShape& shape = experiment.shape();
    const auto network =
        make_network(experiment.config.model, {shape.channels, shape.height, shape.width}, experiment.classes());
    draw_weights(*network, Initialization::Default, make_generator(torch::kCPU, 1));
    network->place(torch::kCPU);
    network->train();
    const auto optimizer = make_optimizer(*network, experiment.config.training);
    const torch::Tensor images = dynamic_cast<const ResidentImages&>(*data.train.images).stored();
    const torch::Tensor order = torch::tensor(RandomStream(1).permutation(data.train.size()), torch::kInt64);
    const auto begin = std::chrono::steady_clock::now();
    for (std::int64_t first = 0; first < data.train.size(); first += batch_size) {
        const torch::Tensor places = order.narrow(0, first, batch_size);
        const torch::Tensor logits = network->forward(images_at(images, places));
        torch::cross_entropy_loss(logits, data.train.given_labels.index_select(0, places)).backward();
        optimizer->step(experiment.config.training.learning_rate);
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return {.images_per_second = static_cast<double>(data.train.size()) / seconds};
}

/// One epoch of the real thing, into a run folder.
Turn recorded_turn(const PreparedExperiment& experiment, const TrainingData& data, const Compute& compute,
                   const std::filesystem::path& runs) {
    RunRecorder recorder(experiment.config, runs);
    const RunSummary summary = train_on(experiment, data, compute, recorder, {}, nullptr);
    recorder.finish(summary);
    const EpochMetrics& last = summary.final_metrics;
    // The evaluation of epoch 0 belongs to no epoch: half of all evaluation time is the epoch's own.
    const double evaluation = (last.time_s - last.train_time_s) / 2.0;
    return {.images_per_second = static_cast<double>(data.train.size()) / last.train_time_s,
            .evaluation_share = evaluation / (evaluation + last.train_time_s)};
}

void measure(const std::string& model, std::int64_t steps, const Settings& settings, const std::filesystem::path& runs) {
    const PreparedExperiment experiment =
        make_experiment(model, settings.steps > 0 ? settings.steps : steps, settings.threads);
    const Compute compute = choose_compute(experiment.config, "");
    const ProcessSettings process(compute, false);
    const TrainingData data = make_training_data(experiment, compute);
    bare_turn(experiment, data);   // warm-up: thread pools, code caches, the heap's first growth
    std::vector<double> bare, recorded, ratios, shares;
    for (int round = 0; round < settings.rounds; ++round) {
        Turn turns[2];   // bare, recorded; who begins changes, so that a drifting machine favours neither
        for (const int turn : {round % 2, 1 - round % 2}) {
            turns[turn] = turn == 0 ? bare_turn(experiment, data) : recorded_turn(experiment, data, compute, runs);
        }
        bare.push_back(turns[0].images_per_second);
        recorded.push_back(turns[1].images_per_second);
        ratios.push_back(turns[1].images_per_second / turns[0].images_per_second);
        shares.push_back(turns[1].evaluation_share);
    }
    const Spread ratio = spread_of(ratios);
    std::printf("%-12s %12.0f %12.0f %8.3f  %.3f..%.3f %11.1f %% %7d\n", model.c_str(), spread_of(bare).median,
                spread_of(recorded).median, ratio.median, ratio.least, ratio.most, 100.0 * spread_of(shares).median,
                settings.rounds);
    std::fflush(stdout);
}

struct Augmented {
    const char* name;
    AugmentationConfig augmentation;
};

void measure_augmentation(const std::string& model, std::int64_t steps, const Settings& settings,
                          const std::filesystem::path& runs) {
    const PreparedExperiment plain = make_experiment(model, settings.steps > 0 ? settings.steps : steps, settings.threads);
    const Compute compute = choose_compute(plain.config, "");
    const ProcessSettings process(compute, false);
    const TrainingData plain_data = make_training_data(plain, compute);
    recorded_turn(plain, plain_data, compute, runs);   // warm-up
    const Augmented all[] = {{"crop, flip", {.random_crop = true, .horizontal_flip = true}},
                             {"rotation", {.rotation_degrees = 25.0}},
                             {"cutout, mixup", {.cutout = 8, .mixup = 0.2}}};
    for (const auto& [name, augmentation] : all) {
        const PreparedExperiment augmented = with_augmentation(plain, augmentation);
        const TrainingData augmented_data = make_training_data(augmented, compute);
        std::vector<double> without, with, ratios;
        for (int round = 0; round < settings.rounds; ++round) {
            Turn turns[2];
            for (const int turn : {round % 2, 1 - round % 2}) {
                turns[turn] = turn == 0 ? recorded_turn(plain, plain_data, compute, runs)
                                        : recorded_turn(augmented, augmented_data, compute, runs);
            }
            without.push_back(turns[0].images_per_second);
            with.push_back(turns[1].images_per_second);
            ratios.push_back(turns[1].images_per_second / turns[0].images_per_second);
        }
        const Spread ratio = spread_of(ratios);
        std::printf("%-12s %-14s %12.0f %12.0f %8.3f  %.3f..%.3f %7d\n", model.c_str(), name, spread_of(without).median,
                    spread_of(with).median, ratio.median, ratio.least, ratio.most, settings.rounds);
        std::fflush(stdout);
    }
}

}   // namespace

int main(int count, char** arguments) {
    const Settings settings = read_arguments(count, arguments);
    const std::filesystem::path runs =
        std::filesystem::temp_directory_path() / ("overfit-throughput-" + std::to_string(seed_for("order", 0) % 100000));
    std::printf("batch %d, fp32, %d threads, LibTorch %s; images/s in training, medians\n", static_cast<int>(batch_size),
                settings.threads, TORCH_VERSION);
    if (settings.augmented) {
        std::printf("%-12s %-14s %12s %12s %8s  %12s %7s\n", "model", "augmentation", "without", "with", "ratio",
                    "least..most", "rounds");
    } else {
        std::printf("%-12s %12s %12s %8s  %12s %13s %7s\n", "model", "bare", "recorded", "ratio", "least..most",
                    "evaluation", "rounds");
    }
    const std::pair<const char*, std::int64_t> models[] = {{"mlp", 150}, {"wide-resnet", 6}};
    for (const auto& [model, steps] : models) {
        if (!settings.model.empty() && settings.model != model) continue;
        (settings.augmented ? measure_augmentation : measure)(model, steps, settings, runs);
    }
    std::filesystem::remove_all(runs);
}

// Our side of tests/benchmarks/side_by_side: trains one network on CIFAR-10 through the engine, as `overfit run` does.
//
//     side_by_side_ours --net NAME --images N --exchange FILE [--data-root DIR] [--device D] [--precision P] [--threads N]
//                       [--seed N]
//
// Without DIR on random images of the same size with random labels.
// Writes what the others need to FILE (safetensors: scaled images, labels, the orders of the first epochs, initial weights),
// prints "ready", then answers each line of its input with one line of JSON: "about", "limit", "losses" (of the first 20
// steps), "turn", "fit EPOCHS". An error is one line of stderr, with exit code 2 for wrong use and 1 for all else.

#include "core/benchmark/benchmark.h"
#include "core/benchmark/benchmark_nets.h"
#include "core/benchmark/random_experiment.h"
#include "core/config/config_yaml.h"
#include "core/data/dataset_table.h"
#include "core/engine/models/initialization.h"
#include "core/engine/models/model_table.h"
#include "core/engine/training/checkpoint.h"
#include "core/engine/training/describe_model.h"
#include "core/engine/training/machine_limit.h"
#include "core/engine/training/process_settings.h"
#include "core/engine/training/run.h"
#include "core/engine/training/training_loop.h"
#include "core/experiment/engine.h"
#include "core/runs/safetensors.h"
#include "core/support/error.h"
#include "core/support/random_stream.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <limits>
#include <map>
#include <string>
#include <string_view>

using namespace overfit;

namespace {

constexpr std::size_t compared_steps = 20;

struct Contest {
    PreparedExperiment experiment;
    Compute compute;
    TrainingData data;
};

std::map<std::string, std::string> read_arguments(int count, char** arguments) {
    std::map<std::string, std::string> values{
        {"--device", "cpu"}, {"--precision", "fp32"}, {"--threads", "2"}, {"--seed", "1"}};
    for (int place = 1; place + 1 < count; place += 2) values[arguments[place]] = arguments[place + 1];
    for (const char* needed : {"--net", "--images", "--exchange"}) {
        if (values.contains(needed)) continue;
        throw UsageError({.where = needed,
                          .problem = "is missing",
                          .remedy = "tests/benchmarks/side_by_side/side_by_side starts this program with all it needs"});
    }
    return values;
}

/// The settings are those of fitting-random-labels' train.py, so that all contestants do the same work.
ExperimentConfig config_from(const std::map<std::string, std::string>& values) {
    ExperimentConfig config;
    config.name = "side by side";
    config.data.dataset = "cifar10";
    config.data.train_examples = std::stoll(values.at("--images"));
    config.data.test_examples = config.data.train_examples / 5;
    config.data.scaling = Scaling::ChannelStatistics;
    config.corruption.labels.fraction = 1.0;
    config.model = find_benchmark_net(values.at("--net")).model;
    if (config.model.name == "mlp") config.model.bias = false;
    if (config.model.name.starts_with("small-")) config.data.crop = 28;   // the paper's networks take its images
    config.training.epochs = 1;
    config.training.batch_size = 128;
    config.training.learning_rate = 0.01;
    config.training.momentum = 0.9;
    config.training.weight_decay = 1e-4;
    config.training.stop_when_fitted = false;
    config.seed = std::stoull(values.at("--seed"));
    const std::vector<std::string> settings{"device=" + values.at("--device"), "precision=" + values.at("--precision"),
                                            "threads=" + values.at("--threads")};
    apply_overrides(config, settings);
    return config;
}

PreparedExperiment experiment_from(const std::map<std::string, std::string>& values) {
    ExperimentConfig config = config_from(values);
    if (const auto root = values.find("--data-root"); root != values.end()) {
        const std::filesystem::path roots[] = {root->second};
        return prepare_experiment(config, roots);
    }
    config.corruption = {};   // the labels are random as they are
    return random_experiment(config, config.data.train_examples);
}

InputShape input_shape(const Contest& contest) {
    const ImageShape& shape = contest.experiment.shape();
    return {.channels = shape.channels, .height = shape.height, .width = shape.width};
}

/// That the compared steps go through.
std::int64_t compared_epochs(const Contest& contest) {
    const std::int64_t an_epoch = steps_per_epoch(contest.data.train.size(), contest.experiment.config.training.batch_size);
    return (static_cast<std::int64_t>(compared_steps) + an_epoch - 1) / an_epoch;
}

std::shared_ptr<Network> drawn_network(const Contest& contest) {
    const auto network = make_network(contest.experiment.config.model, input_shape(contest), contest.experiment.classes());
    draw_weights(*network, Initialization::Default, make_generator(torch::kCPU, contest.experiment.seeds.initialization));
    network->place(contest.compute.device);
    network->train();
    return network;
}

/// All images of a block as the network sees them.
torch::Tensor input_of(const Contest& contest, const ExampleBlock& block) {
    return contest.data.input.for_evaluation(block.images->in_order()->next(block.size()));
}

/// The orders of as many epochs as the compared steps go through, one after the other, as the trainer draws them.
torch::Tensor orders(const Contest& contest) {
    RandomStream stream(contest.experiment.seeds.order);
    std::vector<torch::Tensor> epochs;
    for (std::int64_t epoch = 0; epoch < compared_epochs(contest); ++epoch) {
        epochs.push_back(torch::tensor(stream.permutation(contest.data.train.size()), torch::kInt64));
    }
    return torch::cat(epochs);
}

void write_exchange(const Contest& contest, const std::string& file) {
    std::vector<NamedArray> arrays{
        named_array("images", input_of(contest, contest.data.train)), named_array("labels", contest.data.train.given_labels),
        named_array("test_images", input_of(contest, contest.data.test)),
        named_array("test_labels", contest.data.test.true_labels), named_array("orders", orders(contest))};
    const auto network = drawn_network(contest);
    for (const auto& parameter : network->named_parameters()) {
        arrays.push_back(named_array("weights/" + parameter.key(), parameter.value()));
    }
    std::ofstream stream(file, std::ios::binary);
    stream << encode_safetensors(arrays, {});
    if (!stream.flush()) throw std::runtime_error("cannot write " + file);
}

/// The losses of the compared steps of a run, which ends then.
class StepLosses : public TrainingObserver {
public:
    void on_step(const StepReport& report) override {
        if (losses.size() < compared_steps) losses.push_back(report.running_loss);
        if (losses.size() == compared_steps) source_.request_stop();
    }
    std::stop_token token() const { return source_.get_token(); }

    std::vector<double> losses;

private:
    std::stop_source source_;
};

void print_losses(const Contest& contest) {
    PreparedExperiment experiment = contest.experiment;
    experiment.config.training.epochs = compared_epochs(contest);
    experiment.config.evaluation.step_interval = 1;
    StepLosses observer;
    train_on(experiment, contest.data, contest.compute, observer, observer.token(), nullptr);
    std::cout << "{\"losses\": [" << std::setprecision(9);
    for (std::size_t step = 0; step < observer.losses.size(); ++step) {
        std::cout << (step > 0 ? ", " : "") << observer.losses[step];
    }
    std::cout << "]}" << std::endl;
}

/// What all contestants train with, and what a step costs.
void print_about(const Contest& contest) {
    const ExperimentConfig& config = contest.experiment.config;
    const auto network = make_network(config.model, input_shape(contest), contest.experiment.classes());
    const ModelDescription model = describe_network(*network, input_shape(contest));
    std::cout << "{\"settings\": \"SGD, learning rate " << config.training.learning_rate << ", momentum "
              << config.training.momentum << ", weight decay " << config.training.weight_decay << ", batch "
              << config.training.batch_size << ", random labels, images scaled by channel statistics"
              << (config.data.crop == 28 ? ", cropped to 28 x 28" : "") << (config.model.bias ? "" : ", no biases")
              << "\", \"training_multiply_adds\": " << training_multiply_adds(model) << "}" << std::endl;
}

void print_limit(const Contest& contest) {
    std::cout << "{\"multiply_adds_per_second\": " << measure_limit(contest.compute).multiply_adds_per_second << "}"
              << std::endl;
}

/// When 99.9 and 100 % of the given labels were reproduced, in seconds of training and evaluations; infinite: never.
class FitTimes : public TrainingObserver {
public:
    void on_epoch(const EpochReport& report) override {
        const EpochMetrics& line = report.metrics;
        if (line.epoch == 0) begin_ = line.time_s;
        const double seconds = line.time_s - begin_, accuracy = line.train_accuracy.value_or(0.0);
        if (accuracy >= 0.999) nearly = std::min(nearly, seconds);
        if (accuracy >= 1.0) whole = std::min(whole, seconds);
        epochs = line.epoch;
    }
    double nearly = std::numeric_limits<double>::infinity(), whole = nearly;
    std::int64_t epochs = 0;

private:
    double begin_ = 0.0;
};

void print_fit(const Contest& contest, std::int64_t most_epochs) {
    PreparedExperiment experiment = contest.experiment;
    experiment.config.training.epochs = most_epochs;
    experiment.config.training.stop_when_fitted = true;
    experiment.config.training.fitted_accuracy = 1.0;
    FitTimes times;
    train_on(experiment, contest.data, contest.compute, times, {}, nullptr);
    const auto text = [](double seconds) { return std::isfinite(seconds) ? std::to_string(seconds) : "null"; };
    std::cout << "{\"nearly\": " << text(times.nearly) << ", \"whole\": " << text(times.whole)
              << ", \"epochs\": " << times.epochs << "}" << std::endl;
}

/// Remembers when the untrained network had been evaluated: that belongs to no epoch.
class FirstEvaluation : public TrainingObserver {
public:
    void on_epoch(const EpochReport& report) override {
        if (report.metrics.epoch == 0) seconds = report.metrics.time_s;
    }
    double seconds = 0.0;
};

void print_turn(const Contest& contest) {
    FirstEvaluation first;
    const RunSummary summary = train_on(contest.experiment, contest.data, contest.compute, first, {}, nullptr);
    const auto images = static_cast<double>(contest.data.train.size());
    const EpochMetrics& last = summary.final_metrics;
    std::cout << "{\"training\": " << images / last.train_time_s
              << ", \"whole_epoch\": " << images / (last.time_s - first.seconds) << "}" << std::endl;
}

void take_part(int count, char** arguments) {
    const auto values = read_arguments(count, arguments);
    Contest contest{.experiment = experiment_from(values), .compute = {}, .data = {}};
    // The loader opens LibTorch's CUDA part where there is a driver.
    contest.compute = choose_compute(contest.experiment.config, engine().info().cuda_problem);
    const ProcessSettings process(contest.compute, false);
    contest.data = make_training_data(contest.experiment, contest.compute);
    write_exchange(contest, values.at("--exchange"));
    std::cout << "ready" << std::endl;
    std::string word;
    while (std::cin >> word) {
        std::int64_t steps = 0;
        if (word == "losses") print_losses(contest);
        if (word == "about") print_about(contest);
        if (word == "limit") print_limit(contest);
        if (word == "turn") print_turn(contest);
        if (word == "fit" && std::cin >> steps) print_fit(contest, steps);
    }
}

/// Its first line: LibTorch puts the calls that led to an error below it.
int tell(const std::exception& error, int exit_code) {
    const std::string_view text = error.what();
    std::cerr << "side_by_side_ours: " << text.substr(0, text.find('\n')) << std::endl;
    return exit_code;
}

}   // namespace

int main(int count, char** arguments) {
    try {
        take_part(count, arguments);
        return 0;
    } catch (const UsageError& error) {
        return tell(error, 2);
    } catch (const std::exception& error) {
        return tell(error, 1);
    }
}

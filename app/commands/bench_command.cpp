#include "app/commands/command_table.h"
#include "app/commands/shared_options.h"
#include "app/console/interrupt.h"
#include "app/console/output.h"
#include "app/console/progress_text.h"
#include "app/console/text_table.h"
#include "app/run_json.h"
#include "core/benchmark/benchmark.h"
#include "core/benchmark/benchmark_nets.h"
#include "core/config/config_yaml.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace overfit::cli {

namespace {

using nlohmann::ordered_json;

struct BenchOptions {
    ConfigArguments config;
    std::vector<std::string> nets;
    BenchmarkOptions benchmark;
    bool json = false;
};

struct Subject {
    std::string name;
    ExperimentConfig config;
};

/// Colour images of 32 x 32 pixels in batches of 128, as the paper's: what all networks are compared on.
ExperimentConfig cifar_config(const ModelConfig& model) {
    ExperimentConfig config;
    config.data.dataset = "cifar10";
    config.training.batch_size = 128;
    config.model = model;
    return config;
}

bool names_an_experiment(const ConfigArguments& arguments) {
    return !arguments.preset.empty() ||
           std::ranges::any_of(arguments.words, [](const std::string& word) { return !is_override(word); });
}

bool trains_on_a_gpu(const ExperimentConfig& config) {
    if (config.device.starts_with("cuda")) return true;
    return config.device == "auto" && engine().info().devices.size() > 1;
}

/// The experiment that is given, or the networks that are named, or all of them; settings change each.
std::vector<Subject> subjects_of(const BenchOptions& options) {
    if (names_an_experiment(options.config)) {
        if (!options.nets.empty()) {
            throw UsageError({.where = "overfit bench --net",
                              .problem = "networks and an experiment are given",
                              .remedy = "leave one of them out"});
        }
        const ExperimentConfig config = options.config.read();
        return {{.name = config.name, .config = config}};
    }
    std::vector<Subject> subjects;
    for (const BenchmarkNet& net : benchmark_nets()) {
        const bool named = std::ranges::find(options.nets, net.name) != options.nets.end();
        if (!options.nets.empty() && !named) continue;
        ExperimentConfig config = cifar_config(net.model);
        apply_overrides(config, options.config.words);
        if (net.for_a_gpu && !named && !trains_on_a_gpu(config)) continue;
        subjects.push_back({.name = std::string(net.name), .config = config});
    }
    return subjects;
}

std::string rate(const Spread& spread) { return with_thousands(static_cast<std::int64_t>(spread.median)); }

std::string seconds(const Spread& spread) { return fmt::format("{:.2f} s", spread.median); }

std::string milliseconds(const Spread& spread) { return fmt::format("{:.2f} ms", 1e3 * spread.median); }

/// "0.98 to 1.03": the least and the most round beside the median.
std::string trust(const Spread& spread) {
    return fmt::format("{:.2f} to {:.2f}", spread.least / spread.median, spread.most / spread.median);
}

void print_head(const Benchmark& first, const BenchmarkOptions& options) {
    const std::string runs = first.at_once == 1 ? "" : fmt::format("{} runs at once with ", first.at_once);
    out(fmt::format("{} ({}), {}, {}{} {}; {} rounds of about {:g} s\n", first.device_name, first.device,
                    precision_name(first.precision), runs, first.threads, first.threads == 1 ? "thread" : "threads",
                    options.rounds, options.seconds));
    out(fmt::format("limit: {:.1f} GFLOP/s in a matrix product, {:.1f} GB/s in a copy\n\n", 2e-9 * first.limit.median,
                    1e-9 * first.copying.median));
}

void print_table(const std::vector<std::pair<std::string, Benchmark>>& results, const BenchmarkOptions& options) {
    print_head(results.front().second, options);
    TextTable table({{"network"},
                     {"parameters", Align::Right},
                     {"batch", Align::Right},
                     {"training images/s", Align::Right},
                     {"rounds"},
                     {"step", Align::Right},
                     {"first step", Align::Right},
                     {"of limit", Align::Right},
                     {"evaluation", Align::Right},
                     {"whole epoch", Align::Right}});
    for (const auto& [name, result] : results) {
        table.add({name, with_thousands(result.parameters), std::to_string(result.batch_size), rate(result.training),
                   trust(result.training), milliseconds(result.step_seconds), seconds(result.first_step_seconds),
                   as_percent(result.share.median), rate(result.evaluation), rate(result.whole_epoch)});
    }
    out(table.text());
    if (options.at_once > 1)
        out("\nimages/s: of all runs together, in the time of the slowest; step: of that one; first step: of one run");
    out("\nfirst step: from the start of a run until its first step has ended, the untrained network's evaluation included\n"
        "of limit: multiply-adds of the steps against those of a large matrix product, measured beside each round\n"
        "evaluation, whole epoch: images/s; an epoch evaluates its train examples and a fifth as many test examples\n");
}

ordered_json spread_as_json(const Spread& spread) {
    return {{"median", spread.median}, {"least", spread.least}, {"most", spread.most}};
}

ordered_json as_json(const std::string& name, const Benchmark& result) {
    return {{"network", name},
            {"device", result.device},
            {"device_name", result.device_name},
            {"precision", precision_name(result.precision)},
            {"threads", result.threads},
            {"runs_at_once", result.at_once},
            {"parameters", result.parameters},
            {"training_multiply_adds", result.multiply_adds},
            {"batch_size", result.batch_size},
            {"images", result.images},
            {"epochs", result.epochs},
            {"training_images_per_second", spread_as_json(result.training)},
            {"evaluation_images_per_second", spread_as_json(result.evaluation)},
            {"whole_epoch_images_per_second", spread_as_json(result.whole_epoch)},
            {"step_s", spread_as_json(result.step_seconds)},
            {"start_s", spread_as_json(result.start_seconds)},
            {"first_step_s", spread_as_json(result.first_step_seconds)},
            {"limit_multiply_adds_per_second", spread_as_json(result.limit)},
            {"share_of_limit", spread_as_json(result.share)},
            {"copied_bytes_per_second", spread_as_json(result.copying)}};
}

ExitCode bench(const BenchOptions& options) {
    for (const std::string& net : options.nets) find_benchmark_net(net);
    const InterruptGuard interrupt;
    std::vector<std::pair<std::string, Benchmark>> results;
    for (const Subject& subject : subjects_of(options)) {
        require_no_problems(subject.config);
        results.emplace_back(subject.name, run_benchmark(engine(), subject.config, options.benchmark, interrupt.token()));
    }
    if (!options.json) {
        print_table(results, options.benchmark);
        return ExitCode::Done;
    }
    ordered_json document = ordered_json::array();
    for (const auto& [name, result] : results) document.push_back(as_json(name, result));
    out(json_text({{"program", OVERFIT_VERSION}, {"results", document}}));
    return ExitCode::Done;
}

}   // namespace

void add_bench_command(CLI::App& app, ExitCode& result) {
    auto options = std::make_shared<BenchOptions>();
    CLI::App* command = app.add_subcommand("bench", "Measure how fast this machine trains, against its own limit");
    command->add_option("CONFIG", options->config.words, "A configuration file, and settings as key.path=value")
        ->type_name("");
    command->add_option("--preset", options->config.preset, "An experiment that comes with the program (overfit presets)")
        ->type_name("NAME");
    given_again(command->add_option("--net", options->nets, "A network of the paper; may be given again (default: all)"))
        ->type_name("NAME");
    command->add_option("--rounds", options->benchmark.rounds, "How often each is measured")
        ->check(CLI::Range(1, 1000))
        ->type_name("N");
    command->add_option("--seconds", options->benchmark.seconds, "Training steps in each round, about")
        ->check(CLI::Range(0.05, 600.0))
        ->type_name("S");
    command
        ->add_option("--at-once", options->benchmark.at_once,
                     "Runs that train side by side; they divide the CPU's threads (default: 1)")
        ->check(CLI::Range(1, 64))
        ->type_name("N");
    add_json_option(*command, options->json);
    command->footer(
        "Trains on random data of the right size; nothing is read or written. Close what else is busy: the rounds' spread\n"
        "tells how far the figures can be trusted.\n"
        "Networks: mlp-1x512, mlp-3x512, small-alexnet, small-inception, wide-resnet-28-1, wide-resnet-28-10 (unless it\n"
        "is named, only on a GPU).\n"
        "\n"
        "Examples:\n"
        "  overfit bench\n"
        "  overfit bench --net mlp-1x512 threads=1\n"
        "  overfit bench --net mlp-1x512 --at-once 2         # the throughput of two runs together\n"
        "  overfit bench --preset paper-table1-inception-true precision=bf16 --json");
    command->callback([options, &result] { result = bench(*options); });
}

}   // namespace overfit::cli

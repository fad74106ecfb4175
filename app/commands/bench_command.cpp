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
#include <cstdio>
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

/// "mlp-1x512 (model.hidden=[8])": with its layers changed it is another network.
std::string name_of(const BenchmarkNet& net, const std::vector<std::string>& settings) {
    std::vector<std::string> of_the_model;
    std::ranges::copy_if(settings, std::back_inserter(of_the_model),
                         [](const std::string& setting) { return setting.starts_with("model."); });
    return of_the_model.empty() ? std::string(net.name) : fmt::format("{} ({})", net.name, join(of_the_model));
}

/// Throws UsageError for a network that is named without --net.
void require_no_names(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
        if (std::ranges::find(benchmark_nets(), word, &BenchmarkNet::name) == benchmark_nets().end()) continue;
        throw UsageError({.where = word, .problem = "is a network, not a file", .remedy = "overfit bench --net " + word});
    }
}

/// The experiment that is given, or the networks that are named, or all of them; settings change each.
std::vector<Subject> subjects_of(const BenchOptions& options) {
    if (names_an_experiment(options.config)) {
        require_no_names(options.config.words);
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
        if (net.for_a_gpu && !named && engine().info().trains_on_cpu(config.device)) continue;
        subjects.push_back({.name = name_of(net, options.config.words), .config = config});
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

std::vector<std::string> settings_of(const ConfigArguments& arguments) {
    std::vector<std::string> settings;
    std::ranges::copy_if(arguments.words, std::back_inserter(settings), is_override);
    return settings;
}

void print_head(const Benchmark& first, const BenchOptions& given) {
    const BenchmarkOptions& options = given.benchmark;
    const std::string runs = first.at_once == 1 ? "" : fmt::format("{} runs at once, each with ", first.at_once);
    const auto settings = settings_of(given.config);
    out(fmt::format("{} ({}), {}, {}{} {}; {} {} of about {:g} s\n", first.device_name, first.device,
                    precision_name(first.precision), runs, first.threads, first.threads == 1 ? "thread" : "threads",
                    options.rounds, options.rounds == 1 ? "round" : "rounds", options.seconds));
    if (!settings.empty()) out(fmt::format("with {}\n", join(settings)));
    if (!first.device_note.empty()) out("note: " + first.device_note + "\n");
    if (const int threads = first.threads * first.at_once, cores = engine().info().threads;
        first.at_once > 1 && threads > cores)
        out(fmt::format("note: {} threads share {} {} and wait for each other, which lowers the limit too\n", threads, cores,
                        cores == 1 ? "core" : "cores"));
    out(fmt::format("limit: {:.1f} GFLOP/s in a matrix product, {:.1f} GB/s in a copy\n\n", 2e-9 * first.limit.median,
                    1e-9 * first.copying.median));
}

using Results = std::vector<std::pair<std::string, Benchmark>>;

void print_table(const Results& results, const BenchOptions& options) {
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
    if (options.benchmark.at_once > 1)
        out("\nimages/s: of all runs together, in the time of the slowest; step: of that one; first step: of one run alone");
    if (options.benchmark.rounds > 1) out("\nrounds: the slowest and the fastest one, as shares of the median");
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
            {"device_note", result.device_note},
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

void print_json(const Results& results, const BenchOptions& options) {
    ordered_json document = ordered_json::array();
    for (const auto& [name, result] : results) document.push_back(as_json(name, result));
    out(json_text({{"program", OVERFIT_VERSION}, {"settings", settings_of(options.config)}, {"results", document}}));
}

void print(const Results& results, const BenchOptions& options) {
    if (results.empty()) return;
    options.json ? print_json(results, options) : print_table(results, options);
}

/// What is measured now, on a terminal: the last line, which goes away.
class Progress {
public:
    explicit Progress(bool shown) : shown_(shown) {}
    ~Progress() { say(""); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void say(const std::string& line) const {
        if (!shown_) return;
        out("\r\033[K" + line);
        std::fflush(stdout);
    }

private:
    bool shown_;
};

Benchmark measure(const Subject& subject, const BenchmarkOptions& options, const std::stop_token& stop, bool shown) {
    const Progress progress(shown);
    progress.say(subject.name + ": warming up");
    return run_benchmark(engine(), subject.config, options, stop, [&](int round) {
        progress.say(fmt::format("{}: round {} of {}", subject.name, round, options.rounds));
    });
}

ExitCode bench(const BenchOptions& options) {
    for (const std::string& net : options.nets) find_benchmark_net(net);
    const InterruptGuard interrupt;
    const std::vector<Subject> subjects = subjects_of(options);
    for (const Subject& subject : subjects) require_no_problems(subject.config);
    const bool shown = !options.json && stdout_is_terminal();
    Results results;
    try {
        for (const Subject& subject : subjects)
            results.emplace_back(subject.name, measure(subject, options.benchmark, interrupt.token(), shown));
    } catch (...) {
        print(results, options);   // what was measured until then
        throw;
    }
    print(results, options);
    return ExitCode::Done;
}

/// CLI::Range lets NaN through.
std::string why_no_duration(const std::string& word) {
    double seconds = 0.0;
    const bool number = CLI::detail::lexical_cast(word, seconds) && seconds >= 0.05 && seconds <= 600.0;
    return number ? "" : fmt::format("expected a number of seconds from 0.05 to 600, found '{}'", word);
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
        ->check(CLI::Validator(why_no_duration, "0.05 to 600"))
        ->type_name("S");
    command
        ->add_option("--at-once", options->benchmark.at_once,
                     "Runs that train side by side; they divide the CPU's threads (default: 1)")
        ->check(CLI::Range(1, 64))
        ->type_name("N");
    add_json_option(*command, options->json);
    command->footer(
        "Trains on random data of the right size; nothing is read or written. Close what else is busy: the rounds' spread\n"
        "tells how far the figures can be trusted. A network takes about 2 x N x S seconds and a few more, or two batches\n"
        "a round where those take longer.\n"
        "JSON: an entry a network, each figure as median, least and most of the rounds; training_multiply_adds: of one\n"
        "image; images, epochs: of a round; start_s: from the start of a run until it evaluates for the first time.\n"
        "Networks: mlp-1x512, mlp-3x512, small-alexnet, small-inception, wide-resnet-28-1, wide-resnet-28-10 (unless it\n"
        "is named, only on a GPU).\n"
        "\n"
        "Examples:\n"
        "  overfit bench\n"
        "  overfit bench --net mlp-1x512 threads=1\n"
        "  overfit bench --net mlp-1x512 --at-once 2         # the throughput of two runs together\n"
        "  OMP_WAIT_POLICY=active overfit bench              # waiting threads do not sleep: faster where nothing else "
        "runs\n"
        "  overfit bench --preset paper-table1-inception-true precision=bf16 --json");
    command->callback([options, &result] { result = bench(*options); });
}

}   // namespace overfit::cli

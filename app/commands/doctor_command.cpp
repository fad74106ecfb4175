#include "app/commands/command_table.h"
#include "app/commands/shared_options.h"
#include "app/console/output.h"
#include "app/console/text_table.h"
#include "app/figure_renderer.h"
#include "core/config/dataset_facts.h"
#include "core/data/dataset_table.h"
#include "core/experiment/engine.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>
#include <unistd.h>

namespace overfit::cli {

namespace {

namespace fs = std::filesystem;

enum class Health { Works, Missing, Broken };   // Missing: something cannot be done; Broken: nothing can be trained

struct Check {
    Health health = Health::Works;
    std::string subject;
    std::string state;
    std::string remedy;
};

struct DoctorOptions {
    RunsOption runs;
    DataOption data;
};

std::string gigabytes(std::uintmax_t bytes) { return fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9); }

std::vector<Check> check_engine() {
    std::vector<Check> checks;
    try {
        const EngineInfo info = engine().info();
        checks.push_back({Health::Works, "LibTorch", info.libtorch_version + " in " + info.libtorch_folder.string(), ""});
        for (const DeviceInfo& device : info.devices) {
            std::string state = device.name;
            if (device.device == "cpu")
                state += fmt::format(", {} {}", info.threads, info.threads == 1 ? "thread" : "threads");
            if (device.memory_bytes > 0) state += ", " + gigabytes(static_cast<std::uintmax_t>(device.memory_bytes));
            checks.push_back({Health::Works, device.device, state, ""});
        }
        if (!info.cuda_problem.empty()) {
            checks.push_back({Health::Missing, "cuda", info.cuda_problem, "training runs on the CPU meanwhile"});
        }
    } catch (const Error& error) {
        const auto& parts = error.parts();
        checks.push_back({Health::Broken, "LibTorch",
                          parts.where.empty() ? parts.problem : parts.where + ": " + parts.problem, parts.remedy});
    }
    return checks;
}

/// One line for each set that is there, one for all the others.
std::vector<Check> check_data(std::span<const fs::path> roots) {
    std::vector<Check> checks;
    std::vector<std::string> missing;
    for (const DatasetFacts& facts : dataset_facts()) {
        const DatasetPresence presence = locate_dataset(facts.name, roots);
        if (presence.present) {
            checks.push_back({Health::Works, std::string(facts.name),
                              presence.folder.empty() ? "built in" : presence.folder.string(), ""});
        } else {
            missing.emplace_back(facts.name);
        }
    }
    if (!missing.empty()) {
        checks.push_back({Health::Missing, "other data", join(missing),
                          "overfit data fetch NAME gets one; overfit data list tells sizes and sources"});
    }
    return checks;
}

/// Writes and removes a small file: permissions alone do not tell (read-only file systems, quotas).
Check check_runs_folder(const fs::path& folder) {
    const fs::path probe = folder / fmt::format(".overfit-doctor-{}", getpid());
    try {
        fs::create_directories(folder);
        atomic_write(probe, "can this be written?");
        fs::remove(probe);
        return {Health::Works, "runs folder",
                fmt::format("{}, {} free", folder.string(), gigabytes(fs::space(folder).available)), ""};
    } catch (const std::exception& error) {
        return {Health::Broken, "runs folder", error.what(),
                "name one that can be written: --runs-dir DIR or OVERFIT_RUNS_DIR"};
    }
}

Check check_window() {
    const fs::path program = figure_program();
    if (!program.empty()) return {Health::Works, "window", program.string(), ""};
    return {Health::Missing, "window", "overfit-workbench is not beside this program",
            "build it with Qt 6 for the window and for images; tables (--csv) work without"};
}

std::string word_for(Health health) {
    switch (health) {
        case Health::Works: return "ok";
        case Health::Missing: return "missing";
        case Health::Broken: return "BROKEN";
    }
    return "";
}

ExitCode examine(const DoctorOptions& options) {
    std::vector<Check> checks = check_engine();
    checks.push_back(check_runs_folder(options.runs.folder()));
    checks.push_back(check_window());
    for (const Check& check : check_data(options.data.roots())) checks.push_back(check);

    TextTable table({{""}, {""}, {""}});
    std::string remedies;
    bool can_train = true;
    for (const Check& check : checks) {
        table.add({word_for(check.health), check.subject, check.state});
        if (!check.remedy.empty()) remedies += fmt::format("  {}: {}\n", check.subject, check.remedy);
        can_train = can_train && check.health != Health::Broken;
    }
    out("overfit " OVERFIT_VERSION "\n" + table.text());
    if (!remedies.empty()) out("\nwhat to do:\n" + remedies);
    if (can_train) return ExitCode::Done;
    say_error("training does not work here yet");
    return ExitCode::Failed;
}

}   // namespace

void add_doctor_command(CLI::App& app, ExitCode& result) {
    auto options = std::make_shared<DoctorOptions>();
    CLI::App* command = app.add_subcommand("doctor", "Check this machine: devices, libraries, data, write access");
    add_runs_option(*command, options->runs);
    add_data_option(*command, options->data);
    command->footer(
        "Exit code 1 when nothing can be trained.\n"
        "\n"
        "Example:\n"
        "  overfit doctor --data-root /mnt/datasets");
    command->callback([options, &result] { result = examine(*options); });
}

}   // namespace overfit::cli

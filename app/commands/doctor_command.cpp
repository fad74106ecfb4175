#include "app/commands/command_table.h"
#include "app/commands/shared_options.h"
#include "app/console/interrupt.h"
#include "app/console/output.h"
#include "app/console/text_table.h"
#include "app/figure_renderer.h"
#include "core/benchmark/device_check.h"
#include "core/config/config_yaml.h"
#include "core/experiment/machine_check.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace overfit::cli {

namespace {

namespace fs = std::filesystem;

struct DoctorOptions {
    RunsOption runs;
    DataOption data;
    std::string device;   // to be compared with the CPU; empty: none
};

bool any_broken(const std::vector<MachineCheck>& checks) {
    return std::ranges::any_of(checks, [](const MachineCheck& check) { return check.health == Health::Broken; });
}

/// Throws UsageError where that is no name of a device, as the setting `device` does.
void require_device_name(const std::string& device) {
    ExperimentConfig config;
    const std::vector<std::string> setting{"device=" + device};
    apply_overrides(config, setting);
}

MachineCheck check_window() {
    const fs::path program = figure_program();
    if (!program.empty()) return {Health::Works, "window", program.string(), ""};
    return {Health::Missing, "window", "overfit-workbench is not beside this program",
            "build it with Qt 6 for the window and for images; tables (--csv) work without"};
}

void print(const std::vector<MachineCheck>& checks) {
    TextTable table({{""}, {""}, {""}});
    std::string remedies, last;
    for (const MachineCheck& check : checks) {
        table.add({std::string(health_word(check.health)), check.subject, check.state});
        if (!check.remedy.empty() && check.remedy != last)
            remedies += fmt::format("  {}: {}\n", check.subject, check.remedy);
        last = check.remedy;
    }
    out("overfit " OVERFIT_VERSION "\n" + table.text());
    if (!remedies.empty()) out("\nwhat to do:\n" + remedies);
}

ExitCode examine(const DoctorOptions& options) {
    if (!options.device.empty()) require_device_name(options.device);
    const InterruptGuard interrupt;
    std::vector<MachineCheck> checks = check_engine(), device;
    if (!options.device.empty() && !any_broken(checks)) device = check_device(engine(), options.device, interrupt.token());
    checks.push_back(check_runs_folder(options.runs.folder()));
    checks.push_back(check_window());
    std::ranges::move(check_data(options.data.roots()), std::back_inserter(checks));
    const bool can_train = !any_broken(checks), device_is_fine = !any_broken(device);
    std::ranges::move(device, std::back_inserter(checks));

    print(checks);
    if (!can_train) say_error("training does not work here yet");
    if (!device_is_fine) say_error(fmt::format("the check of {} has failed", options.device));
    return can_train && device_is_fine ? ExitCode::Done : ExitCode::Failed;
}

}   // namespace

void add_doctor_command(CLI::App& app, ExitCode& result) {
    auto options = std::make_shared<DoctorOptions>();
    CLI::App* command = app.add_subcommand("doctor", "Check this machine: devices, libraries, data, write access");
    add_runs_option(*command, options->runs);
    add_data_option(*command, options->data);
    not_empty(command->add_option("--device", options->device,
                                  "Also train two small networks there and on the CPU, and compare: cpu, cuda or cuda:1"),
              "cpu, cuda or cuda:1")
        ->type_name("DEVICE");
    command->footer(
        "Exit code 1 when nothing can be trained, and when --device is not there or trains to other results than the CPU.\n"
        "--device takes up to half a minute: 20 steps in fp32 have to agree within 1e-4 with the CPU's (cpu: with another\n"
        "number of threads), since only sums in another order round differently; tf32, bf16 and fp16, where the device has\n"
        "them, within 5e-2 of fp32.\n"
        "\n"
        "Examples:\n"
        "  overfit doctor --data-root /mnt/datasets\n"
        "  overfit doctor --device cuda");
    command->callback([options, &result] { result = examine(*options); });
}

}   // namespace overfit::cli

#include "app/commands/command_table.h"
#include "app/commands/shared_options.h"
#include "app/console/output.h"
#include "app/console/text_table.h"
#include "app/figure_renderer.h"
#include "core/experiment/machine_check.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

namespace overfit::cli {

namespace {

namespace fs = std::filesystem;

struct DoctorOptions {
    RunsOption runs;
    DataOption data;
};

MachineCheck check_window() {
    const fs::path program = figure_program();
    if (!program.empty()) return {Health::Works, "window", program.string(), ""};
    return {Health::Missing, "window", "overfit-workbench is not beside this program",
            "build it with Qt 6 for the window and for images; tables (--csv) work without"};
}

ExitCode examine(const DoctorOptions& options) {
    std::vector<MachineCheck> checks = check_engine();
    checks.push_back(check_runs_folder(options.runs.folder()));
    checks.push_back(check_window());
    for (const MachineCheck& check : check_data(options.data.roots())) checks.push_back(check);

    TextTable table({{""}, {""}, {""}});
    std::string remedies;
    bool can_train = true;
    for (const MachineCheck& check : checks) {
        table.add({std::string(health_word(check.health)), check.subject, check.state});
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

#pragma once

#include "app/exit_code.h"

#include <span>

namespace CLI {
class App;
}

namespace overfit::cli {

/// Adds one command to the program. Its callback does the work and leaves in `result` how it ended; it throws Error.
using AddCommand = void (*)(CLI::App& app, ExitCode& result);

/// All commands, in the order of the help.
std::span<const AddCommand> command_table();

void add_quick_start_command(CLI::App& app, ExitCode& result);
void add_run_command(CLI::App& app, ExitCode& result);
void add_presets_command(CLI::App& app, ExitCode& result);
void add_list_command(CLI::App& app, ExitCode& result);
void add_show_command(CLI::App& app, ExitCode& result);
void add_compare_command(CLI::App& app, ExitCode& result);
void add_audit_command(CLI::App& app, ExitCode& result);
void add_export_command(CLI::App& app, ExitCode& result);
void add_data_command(CLI::App& app, ExitCode& result);
void add_doctor_command(CLI::App& app, ExitCode& result);
void add_bench_command(CLI::App& app, ExitCode& result);

}   // namespace overfit::cli

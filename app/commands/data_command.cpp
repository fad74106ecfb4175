#include "app/commands/command_table.h"
#include "app/commands/data_commands.h"

#include <CLI/CLI.hpp>

namespace overfit::cli {

void add_data_command(CLI::App& app, ExitCode& result) {
    CLI::App* command = app.add_subcommand("data", "The data sets: what is there, and how to get the rest");
    command->require_subcommand(1);
    command->footer(
        "Example:\n"
        "  overfit data list");
    add_data_list(*command, result);
}

}   // namespace overfit::cli

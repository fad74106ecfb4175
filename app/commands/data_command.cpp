#include "app/commands/command_table.h"
#include "app/commands/data_commands.h"

#include <CLI/CLI.hpp>

namespace overfit::cli {

void add_data_command(CLI::App& app, ExitCode& result) {
    CLI::App* command = app.add_subcommand("data", "The data sets: what is there, how to get the rest, what is genuine");
    command->require_subcommand(1);
    command->footer(
        "Examples:\n"
        "  overfit data list\n"
        "  overfit data fetch cifar10\n"
        "  overfit data verify cifar10\n"
        "  overfit data cache");
    add_data_list(*command, result);
    add_data_fetch(*command, result);
    add_data_verify(*command, result);
    add_data_cache(*command, result);
}

}   // namespace overfit::cli

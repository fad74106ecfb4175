#pragma once

#include "app/exit_code.h"

namespace CLI {
class App;
}

namespace overfit::cli {

// The parts of `overfit data`, as AddCommand (command_table.h).

void add_data_list(CLI::App& data, ExitCode& result);
void add_data_fetch(CLI::App& data, ExitCode& result);
void add_data_verify(CLI::App& data, ExitCode& result);
void add_data_cache(CLI::App& data, ExitCode& result);

}   // namespace overfit::cli

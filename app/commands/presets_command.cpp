#include "app/commands/command_table.h"
#include "app/console/output.h"
#include "app/console/text_table.h"
#include "core/config/presets.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

namespace overfit::cli {

namespace {

void list_presets() {
    TextTable table({{"preset"}, {"left open", Align::Right}, {"experiment"}});
    for (const Preset& preset : presets()) {
        table.add({preset.name, fmt::format("{}", preset.open.size()), preset.title});
    }
    out(table.text());
    out("\noverfit presets NAME tells its source and what the paper leaves open there, and prints its configuration,\n"
        "overfit run --preset NAME runs it.\n");
}

}   // namespace

void add_presets_command(CLI::App& app, ExitCode& result) {
    auto name = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand("presets", "List the experiments that come with the program, or print one");
    command->add_option("NAME", *name, "The preset to print as YAML")->type_name("");
    command->footer(
        "Examples:\n"
        "  overfit presets\n"
        "  overfit presets quick-start-random-labels > my-experiment.yaml");
    command->callback([name, &result] {
        if (name->empty()) {
            list_presets();
        } else {
            out(preset_as_yaml(find_preset(*name)));
        }
        result = ExitCode::Done;
    });
}

}   // namespace overfit::cli

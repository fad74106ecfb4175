#include "app/cli_program.h"

#include "app/commands/command_table.h"
#include "app/console/output.h"
#include "core/support/error.h"
#include "core/support/stopped.h"
#include "core/support/text.h"

#include <CLI/CLI.hpp>
#include <exception>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace overfit::cli {

namespace {

constexpr const char* kAbout =
    "Overfit Workbench: when does a network memorise, and when does it generalise?\n"
    "Trains the experiments of \"Understanding deep learning requires rethinking generalization\",\n"
    "keeps every run as a folder and checks that a result is no artefact.\n";

constexpr const char* kFirstSteps =
    "First steps:\n"
    "  overfit doctor                                 what works on this machine, and what to do about the rest\n"
    "  overfit quick-start                            one minute: true labels beside random ones\n"
    "  overfit presets                                experiments that come with the program\n"
    "  overfit run --preset quick-start-random-labels corruption.labels.fraction=0.5\n"
    "  overfit list                                   what has been run\n"
    "\n"
    "overfit COMMAND --help tells more. The window is overfit-workbench.";

// CLI11's filter for get_subcommands(): without one it gives those that were called.
bool every_command(const CLI::App*) { return true; }

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands(every_command)) names.push_back(command->get_name());
    return names;
}

// CLI11 would call an unknown command "not expected"; say what there is instead.
void require_known_command(const CLI::App& app, std::string_view first) {
    if (first.starts_with('-')) return;
    const auto names = command_names(app);
    if (std::ranges::find(names, first) != names.end()) return;
    const auto nearest = nearest_name(first, names);
    throw UsageError({.where = "overfit " + std::string(first),
                      .problem = "there is no such command",
                      .remedy = nearest ? fmt::format("the nearest is: overfit {}; all of them: {}", *nearest, join(names))
                                        : "there are: " + join(names)});
}

/// Writes what CLI11 found wrong, with the way to the help of that command. Requests for help arrive here too.
ExitCode tell_parse_error(const CLI::App& app, const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
        app.exit(error);   // --help and --version, on stdout
        return ExitCode::Done;
    }
    std::string command = "overfit";
    for (const CLI::App* chosen : app.get_subcommands()) command += " " + chosen->get_name();
    say_error(fmt::format("{}: {}; {} --help tells what it takes", command, error.what(), command));
    return ExitCode::WrongUse;
}

}   // namespace

ExitCode run_program(int argc, const char* const* argv) {
    CLI::App app(kAbout, "overfit");
    app.footer(kFirstSteps);
    app.set_version_flag("--version", "overfit " OVERFIT_VERSION, "Print the version");
    app.require_subcommand(0, 1);
    app.get_formatter()->column_width(34);
    app.get_formatter()->label("SUBCOMMAND", "COMMAND");
    ExitCode result = ExitCode::Done;
    for (const AddCommand add : command_table()) add(app, result);
    for (CLI::App* command : app.get_subcommands(every_command)) command->group("Commands");

    try {
        if (argc < 2) {
            out(app.help());
            return ExitCode::WrongUse;
        }
        require_known_command(app, argv[1]);
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return tell_parse_error(app, error);
    } catch (const Stopped&) {
        say_error("stopped");
        return ExitCode::Stopped;
    } catch (const UsageError& error) {
        say_error(error.what());
        return ExitCode::WrongUse;
    } catch (const std::exception& error) {
        say_error(error.what());
        return ExitCode::Failed;
    }
    if (!finish_output()) {
        say_error("the output could not be written");
        return ExitCode::Failed;
    }
    return result;
}

}   // namespace overfit::cli

#include "app/commands/data_commands.h"
#include "app/commands/shared_options.h"
#include "app/console/fetch_console.h"
#include "app/console/interrupt.h"
#include "app/console/output.h"
#include "core/fetch/fetch_dataset.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

namespace overfit::cli {

namespace {

struct DataFetchOptions {
    std::string name;
    FetchOptions fetch;
    DataOption data;
};

ExitCode fetch(const DataFetchOptions& options) {
    const InterruptGuard interrupt;
    FetchConsole console(stdout_is_terminal() ? FetchConsole::Style::LiveLine : FetchConsole::Style::Lines);
    const FetchResult fetched = fetch_dataset(options.name, options.data.roots(), options.fetch, console, interrupt.token());
    console.close_live_line();
    const std::string folder = fetched.folder.string();
    switch (fetched.end) {
        case FetchEnd::Fetched: out_line(fmt::format("{} is in {}", options.name, folder)); return ExitCode::Done;
        case FetchEnd::AlreadyThere:
            out_line(fmt::format("{0} is already in {1}; `overfit data verify {0}` checks it, --again fetches it anew",
                                 options.name, folder));
            return ExitCode::Done;
        case FetchEnd::Stopped: break;
    }
    std::error_code problem;
    if (!std::filesystem::exists(fetched.folder, problem)) {
        out_line("stopped; nothing is left behind");
        return ExitCode::Stopped;
    }
    out_line(fmt::format("stopped; what came so far is kept in {}, and the same command goes on from there", folder));
    return ExitCode::Stopped;
}

}   // namespace

void add_data_fetch(CLI::App& data, ExitCode& result) {
    auto options = std::make_shared<DataFetchOptions>();
    CLI::App* command = data.add_subcommand("fetch", "Fetch a data set, check its checksum and put it in place");
    command->add_option("NAME", options->name, "The data set, as overfit data list names it")->required();
    command
        ->add_option("--from", options->fetch.from,
                     "Another source than the publisher's: the file, or the folder that holds the files")
        ->type_name("URL|FILE");
    command->add_flag("--again", options->fetch.again, "Also when the set is there");
    add_data_option(*command, options->data);
    command->footer(
        "The set goes into the first data root: --data-root, OVERFIT_DATA, or ~/.local/share/overfit-workbench/data.\n"
        "Ctrl-C stops; the same command then goes on where it was.\n"
        "\n"
        "Examples:\n"
        "  overfit data fetch cifar10\n"
        "  overfit data fetch mnist --from /mnt/mirror/mnist\n"
        "  overfit data fetch cifar10 --from https://example.org/cifar-10-binary.tar.gz");
    command->callback([options, &result] { result = fetch(*options); });
}

}   // namespace overfit::cli

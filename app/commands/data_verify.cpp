#include "app/commands/data_commands.h"
#include "app/commands/shared_options.h"
#include "app/console/output.h"
#include "app/console/text_table.h"
#include "app/run_json.h"
#include "core/fetch/verify_dataset.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

namespace overfit::cli {

namespace {

struct DataVerifyOptions {
    std::string name;
    DataOption data;
    bool json = false;
};

std::string_view word_for(Authenticity state) {
    switch (state) {
        case Authenticity::Original: return "original";
        case Authenticity::Differs: return "differs";
        case Authenticity::Unknown: return "unknown";
        case Authenticity::Damaged: return "damaged";
    }
    return "";
}

void print_text(const Verification& verified) {
    TextTable table({{""}, {""}, {""}});
    constexpr std::size_t most_shown = 40;   // VOC has thousands: those that are right are only counted
    std::size_t left_out = 0;
    const bool short_list = verified.files.size() <= most_shown;
    for (const VerifiedFile& file : verified.files) {
        if (short_list || file.state != Authenticity::Original) {
            table.add({std::string(word_for(file.state)), one_line(file.file), file.reason});
        } else {
            ++left_out;
        }
    }
    out(verified.folder.string() + "\n");
    if (!table.empty()) out(table.text());
    if (left_out > 0) out(fmt::format("original  {} files\n", left_out));
    out(verified.summary + "\n");
}

void print_json(const std::string& name, const Verification& verified) {
    auto files = nlohmann::ordered_json::array();
    for (const VerifiedFile& file : verified.files) {
        files.push_back({{"file", file.file}, {"state", word_for(file.state)}, {"reason", file.reason}});
    }
    out(json_text({{"name", name},
                   {"folder", verified.folder.string()},
                   {"state", word_for(verified.state)},
                   {"summary", verified.summary},
                   {"files", files}}));
}

}   // namespace

void add_data_verify(CLI::App& data, ExitCode& result) {
    auto options = std::make_shared<DataVerifyOptions>();
    CLI::App* command = data.add_subcommand("verify", "Hash a data set again and compare it with what was published");
    command->add_option("NAME", options->name, "The data set, as overfit data list names it")->required();
    add_data_option(*command, options->data);
    add_json_option(*command, options->json);
    command->footer(
        "Exit code 1 when it differs, though it can be trained on all the same, or is damaged.\n"
        "\n"
        "Examples:\n"
        "  overfit data verify mnist\n"
        "  overfit data verify cifar10 --data-root /mnt/datasets --json");
    command->callback([options, &result] {
        const Verification verified = verify_dataset(options->name, options->data.roots());
        if (options->json) {
            print_json(options->name, verified);
        } else {
            print_text(verified);
            if (verified.state == Authenticity::Damaged) {
                out(fmt::format("`overfit data fetch {} --again` does\n", options->name));
            }
        }
        result = is_wrong(verified.state) ? ExitCode::Failed : ExitCode::Done;
    });
}

}   // namespace overfit::cli

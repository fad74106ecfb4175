#include "core/comparison/compared_run.h"

#include "core/support/error.h"

namespace overfit {

ComparedRun read_compared_run(const std::filesystem::path& folder) {
    ComparedRun run{.listing = read_run(folder), .config = std::nullopt, .config_problem = ""};
    try {
        run.config = read_run_config(folder);
    } catch (const Error& error) {
        run.config_problem = error.what();
    }
    return run;
}

}   // namespace overfit

#include "core/config/config_yaml.h"
#include "core/runs/run_files.h"
#include "core/runs/run_store.h"
#include "core/runs/utc_time.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <cerrno>
#include <fmt/format.h>
#include <random>
#include <sys/stat.h>
#include <system_error>

namespace overfit {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& runs_dir, const std::error_code& reason) {
    throw UsageError({.where = runs_dir.string(),
                      .problem = fmt::format("no run folder can be made here: {}", reason.message()),
                      .remedy = "choose a folder you can write: --runs-dir, OVERFIT_RUNS_DIR or the window's settings"});
}

}   // namespace

std::filesystem::path make_run_folder(const std::filesystem::path& runs_dir, std::string_view name) {
    std::error_code problem;
    std::filesystem::create_directories(runs_dir, problem);
    if (problem && !std::filesystem::is_directory(runs_dir)) refuse(runs_dir, problem);
    const std::string stem = fmt::format("{}-{}", compact_text(std::chrono::system_clock::now()), slug(name));
    std::random_device random;
    for (int attempt = 0; attempt < 1000; ++attempt) {
        const std::filesystem::path folder = runs_dir / fmt::format("{}-{:04x}", stem, random() & 0xFFFFU);
        if (::mkdir(folder.c_str(), 0777) == 0) return folder;
        if (errno != EEXIST) break;
    }
    refuse(runs_dir, {errno, std::generic_category()});
}

ExperimentConfig read_run_config(const std::filesystem::path& run_folder) {
    return read_config_as_written(run_folder / "config.yaml");
}

}   // namespace overfit

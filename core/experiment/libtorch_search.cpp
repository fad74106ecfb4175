#include "core/experiment/libtorch_search.h"

#include "core/support/error.h"

#include <cstdlib>
#include <fstream>
#include <string_view>

#ifndef OVERFIT_LIBTORCH_FOLDER
#define OVERFIT_LIBTORCH_FOLDER ""   // built without the engine
#endif

namespace overfit {

namespace {

constexpr std::string_view libtorch_version = OVERFIT_LIBTORCH_VERSION;

constexpr const char* remedy =
    "run packaging/setup, which fetches it, or set OVERFIT_LIBTORCH to a folder with "
    "lib/libtorch_cpu.so (Python's site-packages/torch of that version will do)";

std::filesystem::path environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

std::string first_line(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    return line;
}

/// "2.11.0" from the wheel's version.py (`__version__ = '2.11.0+cu130'`) or the download's build-version (`2.11.0+cpu`).
std::string version_in(const std::filesystem::path& folder) {
    std::string text;
    std::ifstream stream(folder / "version.py");
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("__version__ = '")) text = line.substr(line.find('\'') + 1);
    }
    if (text.empty()) text = first_line(folder / "build-version");
    return text.substr(0, text.find_first_of("+'"));
}

/// What is wrong with a folder as LibTorch; empty when it can be used.
std::string problem_with(const std::filesystem::path& folder) {
    std::error_code ignored;
    if (!std::filesystem::exists(folder / "lib" / "libtorch_cpu.so", ignored))
        return "there is no lib/libtorch_cpu.so in it";
    const std::string found = version_in(folder);
    if (found.empty()) return "its version is not known: neither version.py nor build-version is there";
    if (found != libtorch_version) return "expected LibTorch " + std::string(libtorch_version) + ", found " + found;
    return {};
}

}   // namespace

LibtorchPlaces libtorch_places() {
    LibtorchPlaces places;
    if (const auto named = environment("OVERFIT_LIBTORCH"); !named.empty()) places.named = named;
    if (const std::filesystem::path built_with = OVERFIT_LIBTORCH_FOLDER; !built_with.empty())
        places.built_with = built_with;
    std::filesystem::path root = environment("OVERFIT_LIBTORCH_DIR");
    if (root.empty()) {
        std::filesystem::path cache = environment("XDG_CACHE_HOME");
        if (cache.empty()) cache = environment("HOME") / ".cache";
        root = cache / "overfit-workbench" / ("libtorch-" + std::string(libtorch_version));
    }
    places.fetched = root / "torch";
    return places;
}

std::filesystem::path find_libtorch(const LibtorchPlaces& places) {
    if (places.named) {
        const std::string problem = problem_with(*places.named);
        if (problem.empty()) return *places.named;
        throw UsageError({.where = "OVERFIT_LIBTORCH=" + places.named->string(),
                          .problem = problem,
                          .remedy = "name a folder with lib/libtorch_cpu.so of that version, or unset it"});
    }
    if (places.built_with && problem_with(*places.built_with).empty()) return *places.built_with;
    const std::string problem = problem_with(places.fetched);
    if (problem.empty()) return places.fetched;
    throw Error({.where = places.fetched.string(),
                 .problem = "training needs LibTorch " + std::string(libtorch_version) + ", and " + problem,
                 .remedy = remedy});
}

}   // namespace overfit

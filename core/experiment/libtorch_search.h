#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace overfit {

/// Where LibTorch may be, in the order in which it is looked for. Each names a folder with lib/libtorch_cpu.so.
struct LibtorchPlaces {
    std::optional<std::filesystem::path> named;        // OVERFIT_LIBTORCH: this one and no other
    std::optional<std::filesystem::path> built_with;   // what the program was built with
    std::filesystem::path fetched;                     // where packaging/setup puts it
};

/// From the environment: OVERFIT_LIBTORCH; OVERFIT_LIBTORCH_DIR, or else
/// ${XDG_CACHE_HOME:-~/.cache}/overfit-workbench/libtorch-<version>, for the fetched one.
LibtorchPlaces libtorch_places();

/// The first place with a LibTorch of the right version. Throws UsageError when the named one is wrong and Error when there
/// is none: both say where was looked and what to do.
std::filesystem::path find_libtorch(const LibtorchPlaces& places);

}   // namespace overfit

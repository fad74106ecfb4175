#pragma once

#include "core/experiment/engine.h"

#include <filesystem>
#include <string>

namespace overfit {

/// What the loader tells the engine module when it opens it.
struct EngineSetup {
    std::filesystem::path libtorch_folder;
    std::string cuda_problem;   // why LibTorch's CUDA part was not opened; empty when it was
};

/// The one symbol of the module overfit_engine: `extern "C" Engine* overfit_make_engine(const EngineSetup&)`. The engine
/// lives as long as the process.
using MakeEngine = Engine* (*)(const EngineSetup&);
inline constexpr const char* make_engine_symbol = "overfit_make_engine";

}   // namespace overfit

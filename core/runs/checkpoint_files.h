#pragma once

#include "core/experiment/reports.h"

#include <filesystem>
#include <optional>

namespace overfit {

/// Writes checkpoints/step-<n>.safetensors and .state.safetensors, then latest.json (names, sha256), then last.safetensors
/// as a hard link or copy; keeps the newest `keep`.
void write_checkpoint(const std::filesystem::path& run_folder, const Checkpoint& checkpoint, std::int64_t keep);

/// The newest checkpoint whose files match their sha256; nothing when there is none.
std::optional<Checkpoint> read_newest_checkpoint(const std::filesystem::path& run_folder);

}   // namespace overfit

#pragma once

#include "core/experiment/reports.h"

#include <filesystem>

namespace overfit {

/// Writes labels.bin (per example u16 true, u16 given, little-endian: train, validation, test) and labels.json (counts,
/// data-set indices where they are not simply 0..n-1, class names, sha256 of labels.bin). Read by read_labels()
/// (run_store.h).
void write_labels(const std::filesystem::path& run_folder, const LabelRecord& labels);

/// The sha256 that labels.bin of these labels has.
std::string labels_file_sha256(const LabelRecord& labels);

}   // namespace overfit

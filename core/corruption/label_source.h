#pragma once

#include "core/config/experiment_config.h"
#include "core/corruption/label_file.h"
#include "core/corruption/transition_matrix.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace overfit {

/// What the draw of labels takes from a file beside the configuration.
struct LabelSource {
    TransitionMatrix matrix;             // LabelDraw::TransitionMatrix
    std::vector<std::uint16_t> labels;   // LabelDraw::LabelFile: of every training example of the data set
    std::string file;                    // its name, without folders; empty when the draw needs no file
    std::string sha256;                  // of its bytes
};

/// The file that the draw needs: a whole path, which read_config() makes of a file beside the configuration, else a path
/// from the current folder, else one below a data root, in this order. Nothing when it needs none. Throws UsageError when it
/// is in none of these places.
std::optional<std::filesystem::path> locate_label_source(const LabelCorruption& noise,
                                                         std::span<const std::filesystem::path> data_roots);

struct LabelSourceFile {
    std::filesystem::path path;
    std::string bytes;
};

/// The same file, read. Throws UsageError also for one that cannot be read or has more than 256 MiB.
std::optional<LabelSourceFile> read_label_source(const LabelCorruption& noise,
                                                 std::span<const std::filesystem::path> data_roots);

/// Throws UsageError for a file that does not fit.
LabelSource parse_label_source(const LabelSourceFile& file, const LabelCorruption& noise, const ExpectedLabels& expected);

/// Reads and parses it. Throws UsageError for a file that is missing or does not fit.
LabelSource load_label_source(const LabelCorruption& noise, const ExpectedLabels& expected,
                              std::span<const std::filesystem::path> data_roots);

}   // namespace overfit

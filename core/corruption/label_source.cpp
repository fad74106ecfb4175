#include "core/corruption/label_source.h"

#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/sha256.h"
#include "core/support/text.h"

#include <fmt/format.h>

namespace overfit {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = std::size_t{1} << 28;

/// The path as configured; empty when the draw needs no file.
const std::string& configured_path(const LabelCorruption& noise) {
    static const std::string none;
    if (noise.draw == LabelDraw::TransitionMatrix) return noise.matrix;
    return noise.draw == LabelDraw::LabelFile ? noise.file : none;
}

const char* path_field(LabelDraw draw) {
    return draw == LabelDraw::LabelFile ? "corruption.labels.file" : "corruption.labels.matrix";
}

std::string read_source(const fs::path& file) {
    try {
        return read_file(file, most_bytes);
    } catch (const Error& error) {
        throw UsageError(error.parts());   // the user named the file
    }
}

}   // namespace

std::optional<fs::path> locate_label_source(const LabelCorruption& noise, std::span<const fs::path> data_roots) {
    if (noise.draw != LabelDraw::TransitionMatrix && noise.draw != LabelDraw::LabelFile) return std::nullopt;
    const std::string& path = configured_path(noise);
    std::vector<fs::path> candidates{path};
    for (const fs::path& root : data_roots) candidates.push_back(root / path);   // a whole path replaces the root
    std::error_code problem;
    for (const fs::path& candidate : candidates) {
        if (fs::is_regular_file(candidate, problem)) return candidate;
    }
    throw UsageError(
        {.where = path_field(noise.draw),
         .problem = fmt::format("there is no file {}", candidates.front().string()),
         .remedy =
             "give a whole path, or put the file beside the configuration, into the current folder or below a data root"});
}

std::optional<LabelSourceFile> read_label_source(const LabelCorruption& noise, std::span<const fs::path> data_roots) {
    const std::optional<fs::path> path = locate_label_source(noise, data_roots);
    if (!path) return std::nullopt;
    return LabelSourceFile{.path = *path, .bytes = read_source(*path)};
}

LabelSource parse_label_source(const LabelSourceFile& file, const LabelCorruption& noise, const ExpectedLabels& expected) {
    LabelSource source;
    source.file = file.path.filename().string();
    source.sha256 = sha256_hex(std::as_bytes(std::span(file.bytes)));
    if (noise.draw == LabelDraw::TransitionMatrix) {
        source.matrix = parse_transition_matrix(file.bytes, expected.classes, file.path.string());
    } else {
        source.labels = parse_label_file(file.bytes, noise.column, expected, file.path.string());
    }
    return source;
}

LabelSource load_label_source(const LabelCorruption& noise, const ExpectedLabels& expected,
                              std::span<const fs::path> data_roots) {
    const std::optional<LabelSourceFile> file = read_label_source(noise, data_roots);
    return file ? parse_label_source(*file, noise, expected) : LabelSource{};
}

}   // namespace overfit

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

enum class FindingLevel { Note, Warning, Error };

/// "note", "warning", "error": as run.json writes it.
std::string_view level_name(FindingLevel level);

/// Back to the level; nothing for another word.
std::optional<FindingLevel> parse_level(std::string_view name);

/// One sentence of the audit, with the arithmetic behind it.
struct Finding {
    FindingLevel level = FindingLevel::Note;
    std::string code;      // "labels-not-corrupted"; stable, for scripts
    std::string message;   // with expected and found numbers
    bool operator==(const Finding&) const = default;
};

/// What was measured on the tensors that the trainer really uses, and what follows from it (design: the audit).
struct AuditReport {
    std::int64_t labels_changed = 0;
    double labels_changed_fraction = 0.0;
    double expected_changed_fraction = 0.0;
    std::string labels_sha256;      // of the train labels as u16 little-endian, read back from the device
    std::string images_sha256;      // of the scaled train images as float32, read back from the device
    double chance_accuracy = 0.0;   // 1/C
    std::vector<Finding> findings;

    bool has_error() const;
};

}   // namespace overfit

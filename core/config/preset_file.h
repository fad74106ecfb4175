#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace overfit {

/// Something that the paper leaves open, and why it is here what it is.
struct OpenPoint {
    std::string subject;   // the path of a field ("training.batch_size"), or words ("padding")
    std::string reason;    // "not stated; reproductions take 128"; in a file empty: the base's point is withdrawn
    bool operator==(const OpenPoint&) const = default;
};

/// A file of resources/presets: the block `preset` at its head, and the settings behind it.
struct PresetFile {
    std::string source;    // "the paper, table 1"
    std::string summary;   // one or two sentences
    std::string base;      // the preset whose settings are changed; empty: the defaults
    std::vector<OpenPoint> open;
    std::string
        settings;   // YAML for parse_config(); the lines of the block are empty, so that the others keep their numbers
};

/// Whether a file is one of these and not a plain configuration.
bool begins_as_preset(std::string_view text);

/// Throws UsageError (`<where>:<line>`, key, what is expected) for a file that does not begin with the block `preset`, a key
/// that is none of its, one that is missing, or an open point of what looks like a field's path and is none.
PresetFile parse_preset_file(std::string_view text, const std::string& where);

}   // namespace overfit

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

/// A piece of a YAML file, as written, with its line. yaml-cpp's own nodes forget duplicate keys, quotes and tags.
struct YamlNode {
    enum class Kind { Null, Scalar, Sequence, Map, Refused };   // Refused: a mistake tells of it already
    struct Entry;

    Kind kind = Kind::Null;
    int line = 1;
    bool quoted = false;           // Scalar: in quotes or a block, so never a number
    std::string text;              // Scalar
    std::vector<YamlNode> items;   // Sequence
    std::vector<Entry> entries;    // Map, in the order of the file, no key twice
};

struct YamlNode::Entry {
    std::string key;
    int line = 1;
    YamlNode value;
};

/// One mistake of a file.
struct YamlMistake {
    int line = 1;
    std::string message;
};

struct YamlTree {
    YamlNode root;
    std::vector<YamlMistake> mistakes;   // broken syntax (then `root` is Refused), duplicate keys, anchors, aliases, tags
};

/// Reads one small document. Never throws for what the text holds: size (1 MiB), depth and number of values are bounded.
YamlTree parse_yaml_tree(std::string_view text);

}   // namespace overfit

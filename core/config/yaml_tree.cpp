#include "core/config/yaml_tree.h"

#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <sstream>
#include <utility>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace overfit {

namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 20;
constexpr std::size_t most_depth = 16;
constexpr std::size_t most_values = 10'000;

/// What ends the reading at once, at a line.
struct Refusal {
    YamlMistake mistake;
};

int line_of(const YAML::Mark& mark) { return mark.is_null() ? 1 : mark.line + 1; }

/// Builds the tree from yaml-cpp's events. yaml-cpp calls a plain scalar's tag "?" and a quoted one's "!".
class TreeBuilder : public YAML::EventHandler {
public:
    YamlTree take() { return std::move(tree_); }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        add(start(YamlNode::Kind::Null, mark, "?", anchor));
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        note(mark, "an alias (*) is not allowed here; write the value itself");
        add(start(YamlNode::Kind::Refused, mark, "?", YAML::NullAnchor));
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
        YamlNode node = start(YamlNode::Kind::Scalar, mark, tag, anchor);
        node.quoted = tag == "!";
        node.text = value;
        add(std::move(node));
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(start(YamlNode::Kind::Sequence, mark, tag, anchor));
    }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(start(YamlNode::Kind::Map, mark, tag, anchor));
    }

    void OnSequenceEnd() override { close(); }
    void OnMapEnd() override { close(); }

private:
    struct Level {
        YamlNode node;
        std::optional<YamlNode> key;   // of a map: read, its value is not
    };

    void note(const YAML::Mark& mark, std::string message) { tree_.mistakes.push_back({line_of(mark), std::move(message)}); }

    YamlNode start(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        if (++values_ > most_values) {
            throw Refusal{{line_of(mark), fmt::format("more than {} values: not a configuration", most_values)}};
        }
        if (anchor != YAML::NullAnchor) note(mark, "an anchor (&) is not allowed here; write the value itself");
        if (tag != "?" && tag != "!" && !tag.empty()) note(mark, "a tag (!) is not allowed here; write the bare value");
        YamlNode node;
        node.kind = kind;
        node.line = line_of(mark);
        return node;
    }

    void open(YamlNode node) {
        if (levels_.size() == most_depth) {
            throw Refusal{{node.line, fmt::format("nested more than {} levels deep: not a configuration", most_depth)}};
        }
        levels_.push_back({std::move(node), std::nullopt});
    }

    void close() {
        YamlNode node = std::move(levels_.back().node);
        levels_.pop_back();
        add(std::move(node));
    }

    void add(YamlNode node) {
        if (levels_.empty()) {
            tree_.root = std::move(node);
        } else if (levels_.back().node.kind == YamlNode::Kind::Sequence) {
            levels_.back().node.items.push_back(std::move(node));
        } else if (!levels_.back().key) {
            levels_.back().key = std::move(node);
        } else {
            add_entry(levels_.back().node, *std::exchange(levels_.back().key, std::nullopt), std::move(node));
        }
    }

    void add_entry(YamlNode& map, YamlNode key, YamlNode value) {
        if (key.kind == YamlNode::Kind::Refused) return;
        if (key.kind != YamlNode::Kind::Scalar) {
            tree_.mistakes.push_back({key.line, "a key has to be a plain word"});
            return;
        }
        const auto earlier = std::ranges::find(map.entries, key.text, &YamlNode::Entry::key);
        if (earlier != map.entries.end()) {
            tree_.mistakes.push_back({key.line, fmt::format("{}: stands here twice, first in line {}; keep one",
                                                            shown_key(key.text), earlier->line)});
            return;
        }
        map.entries.push_back({std::move(key.text), key.line, std::move(value)});
    }

    static std::string shown_key(const std::string& key) {
        constexpr std::size_t longest = 60;
        const std::string quoted = excerpt(key, longest);
        return quoted.substr(1, quoted.size() - 2);
    }

    YamlTree tree_;
    std::vector<Level> levels_;
    std::size_t values_ = 0;
};

std::string parser_message(const YAML::Exception& problem) {
    return fmt::format("not valid YAML: {}{}", problem.msg,
                       problem.mark.is_null() ? "" : fmt::format(" (column {})", problem.mark.column + 1));
}

/// The line of the first byte that is not UTF-8.
int line_of_broken_text(std::string_view text) {
    int line = 1;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1);
        if (!is_valid_utf8(text.substr(0, end + 1))) return line;
        text.remove_prefix(end + 1);
        ++line;
    }
    return line;
}

YamlTree read(std::string_view text) {
    if (text.size() > most_bytes) throw Refusal{{1, "more than 1 MiB: not a configuration"}};
    if (!is_valid_utf8(text)) throw Refusal{{line_of_broken_text(text), "not UTF-8 text; save it as UTF-8"}};
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    TreeBuilder builder;
    if (!parser.HandleNextDocument(builder)) return builder.take();
    YamlTree tree = builder.take();
    TreeBuilder rest;
    if (parser.HandleNextDocument(rest)) {
        tree.mistakes.push_back({rest.take().root.line, "a second document (---); a file holds one configuration"});
    }
    return tree;
}

YamlTree refused(YamlMistake mistake) {
    YamlTree tree;
    tree.root.kind = YamlNode::Kind::Refused;
    tree.mistakes.push_back(std::move(mistake));
    return tree;
}

}   // namespace

YamlTree parse_yaml_tree(std::string_view text) {
    try {
        return read(text);
    } catch (const Refusal& refusal) {
        return refused(refusal.mistake);
    } catch (const YAML::Exception& problem) {
        return refused({line_of(problem.mark), parser_message(problem)});
    }
}

}   // namespace overfit

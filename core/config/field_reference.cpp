#include "core/config/field_table.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>

namespace overfit {

namespace {

/// Words in lines of at most `width` characters, each begun with `indent` spaces.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width = 100) {
    std::string result;
    std::size_t column = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        if (column > 0 && column + 1 + word.size() > width) {
            result += '\n';
            column = 0;
        }
        result += column == 0 ? std::string(indent, ' ') : " ";
        result += word;
        column = (column == 0 ? indent : column + 1) + word.size();
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result + '\n';
}

std::string default_text(const Field& field) { return field_text(default_value(field), field); }

std::string choices_text(const Field& field) {
    std::size_t longest = 0;
    for (const FieldChoice& choice : field.choices) longest = std::max(longest, choice.name.size());
    std::string text;
    for (const FieldChoice& choice : field.choices) {
        text += fmt::format("      {:<{}}  {}\n", choice.name, longest, choice.explanation);
    }
    return text;
}

/// Markdown's own signs, taken literally in a table.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char character : text) {
        if (character == '|' || character == '*' || character == '_') result += '\\';
        result += character;
    }
    return result;
}

std::string code(std::string_view text) { return fmt::format("`{}`", text); }

std::string markdown_values(const Field& field) {
    if (field.kind != FieldKind::Choice) return escaped(allowed_text(field));
    std::string text;
    for (const FieldChoice& choice : field.choices) {
        if (!text.empty()) text += "<br>";
        text += fmt::format("{}: {}", code(choice.name), escaped(choice.explanation));
    }
    return text;
}

std::string markdown_meaning(const Field& field) {
    std::string text = field.help;   // its backquotes are Markdown's already
    if (!field.paper_is_silent.empty()) text += " *" + field.paper_is_silent + "*";
    if (!field.condition.empty()) text += fmt::format(" Only when {}.", field.condition);
    return text;
}

}   // namespace

std::string field_reference_text() {
    std::string text =
        "Fields of a configuration, as KEY = DEFAULT. In a file they are YAML sections; on the command line\n"
        "KEY=VALUE changes one: training.epochs=50 'model.hidden=[512, 512]'\n";
    for (const Field& field : field_table()) {
        text += fmt::format("\n  {} = {}\n", field.path, default_text(field));
        text += wrapped(field.help, 4);
        if (!field.paper_is_silent.empty()) text += wrapped(field.paper_is_silent, 4);
        if (field.kind == FieldKind::Choice) {
            text += choices_text(field);
        } else {
            text += wrapped("Takes " + allowed_text(field) + ".", 4);
        }
        if (!field.condition.empty()) text += wrapped("Only when " + field.condition + ".", 4);
    }
    return text;
}

std::string field_reference_markdown() {
    std::string text = "| key | default | takes | meaning |\n| --- | --- | --- | --- |\n";
    for (const Field& field : field_table()) {
        text += fmt::format("| {} | {} | {} | {} |\n", code(field.path), code(default_text(field)), markdown_values(field),
                            markdown_meaning(field));
    }
    return text;
}

}   // namespace overfit

#include "core/corruption/label_file.h"

#include "core/corruption/label_columns.h"
#include "core/corruption/text_lines.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace overfit {

namespace {

[[noreturn]] void refuse(std::string where, std::string problem, std::string remedy = "") {
    throw UsageError({.where = std::move(where), .problem = std::move(problem), .remedy = std::move(remedy)});
}

/// Columns stand between the first of these that the file's first line has.
std::string_view separator_of(std::string_view line) {
    for (const std::string_view separator : {",", ";", "\t"}) {
        if (line.find(separator) != std::string_view::npos) return separator;
    }
    return " ";
}

std::string_view unquoted(std::string_view cell) {
    cell = trimmed(cell);
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') cell = trimmed(cell.substr(1, cell.size() - 2));
    return cell;
}

std::vector<std::string_view> cells_of(std::string_view line, std::string_view separator) {
    if (separator == " " && !line.empty()) return split(line, " ");
    std::vector<std::string_view> cells;
    while (true) {
        const std::size_t end = line.find(separator);
        cells.push_back(unquoted(line.substr(0, end)));
        if (end == std::string_view::npos) return cells;
        line.remove_prefix(end + 1);
    }
}

bool is_number(std::string_view cell) { return parse_integer(cell).has_value(); }

/// Class numbers and where each of them stands.
struct Column {
    std::vector<std::int64_t> labels;
    std::vector<std::int64_t> lines;   // of a text file; empty for an array
};

Column read_text_column(std::string_view text, std::string_view wanted, const std::string& source) {
    std::vector<TextLine> lines = lines_of(text);
    std::erase_if(lines, [](const TextLine& line) { return line.text.starts_with('#'); });
    while (!lines.empty() && lines.back().text.empty()) lines.pop_back();
    if (lines.empty()) refuse(source, "expected a class number a line, found an empty file");
    const std::string_view separator = separator_of(lines.front().text);
    const std::vector<std::string_view> first = cells_of(lines.front().text, separator);
    const bool has_names = !std::ranges::all_of(first, is_number);
    std::vector<std::string> names;
    if (has_names) names.assign(first.begin(), first.end());
    const std::size_t chosen = chosen_column(wanted, names, first.size(), source);
    Column column;
    for (const TextLine& line : std::span(lines).subspan(has_names ? 1 : 0)) {
        const std::vector<std::string_view> cells = cells_of(line.text, separator);
        const std::string where = fmt::format("{}:{}", source, line.number);
        if (cells.size() != first.size()) {
            refuse(where, fmt::format("expected {} columns, found {}", first.size(), cells.size()));
        }
        const auto label = parse_integer(cells[chosen]);
        if (!label) refuse(where, fmt::format("expected a class number, found {}", excerpt(cells[chosen])));
        column.labels.push_back(*label);
        column.lines.push_back(line.number);
    }
    return column;
}

/// A zip whose first member is an array: its name stands in the first header, after 30 bytes.
bool is_npz(std::string_view bytes) {
    return bytes.starts_with("PK\x03\x04") && bytes.substr(0, 256).find(".npy") != std::string_view::npos;
}

/// Python's pickles, and the archives that torch.save() packs them into.
bool is_pickle(std::string_view bytes) { return bytes.starts_with("PK\x03\x04") || bytes.starts_with('\x80'); }

std::vector<std::uint16_t> checked(const Column& column, const ExpectedLabels& expected, const std::string& source) {
    if (std::cmp_not_equal(column.labels.size(), expected.examples)) {
        refuse(source, fmt::format("expected {} labels, one for each training example of the data set, found {}",
                                   with_thousands(expected.examples),
                                   with_thousands(static_cast<std::int64_t>(column.labels.size()))));
    }
    std::vector<std::uint16_t> labels;
    labels.reserve(column.labels.size());
    for (std::size_t place = 0; place < column.labels.size(); ++place) {
        const std::int64_t label = column.labels[place];
        if (label < 0 || label >= expected.classes) {
            const std::string where =
                column.lines.empty() ? fmt::format(", example {}", place) : fmt::format(":{}", column.lines[place]);
            refuse(source + where, fmt::format("expected a class from 0 to {}, found {}", expected.classes - 1, label));
        }
        labels.push_back(static_cast<std::uint16_t>(label));
    }
    return labels;
}

}   // namespace

std::size_t chosen_column(std::string_view wanted, const std::vector<std::string>& names, std::size_t count,
                          const std::string& source) {
    wanted = trimmed(wanted);
    const std::string all = names.empty() ? fmt::format("0 to {}", count - 1) : join(names);
    if (wanted.empty()) {
        if (count == 1) return 0;
        refuse(source, fmt::format("has {} columns: {}", count, all), "name one of them in corruption.labels.column");
    }
    const auto found = std::ranges::find(names, wanted);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    const auto number = parse_unsigned(wanted);
    if (number && *number < count) return *number;
    const auto nearest = nearest_name(wanted, names);
    refuse(source,
           fmt::format("has no column {}{}", excerpt(wanted), nearest ? "; the nearest name is " + *nearest : std::string()),
           fmt::format("set corruption.labels.column to one of {}", all));
}

std::vector<std::uint16_t> parse_label_file(std::string_view bytes, std::string_view column, const ExpectedLabels& expected,
                                            const std::string& source) {
    if (is_npy(bytes)) {
        return checked({.labels = read_npy_column(bytes, column, source), .lines = {}}, expected, source);
    }
    if (is_npz(bytes)) {
        refuse(source, "is an archive of numpy arrays (.npz), not an array",
               "save the array of labels by itself, with numpy.save as .npy or as CSV");
    }
    if (is_pickle(bytes)) {
        refuse(source, "is a Python pickle, which runs code when it is opened, and is not read",
               "save its labels as CSV, one example a line");
    }
    return checked(read_text_column(bytes, column, source), expected, source);
}

}   // namespace overfit

#include "app/console/text_table.h"

#include <algorithm>
#include <cassert>

namespace overfit::cli {

namespace {

std::string joined_cells(const std::vector<std::string>& cells, const std::vector<TextTable::Column>& columns,
                         const std::vector<std::size_t>& widths) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) line += "  ";
        const std::string blanks(widths[i] - character_count(cells[i]), ' ');
        line += columns[i].align == Align::Right ? blanks + cells[i] : cells[i] + blanks;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
}

}   // namespace

std::size_t character_count(const std::string& text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string one_line(const std::string& text) {
    std::string line = text;
    std::ranges::replace_if(
        line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return line;
}

void TextTable::add(std::vector<std::string> cells) {
    assert(cells.size() == columns_.size());
    std::ranges::transform(cells, cells.begin(), one_line);
    rows_.push_back(std::move(cells));
}

std::string TextTable::text() const {
    std::vector<std::string> titles;
    std::vector<std::size_t> widths;
    for (const Column& column : columns_) {
        titles.push_back(column.title);
        widths.push_back(character_count(column.title));
    }
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], character_count(row[i]));
    }
    const bool has_head = std::ranges::any_of(titles, [](const std::string& title) { return !title.empty(); });
    std::string text = has_head ? joined_cells(titles, columns_, widths) : "";
    for (const auto& row : rows_) text += joined_cells(row, columns_, widths);
    return text;
}

}   // namespace overfit::cli

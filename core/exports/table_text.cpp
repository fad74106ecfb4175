#include "core/exports/table_text.h"

#include "core/exports/csv_cell.h"
#include "core/exports/latex_text.h"
#include "core/exports/markdown_text.h"
#include "core/support/text.h"

#include <cassert>
#include <fmt/format.h>
#include <utility>

namespace overfit {

namespace {

std::string cell_words(const TableCell& cell) {
    return cell.detail.empty() ? cell.text : fmt::format("{} ({})", cell.text, cell.detail);
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string result;
    for (std::size_t i = 0; i < times; ++i) result += text;
    return result;
}

std::string csv_cell(const TableCell& cell) { return cell.number ? shortest_text(*cell.number) : csv_text_cell(cell.text); }

}   // namespace

Table transposed(const Table& table) {
    Table result;
    result.notes = table.notes;
    result.titles.push_back(table.titles.front());
    for (const auto& row : table.rows) result.titles.push_back(row.front().text);
    for (std::size_t column = 1; column < table.titles.size(); ++column) {
        std::vector<TableCell> cells{TableCell{.text = table.titles[column], .detail = "", .number = {}}};
        for (const auto& row : table.rows) cells.push_back(row[column]);
        result.rows.push_back(std::move(cells));
    }
    return result;
}

std::string table_as_markdown(const Table& table) {
    std::string text = "|";
    for (const std::string& title : table.titles) text += fmt::format(" {} |", markdown_text(title));
    text += "\n| --- |" + repeated(" ---: |", table.titles.size() - 1) + "\n";
    for (const auto& row : table.rows) {
        assert(row.size() == table.titles.size());
        text += "|";
        for (const TableCell& cell : row) {
            const std::string words = markdown_text(cell_words(cell));
            text += cell.strong ? fmt::format(" **{}** |", words) : fmt::format(" {} |", words);
        }
        text += "\n";
    }
    if (!table.notes.empty()) text += "\n";
    for (const std::string& note : table.notes) text += markdown_text(note) + "  \n";   // two blanks: a line of its own
    return text;
}

std::string table_as_latex(const Table& table) {
    const std::size_t columns = table.titles.size();
    std::string text = fmt::format("\\begin{{tabular}}{{l{}}}\n\\toprule\n", std::string(columns - 1, 'r'));
    for (std::size_t i = 0; i < columns; ++i) text += (i == 0 ? "" : " & ") + latex_text(table.titles[i]);
    text += " \\\\\n\\midrule\n";
    for (const auto& row : table.rows) {
        for (std::size_t i = 0; i < columns; ++i) {
            const std::string words = latex_text(cell_words(row[i]));
            text += (i == 0 ? "" : " & ") + (row[i].strong ? "\\textbf{" + words + "}" : words);
        }
        text += " \\\\\n";
    }
    text += "\\bottomrule\n";
    for (const std::string& note : table.notes) {
        text += fmt::format("\\multicolumn{{{}}}{{l}}{{\\footnotesize {}}} \\\\\n", columns, latex_text(note));
    }
    return text + "\\end{tabular}\n";
}

std::string table_as_csv(const Table& table) {
    std::string csv;
    for (std::size_t i = 0; i < table.titles.size(); ++i) csv += (i == 0 ? "" : ",") + csv_text_cell(table.titles[i]);
    csv += "\r\n";
    for (const auto& row : table.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) csv += (i == 0 ? "" : ",") + csv_cell(row[i]);
        csv += "\r\n";
    }
    return csv;
}

}   // namespace overfit

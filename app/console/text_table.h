#pragma once

#include <string>
#include <vector>

namespace overfit::cli {

enum class Align { Left, Right };

/// Columns of text for a terminal: as wide as their widest cell, two blanks apart, no trailing blanks.
class TextTable {
public:
    struct Column {
        std::string title;   // all titles empty: no head line
        Align align = Align::Left;
    };

    explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// One cell a column.
    void add(std::vector<std::string> cells);

    bool empty() const { return rows_.empty(); }
    std::string text() const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

/// Characters, not bytes, of a UTF-8 text.
std::size_t character_count(const std::string& text);

/// The text without line breaks and other control characters (a run's name may hold any), for one line of a terminal.
std::string one_line(const std::string& text);

}   // namespace overfit::cli

#include "core/corruption/transition_matrix.h"

#include "core/corruption/text_lines.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace overfit {

namespace {

constexpr double tolerance = 1e-6;   // of the sum of a row: numbers are often written with seven digits

class MatrixReader {
public:
    MatrixReader(int classes, const std::string& source) : source_(source) { matrix_.classes = classes; }

    TransitionMatrix read(std::string_view text) {
        for (const TextLine& line : lines_of(text)) read_line(line);
        if (rows_ != matrix_.classes) {
            refuse("", fmt::format("expected {} rows, one for each class, found {}", matrix_.classes, rows_));
        }
        return std::move(matrix_);
    }

private:
    void read_line(const TextLine& line) {
        const std::vector<std::string_view> words = split(line.text.substr(0, line.text.find('#')), " \t,;");
        if (words.empty()) return;
        const std::string where = fmt::format(":{}", line.number);
        if (++rows_ > matrix_.classes) refuse(where, fmt::format("expected {} rows, found one more", matrix_.classes));
        if (std::cmp_not_equal(words.size(), matrix_.classes)) {
            refuse(where, fmt::format("expected {} numbers, one for each class, found {}", matrix_.classes, words.size()));
        }
        double sum = 0.0;
        for (std::size_t column = 0; column < words.size(); ++column) {
            const std::optional<double> chance = parse_real(words[column]);
            if (!chance || !(*chance >= 0.0 && *chance <= 1.0)) {
                refuse(fmt::format("{}, column {}", where, column + 1),
                       fmt::format("expected a number from 0 to 1, found {}", excerpt(words[column])));
            }
            matrix_.chances.push_back(*chance);
            sum += *chance;
        }
        if (std::abs(sum - 1.0) > tolerance) {
            refuse(where, fmt::format("row {} sums to {}; expected 1 within 1e-6", rows_, shortest_text(sum)));
        }
    }

    [[noreturn]] void refuse(const std::string& place, std::string problem) const {
        throw UsageError({.where = source_ + place,
                          .problem = std::move(problem),
                          .remedy = "row = true class, column = given class, each row sums to 1"});
    }

    const std::string& source_;
    TransitionMatrix matrix_;
    int rows_ = 0;
};

}   // namespace

TransitionMatrix parse_transition_matrix(std::string_view text, int classes, const std::string& source) {
    return MatrixReader(classes, source).read(text);
}

}   // namespace overfit

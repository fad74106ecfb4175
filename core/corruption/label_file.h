#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

/// What a file of given labels has to fit.
struct ExpectedLabels {
    std::int64_t examples = 0;   // training examples of the whole data set
    int classes = 0;
};

/// The labels of a file, one for each training example of the data set in its order: what people said who looked at the
/// images (CIFAR-N has several of them, a column each).
///
/// Text or CSV: class numbers from 0, one example a line; columns between commas, semicolons, tabs or spaces. A first line
/// of words names them; lines that begin with # are passed over. column: a name of the first line, or a number from 0; may
/// be empty where there is one column.
/// NumPy's .npy: whole numbers, N or N x columns; column: a number from 0.
///
/// bytes: of the file; source: its name, for messages. Throws UsageError naming the line (or the example) for anything else.
std::vector<std::uint16_t> parse_label_file(std::string_view bytes, std::string_view column, const ExpectedLabels& expected,
                                            const std::string& source);

}   // namespace overfit

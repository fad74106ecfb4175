#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

/// The place of the wanted column. names: of all columns; count: how many there are, also where they have no names.
/// Throws UsageError that lists the columns when the wanted one is none of them, or none is wanted and there are several.
std::size_t chosen_column(std::string_view wanted, const std::vector<std::string>& names, std::size_t count,
                          const std::string& source);

/// One column of an array as numpy.save() writes it: whole numbers, N or N x columns. Throws UsageError for anything else;
/// arrays of Python objects are pickles, which run code when they are opened, and are never read.
std::vector<std::int64_t> read_npy_column(std::string_view bytes, std::string_view column, const std::string& source);

/// Whether a file begins as numpy.save() writes it.
bool is_npy(std::string_view bytes);

}   // namespace overfit

#pragma once

#include <string>

namespace overfit {

/// A text cell of a CSV file: RFC 4180, and a ' before what a spreadsheet would run as a formula (CWE-1236): names come from
/// other people's folders.
std::string csv_text_cell(std::string text);

}   // namespace overfit

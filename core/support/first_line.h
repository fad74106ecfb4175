#pragma once

#include <string>
#include <string_view>

namespace overfit {

/// Of a message that goes on with what only its authors can read.
inline std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

}   // namespace overfit

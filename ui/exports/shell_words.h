#pragma once

#include <QString>
#include <string>
#include <vector>

namespace overfit::ui {

/// A command line for a POSIX shell: words that need it stand in single quotes.
QString shellCommand(const std::vector<std::string>& words);

}   // namespace overfit::ui

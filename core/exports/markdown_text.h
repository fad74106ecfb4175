#pragma once

#include <string>
#include <string_view>

namespace overfit {

/// Text for GitHub's Markdown, in one line: it can't start a link, a mention of HTML or a new column of a table.
std::string markdown_text(std::string_view text);

}   // namespace overfit

#pragma once

#include <string>
#include <string_view>

namespace overfit {

/// Where the text stands: in the keys of pgfplots, commas, equal signs, hyphens and closing brackets would have a meaning.
enum class LatexPlace { Running, Key };

/// Text for LaTeX: special characters escaped, line ends and control characters as spaces. What a plain pdflatex with
/// UTF-8 and T1 cannot set becomes "?": a run's name shall not break a paper.
std::string latex_text(std::string_view text, LatexPlace place = LatexPlace::Running);

}   // namespace overfit

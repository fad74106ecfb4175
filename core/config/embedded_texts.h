#pragma once

#include <span>
#include <string_view>

namespace overfit {

/// A file that is part of the program: its name without folder and ending, and what it holds.
struct EmbeddedText {
    std::string_view name;
    std::string_view content;
};

/// resources/presets, in the order of core/CMakeLists.txt; written at build time by packaging/cmake/embed_texts.cmake.
std::span<const EmbeddedText> embedded_presets();

}   // namespace overfit

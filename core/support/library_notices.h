#pragma once

#include <string>
#include <vector>

namespace overfit {

/// A library that overfit_core is made with.
struct LibraryNotice {
    std::string name;
    std::string version;   // empty where the library does not tell
    std::string licence;   // SPDX
};

std::vector<LibraryNotice> core_libraries();

/// "g++ 12.2.0": what built this program.
std::string compiler_name();

}   // namespace overfit

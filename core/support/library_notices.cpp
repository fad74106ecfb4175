#include "core/support/library_notices.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <openssl/crypto.h>
#include <zlib.h>

namespace overfit {

std::vector<LibraryNotice> core_libraries() {
    return {
        {"yaml-cpp", "", "MIT"},
        {"nlohmann-json",
         fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH),
         "MIT"},
        {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100), "MIT"},
        {"zlib", zlibVersion(), "Zlib"},
        {"OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING), "Apache-2.0"},
    };
}

std::string compiler_name() {
#ifdef __clang__
    return fmt::format("clang++ {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#else
    return fmt::format("g++ {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#endif
}

}   // namespace overfit

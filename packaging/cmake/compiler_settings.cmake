# What every target shares: the language, where programs go, warnings, sanitizers, the compiler cache.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
# Programs find liboverfit_core.so beside themselves, wherever the folder is moved to.
set(CMAKE_BUILD_RPATH_USE_ORIGIN ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
if(OVERFIT_ASSERTIONS)
  string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELWITHDEBINFO "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # A precompiled header carries time stamps that ccache must not mind; relative paths let several checkouts share results.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

add_library(overfit_warnings INTERFACE)
# g++ 12 sees overlapping copies in std::string where there are none (GCC bug 105651).
target_compile_options(overfit_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wno-restrict -Werror
  # What GCC believes to see once it has inlined is told, not fatal: it differs from one level of optimisation to the next.
  -Wno-error=maybe-uninitialized -Wno-error=array-bounds -Wno-error=stringop-overflow -Wno-error=stringop-overread
  -Wno-error=free-nonheap-object -Wno-error=use-after-free -Wno-error=dangling-pointer)

if(OVERFIT_SANITIZE)
  add_compile_options(-fsanitize=${OVERFIT_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${OVERFIT_SANITIZE})
endif()

if(OVERFIT_TIDY)
  find_program(CLANG_TIDY clang-tidy REQUIRED)
  set(CMAKE_CXX_CLANG_TIDY ${CLANG_TIDY})
endif()

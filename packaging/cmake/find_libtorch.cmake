# LibTorch as imported targets of our own: find_package(Torch) of a CUDA wheel insists on nvcc and a matching toolkit.

include(libtorch_version)

if(OVERFIT_LIBTORCH)
  set(overfit_torch ${OVERFIT_LIBTORCH})
elseif(NOT "$ENV{OVERFIT_LIBTORCH}" STREQUAL "")
  set(overfit_torch $ENV{OVERFIT_LIBTORCH})
else()
  if(NOT "$ENV{OVERFIT_LIBTORCH_DIR}" STREQUAL "")
    set(overfit_torch_root $ENV{OVERFIT_LIBTORCH_DIR})
  elseif(NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
    set(overfit_torch_root $ENV{XDG_CACHE_HOME}/overfit-workbench/libtorch-${OVERFIT_LIBTORCH_VERSION})
  else()
    set(overfit_torch_root $ENV{HOME}/.cache/overfit-workbench/libtorch-${OVERFIT_LIBTORCH_VERSION})
  endif()
  set(overfit_torch ${overfit_torch_root}/torch)
endif()

if(NOT EXISTS ${overfit_torch}/lib/libtorch_cpu.so)
  message(FATAL_ERROR "LibTorch ${OVERFIT_LIBTORCH_VERSION} is not in ${overfit_torch} (no lib/libtorch_cpu.so). "
    "Run packaging/setup, which fetches it, name yours with -DOVERFIT_LIBTORCH=DIR, or build without: -DOVERFIT_ENGINE=OFF.")
endif()

file(STRINGS ${overfit_torch}/include/torch/headeronly/version.h overfit_torch_lines REGEX "define TORCH_VERSION_(MAJOR|MINOR|PATCH) ")
string(REGEX REPLACE "[^0-9;]" "" overfit_torch_version "${overfit_torch_lines}")
list(JOIN overfit_torch_version "." overfit_torch_version)
if(NOT overfit_torch_version VERSION_EQUAL OVERFIT_LIBTORCH_VERSION)
  message(FATAL_ERROR "${overfit_torch} is LibTorch ${overfit_torch_version}; this program is built with ${OVERFIT_LIBTORCH_VERSION}.")
endif()

set(OVERFIT_LIBTORCH_FOUND_IN ${overfit_torch})
add_library(libtorch INTERFACE)
target_include_directories(libtorch SYSTEM INTERFACE ${overfit_torch}/include ${overfit_torch}/include/torch/csrc/api/include)
target_link_libraries(libtorch INTERFACE ${overfit_torch}/lib/libtorch_cpu.so ${overfit_torch}/lib/libc10.so)
# libtorch_cpu.so finds the CUDA runtime through its own rpath; the linker has to be told.
target_link_options(libtorch INTERFACE -Wl,-rpath-link,${overfit_torch}/../nvidia/cu13/lib -Wl,-rpath-link,${overfit_torch}/lib)

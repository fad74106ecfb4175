# OVERFIT_LIBTORCH_VERSION. One place states it: the file that packaging/setup fetches by.

set(overfit_torch_lock ${CMAKE_SOURCE_DIR}/packaging/libtorch/cpu.lock)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${overfit_torch_lock})
file(STRINGS ${overfit_torch_lock} overfit_torch_pin REGEX "^torch==")
string(REGEX REPLACE "^torch==([0-9.]+) .*" "\\1" OVERFIT_LIBTORCH_VERSION "${overfit_torch_pin}")

# add_unit_test(config/test_config_yaml overfit_core LABELS core): builds config/test_config_yaml.cpp of the calling folder as one
# program and registers it under a name that is unique across rooms (core.config.test_config_yaml).

# A test's own code is compiled once and run for a second: optimising it would be half of the build. What it tests is optimised.
set(OVERFIT_TEST_OPTIONS -O0)

add_library(overfit_test_places STATIC ${CMAKE_SOURCE_DIR}/tests/places.cpp)
target_include_directories(overfit_test_places PRIVATE ${CMAKE_SOURCE_DIR})
target_compile_definitions(overfit_test_places PRIVATE OVERFIT_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
  OVERFIT_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")

# Qt would define the folders of each test on its command line, absolute: checkouts could not share compiled tests (ccache).
set_property(TARGET Qt6::Test PROPERTY INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)

# What the label "threads" marks, for a build under the thread sanitizer.
add_custom_target(thread_tests)
if(OVERFIT_SANITIZE STREQUAL "thread")
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core)
  add_library(overfit_qt_ordering OBJECT ${CMAKE_SOURCE_DIR}/tests/sanitizers/qt_ordering.cpp)
  target_link_libraries(overfit_qt_ordering PRIVATE Qt6::Core)
endif()

function(add_unit_test path)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "LABELS;SOURCES")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  if(OVERFIT_SANITIZE)   # several times slower
    math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * 5")
  endif()
  file(RELATIVE_PATH room ${CMAKE_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR})
  string(REPLACE "/" "." name ${room}/${path})
  add_executable(${name} ${path}.cpp ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
  target_compile_options(${name} PRIVATE ${OVERFIT_TEST_OPTIONS})
  target_link_libraries(${name} PRIVATE ${arg_UNPARSED_ARGUMENTS} overfit_test_places overfit_warnings Qt6::Test)
  if("threads" IN_LIST arg_LABELS)
    add_dependencies(thread_tests ${name})
    if(TARGET overfit_qt_ordering)
      target_link_libraries(${name} PRIVATE overfit_qt_ordering ${CMAKE_DL_LIBS})
    endif()
  endif()
  add_test(NAME ${name} COMMAND ${name})   # no "-platform": QTEST_APPLESS_MAIN rejects it
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "QT_QPA_PLATFORM=offscreen" LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT})
endfunction()

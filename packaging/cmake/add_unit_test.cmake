# add_unit_test(config/test_config_yaml overfit_core LABELS core): builds config/test_config_yaml.cpp of the calling folder as one
# program and registers it under a name that is unique across rooms (core.config.test_config_yaml).

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
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS OVERFIT_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
    OVERFIT_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  target_link_libraries(${name} PRIVATE ${arg_UNPARSED_ARGUMENTS} overfit_warnings Qt6::Test)
  add_test(NAME ${name} COMMAND ${name})   # no "-platform": QTEST_APPLESS_MAIN rejects it
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "QT_QPA_PLATFORM=offscreen" LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT})
endfunction()

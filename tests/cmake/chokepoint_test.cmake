# chokepoint_test(name SOURCES ... LIBS ... [LABELS ...]): one test binary, one process per test case
# (SimGrid wants one engine at a time in a process).
# A test also carries the label `asan`, which the sanitizer preset builds and runs, unless its labels
# contain `slow`. CHOKEPOINT_TEST_OPTIONS are compiler options for the test files alone: what they test
# keeps its own. The sanitizer preset leaves out what the address sanitizer and the processor find
# anyway (null, alignment, object-size): a fifth less time to compile.
add_custom_target(asan_tests)
function(chokepoint_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBS;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_compile_options(${name} PRIVATE ${CHOKEPOINT_TEST_OPTIONS})
  target_link_libraries(${name} PRIVATE ${arg_LIBS} chokepoint_flags GTest::gtest_main GTest::gmock)
  target_compile_definitions(${name} PRIVATE CHOKEPOINT_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                             CHOKEPOINT_BINARY_DIR="${PROJECT_BINARY_DIR}")
  if(NOT "slow" IN_LIST arg_LABELS)
    list(APPEND arg_LABELS asan)
    add_dependencies(asan_tests ${name})
  endif()
  list(REMOVE_DUPLICATES arg_LABELS)
  gtest_discover_tests(${name} TEST_PREFIX ${name}. PROPERTIES TIMEOUT 300 LABELS "${arg_LABELS}")
endfunction()

# chokepoint_script_test(name COMMAND ... [LABELS ...]): a test that is a script.
function(chokepoint_script_test name)
  cmake_parse_arguments(arg "" "" "COMMAND;LABELS" ${ARGN})
  add_test(NAME ${name} COMMAND ${arg_COMMAND} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES TIMEOUT 300 LABELS "${arg_LABELS}")
  set_property(TEST ${name} APPEND PROPERTY ENVIRONMENT PYTHONDONTWRITEBYTECODE=1)
endfunction()

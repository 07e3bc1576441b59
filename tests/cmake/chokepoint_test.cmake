# chokepoint_test(name SOURCES ... LIBS ... [LABELS ...]): one test binary, one process per test case
# (SimGrid wants one engine at a time in a process).
function(chokepoint_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBS;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBS} chokepoint_flags GTest::gtest_main GTest::gmock)
  target_compile_definitions(${name} PRIVATE CHOKEPOINT_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                             CHOKEPOINT_BINARY_DIR="${PROJECT_BINARY_DIR}")
  gtest_discover_tests(${name} TEST_PREFIX ${name}. PROPERTIES TIMEOUT 60 LABELS "${arg_LABELS}")
endfunction()

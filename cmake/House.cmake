# The three kinds of targets that a house has.

# broadsheet_library(NAME SOURCES file... DEPS target...): the library
# broadsheet_NAME. Headers are found from the root: "common/server.h".
function(broadsheet_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_library(broadsheet_${name} STATIC ${ARG_SOURCES})
  target_include_directories(broadsheet_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_compile_options(broadsheet_${name} PRIVATE ${BROADSHEET_WARNINGS})
  target_link_libraries(broadsheet_${name} PUBLIC ${ARG_DEPS})
  use_headers(broadsheet_${name} broadsheet_headers)
endfunction()

# broadsheet_binary(NAME SOURCES file... DEPS target...): build/bin/NAME.
function(broadsheet_binary name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  broadsheet_executable(${name} broadsheet_headers "${ARG_SOURCES}"
                        "${ARG_DEPS}")
endfunction()

function(broadsheet_executable name headers sources deps)
  add_executable(${name} ${sources})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_options(${name} PRIVATE ${BROADSHEET_WARNINGS})
  target_link_libraries(${name} PRIVATE ${deps})
  use_headers(${name} ${headers})
endfunction()

# broadsheet_test(NAME SOURCES file... DEPS target... [LABELS label...]
# [TIMEOUT seconds] [COST seconds] [HEADERS name] [POSTGRES]): build/bin/NAME,
# with one CTest test for each case in it; of unit tests, for all, whose cases
# are told in test-cases/NAME.xml. COST: what a case takes, about; what takes
# longest begins first, so that nothing long runs alone at the end. HEADERS: of broadsheet_headers, with BROADSHEET_TEST_OPTIONS. POSTGRES: the
# tests need the cluster of the test run, whose folder they find in the
# environment (tests/support/test_database.h). Time limits are multiplied by
# BROADSHEET_TEST_TIME_FACTOR.
set(BROADSHEET_TEST_POSTGRES ${CMAKE_BINARY_DIR}/test-postgres)
# More than 1 in builds that are slow on purpose; the waits of tests/support
# (wait.h) are longer, too.
set(BROADSHEET_TEST_TIME_FACTOR 1 CACHE STRING
    "How many times as long tests may take, a whole number")
function(broadsheet_test name)
  cmake_parse_arguments(ARG "POSTGRES" "TIMEOUT;HEADERS;COST"
                        "SOURCES;DEPS;LABELS" ${ARGN})
  if(NOT BUILD_TESTING)
    return()
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 60)
  endif()
  math(EXPR ARG_TIMEOUT "${ARG_TIMEOUT} * ${BROADSHEET_TEST_TIME_FACTOR}")
  if(NOT ARG_LABELS)
    set(ARG_LABELS unit)
  endif()
  if(NOT ARG_HEADERS)
    set(ARG_HEADERS broadsheet_test_headers)
  endif()
  broadsheet_executable(${name} ${ARG_HEADERS} "${ARG_SOURCES}"
                        "${ARG_DEPS};GTest::gmock;GTest::gtest_main")
  # What tests say once is not worth the time to optimize it.
  target_compile_options(${name} PRIVATE ${BROADSHEET_TEST_OPTIONS})
  set(cost)
  if(ARG_COST)
    set(cost COST ${ARG_COST})
  endif()
  set(postgres)
  if(ARG_POSTGRES)
    set(postgres FIXTURES_REQUIRED postgres ENVIRONMENT
        BROADSHEET_TEST_POSTGRES=${BROADSHEET_TEST_POSTGRES})
  endif()
  # Cases of unit tests take less time than their process would.
  if(ARG_LABELS STREQUAL unit AND NOT ARG_POSTGRES)
    add_test(NAME ${name} COMMAND ${name} --gtest_brief=1
             --gtest_output=xml:${CMAKE_BINARY_DIR}/test-cases/${name}.xml)
    set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS unit
                                            COST 15)
    return()
  endif()
  include(GoogleTest)
  gtest_discover_tests(
    ${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}" ${cost}
               ${postgres})
endfunction()

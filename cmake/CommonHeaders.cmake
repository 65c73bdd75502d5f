# Precompiled headers, one for houses and one for tests, which save half of a
# build's time. Only with GCC, which takes them for all targets whose options
# are alike; clang wants the same macros, too.
set(BROADSHEET_TEST_OPTIONS -O0 -g0 -U_FORTIFY_SOURCE)

# broadsheet_headers(NAME FILE [OPTIONS option...] [DEPS target...]): precompiles
# a header of this project; with GCC only.
function(broadsheet_headers name header)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "OPTIONS;DEPS" ${ARGN})
  set(source ${CMAKE_BINARY_DIR}/${name}.cc)
  file(CONFIGURE OUTPUT ${source} CONTENT "// Only to precompile a header.\n")
  add_library(${name} STATIC ${source})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_options(${name} PRIVATE ${BROADSHEET_WARNINGS} ${ARG_OPTIONS})
  target_link_libraries(${name} PRIVATE Threads::Threads ${ARG_DEPS})
  # Found by the include path: a path in it would make the result another one
  # for ccache in each folder.
  target_precompile_headers(${name} PRIVATE <${header}>)
endfunction()

# use_headers(TARGET NAME): parses what NAME has precompiled no more.
function(use_headers target name)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_precompile_headers(${target} REUSE_FROM ${name})
  endif()
endfunction()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # The first is for ccache; the second defines a macro, so all need it.
  add_compile_options(-fpch-preprocess -pthread)
  set(deps absl::flat_hash_map absl::statusor absl::strings absl::time
           protobuf::libprotobuf)
  # For the generated code itself.
  broadsheet_headers(broadsheet_base_headers cmake/common_headers.h
                     DEPS ${deps})
  broadsheet_headers(broadsheet_headers cmake/house_headers.h
                     DEPS ${deps} broadsheet_protos)
  if(BUILD_TESTING)
    broadsheet_headers(broadsheet_test_headers cmake/house_test_headers.h
                       OPTIONS ${BROADSHEET_TEST_OPTIONS}
                       DEPS ${deps} broadsheet_protos GTest::gmock)
  endif()
endif()

# Compiler settings. Warnings are errors for our own targets only: generated and
# system headers are not ours to mend.
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # The same sources in another folder hit the cache too. A precompiled header
  # of 300 MB is hashed once and not for each file, and nothing is preprocessed
  # to look for it: a quarter of the time of a build.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
      CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros
      CCACHE_DEPEND=1 CCACHE_INODECACHE=1 ${CCACHE_PROGRAM})
endif()

# Binaries run on any x86-64-v2 machine.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  add_compile_options(-march=x86-64-v2)
endif()

set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
add_compile_options(-fstack-protector-strong)
add_compile_definitions($<$<CONFIG:Release>:_FORTIFY_SOURCE=2>
                        _GLIBCXX_ASSERTIONS)

set(BROADSHEET_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")
if(BROADSHEET_SANITIZE)
  add_compile_options(-fsanitize=${BROADSHEET_SANITIZE}
                      -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${BROADSHEET_SANITIZE})
  if(BROADSHEET_SANITIZE MATCHES thread)
    # ThreadSanitizer knows no fences. Asio orders its handlers by mutexes, too,
    # which it does know.
    add_compile_definitions(BOOST_ASIO_DISABLE_FENCED_BLOCK)
  endif()
endif()

set(BROADSHEET_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                        -Wno-sign-conversion -Wno-missing-field-initializers
                        -Werror)
# GCC 12 raises a false alarm in its own std::string (its bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION
                                            VERSION_LESS 13)
  list(APPEND BROADSHEET_WARNINGS -Wno-restrict)
endif()

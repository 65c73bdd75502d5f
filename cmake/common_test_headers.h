// The same for tests.
#ifndef BROADSHEET_CMAKE_COMMON_TEST_HEADERS_H_
#define BROADSHEET_CMAKE_COMMON_TEST_HEADERS_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cmake/common_headers.h"

#endif  // BROADSHEET_CMAKE_COMMON_TEST_HEADERS_H_

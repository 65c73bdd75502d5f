// The same for tests.
#ifndef BROADSHEET_CMAKE_HOUSE_TEST_HEADERS_H_
#define BROADSHEET_CMAKE_HOUSE_TEST_HEADERS_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cmake/house_headers.h"

#endif  // BROADSHEET_CMAKE_HOUSE_TEST_HEADERS_H_

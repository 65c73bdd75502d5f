// What the tests on a store read, precompiled: see cmake/CommonHeaders.cmake.
#ifndef BROADSHEET_STORAGE_TEST_HEADERS_H_
#define BROADSHEET_STORAGE_TEST_HEADERS_H_

#include "cmake/house_test_headers.h"
#include "storage/test_store.h"

#endif  // BROADSHEET_STORAGE_TEST_HEADERS_H_

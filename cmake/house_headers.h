// What nearly every file of a house reads: the contract's messages, too, whose
// parsing takes longer than most files themselves.
#ifndef BROADSHEET_CMAKE_HOUSE_HEADERS_H_
#define BROADSHEET_CMAKE_HOUSE_HEADERS_H_

// All messages; made by cmake/Protos.cmake.
#include "broadsheet_protos_messages.h"
#include "cmake/common_headers.h"

#endif  // BROADSHEET_CMAKE_HOUSE_HEADERS_H_

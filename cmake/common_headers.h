// What nearly every file of ours reads, parsed once for the whole build (see
// CommonHeaders.cmake). Files still include all that they use: without this
// they compile the same, only more slowly.
#ifndef BROADSHEET_CMAKE_COMMON_HEADERS_H_
#define BROADSHEET_CMAKE_COMMON_HEADERS_H_

#include <google/protobuf/message.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"

#endif  // BROADSHEET_CMAKE_COMMON_HEADERS_H_

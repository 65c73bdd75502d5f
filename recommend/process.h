#ifndef BROADSHEET_RECOMMEND_PROCESS_H_
#define BROADSHEET_RECOMMEND_PROCESS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace broadsheet::recommend {

// The secret in the file at `path`, which replicas share. Without a path a
// random one: page tokens then end with the process. INVALID_ARGUMENT when the
// file cannot be read or is empty.
absl::StatusOr<std::string> ReadSecret(const std::string& path);

// A name that no other process has: host, address and process id.
std::string ReplicaName(const std::string& listen);

// Memory that the process has resident, in bytes; 0 when unknown.
int64_t ResidentBytes();

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_PROCESS_H_

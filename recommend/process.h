#ifndef BROADSHEET_RECOMMEND_PROCESS_H_
#define BROADSHEET_RECOMMEND_PROCESS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "recommend/editor.h"
#include "recommend/read_model.h"

namespace broadsheet::recommend {

// The secret in the file at `path`, which replicas share. Without a path a
// random one: page tokens then end with the process. INVALID_ARGUMENT when the
// file cannot be read or is empty.
absl::StatusOr<std::string> ReadSecret(const std::string& path);

// INVALID_ARGUMENT that names the flag of the first option outside its range,
// and the rule.
absl::Status CheckFlags(const EditorOptions& editor,
                        const ReadModelOptions& model);

// The folder for artifacts: `dir`, or one below the system's folder for
// temporary files that belongs to the address and the user.
std::string CacheDir(const std::string& dir, const std::string& listen);

// A name that no other process has: host, address and process id.
std::string ReplicaName(const std::string& listen);

// Memory that the process has resident, in bytes; 0 when unknown.
int64_t ResidentBytes();

// Gives memory that was freed back to the system, which malloc else keeps for
// later: after work that needed gigabytes. Allocations wait meanwhile.
void ReturnMemory();

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_PROCESS_H_

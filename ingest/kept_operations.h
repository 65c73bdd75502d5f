#ifndef BROADSHEET_INGEST_KEPT_OPERATIONS_H_
#define BROADSHEET_INGEST_KEPT_OPERATIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/harvest_state.pb.h"
#include "common/call_context.h"
#include "ingest/checkpoints.h"

namespace broadsheet::ingest {

using KeptOperation = Kept<internal::v1::KeptOperation>;

// Operations in storage: they survive the process that runs them, and others
// can answer for them. About the newest 1,000 are kept. Thread-safe.
class KeptOperations {
 public:
  // `checkpoints` must outlive this.
  explicit KeptOperations(Checkpoints* checkpoints)
      : checkpoints_(checkpoints) {}

  // Revision 0 when it is unknown.
  absl::StatusOr<KeptOperation> Find(const CallContext& call,
                                     const std::string& id);
  // ABORTED when another process has written it since it was found.
  absl::Status Write(const CallContext& call, KeptOperation* operation);
  absl::Status Forget(const CallContext& call, const std::string& id);
  // Those that are not done. Forgets the oldest ones when there are many.
  absl::StatusOr<std::vector<KeptOperation>> Unfinished(
      const CallContext& call);

 private:
  absl::Status Trim(const CallContext& call, std::vector<KeptOperation>* all);

  Checkpoints* checkpoints_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_KEPT_OPERATIONS_H_

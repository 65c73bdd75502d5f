#ifndef BROADSHEET_INGEST_CHECKPOINTS_H_
#define BROADSHEET_INGEST_CHECKPOINTS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/checkpoint_service.pb.h"
#include "common/call_context.h"
#include "common/tls_identity.h"

namespace broadsheet::ingest {

// Small values that storage keeps by name (checkpoint_service.proto). Calls
// block and obey the deadline and the cancellation of `call`; errors are
// storage's own. Thread-safe.
class Checkpoints {
 public:
  virtual ~Checkpoints() = default;
  // NOT_FOUND when there is none.
  virtual absl::StatusOr<internal::v1::Checkpoint> Get(
      const CallContext& call, const std::string& name) = 0;
  // Replaces the one at `revision` (0: there is none) and answers its new
  // revision. ABORTED: somebody else was faster.
  virtual absl::StatusOr<int64_t> Set(const CallContext& call,
                                      const std::string& name,
                                      const std::string& value,
                                      int64_t revision) = 0;
};

// Those of the storage behind `target`; `tls` as in ChannelOptions. Connects
// lazily.
std::unique_ptr<Checkpoints> MakeGrpcCheckpoints(
    const std::string& target,
    std::shared_ptr<const TlsIdentity> tls = nullptr);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_CHECKPOINTS_H_

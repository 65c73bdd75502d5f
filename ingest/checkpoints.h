#ifndef BROADSHEET_INGEST_CHECKPOINTS_H_
#define BROADSHEET_INGEST_CHECKPOINTS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/checkpoint_service.grpc.pb.h"
#include "common/call_context.h"
#include "grpcpp/channel.h"

namespace broadsheet::ingest {

// A value that is kept, at the revision that replaces it; revision 0: there is
// none.
template <class Message>
struct Kept {
  Message value;
  int64_t revision = 0;
};

// Storage's checkpoints, as messages. Calls block, obey the deadline and the
// cancellation of `call`; errors are storage's. Thread-safe.
class Checkpoints {
 public:
  explicit Checkpoints(const std::shared_ptr<grpc::Channel>& channel);

  // DATA_LOSS when the value is no such message.
  template <class Message>
  absl::StatusOr<Kept<Message>> Get(const CallContext& call,
                                    const std::string& name) {
    Kept<Message> kept;
    auto raw = GetRaw(call, name);
    if (absl::IsNotFound(raw.status())) return kept;
    if (!raw.ok()) return raw.status();
    if (!kept.value.ParseFromString(raw->value())) return Damaged(name);
    kept.revision = raw->revision();
    return kept;
  }

  // The first 1,000 whose names begin so, by name; others' values are skipped.
  template <class Message>
  absl::StatusOr<std::vector<Kept<Message>>> List(const CallContext& call,
                                                  const std::string& prefix) {
    auto raw = ListRaw(call, prefix);
    if (!raw.ok()) return raw.status();
    std::vector<Kept<Message>> all;
    for (const auto& checkpoint : raw->checkpoints()) {
      Kept<Message> kept{{}, checkpoint.revision()};
      if (!kept.value.ParseFromString(checkpoint.value())) continue;
      all.push_back(std::move(kept));
    }
    return all;
  }

  // Sets the new revision. ABORTED when another process has moved it.
  template <class Message>
  absl::Status Set(const CallContext& call, const std::string& name,
                   Kept<Message>* kept) {
    auto revision =
        SetRaw(call, name, kept->value.SerializeAsString(), kept->revision);
    if (revision.ok()) kept->revision = *revision;
    return revision.status();
  }

  absl::Status Delete(const CallContext& call, const std::string& name);

  // The bytes themselves. NOT_FOUND when there are none.
  absl::StatusOr<internal::v1::Checkpoint> GetRaw(const CallContext& call,
                                                  const std::string& name);
  // Replaces those at `revision` (0: there are none) and answers the new one.
  absl::StatusOr<int64_t> SetRaw(const CallContext& call,
                                 const std::string& name,
                                 const std::string& value, int64_t revision);

 private:
  absl::StatusOr<internal::v1::ListCheckpointsResponse> ListRaw(
      const CallContext& call, const std::string& prefix);
  static absl::Status Damaged(const std::string& name);

  std::unique_ptr<internal::v1::CheckpointService::Stub> stub_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_CHECKPOINTS_H_

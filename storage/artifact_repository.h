#ifndef BROADSHEET_STORAGE_ARTIFACT_REPOSITORY_H_
#define BROADSHEET_STORAGE_ARTIFACT_REPOSITORY_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/artifact_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "common/page_token.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Models and segments, and their bytes: see ArtifactService. Every transaction
// is short, whatever the artifact's size. Thread-safe.
class ArtifactRepository {
 public:
  // All must outlive this.
  ArtifactRepository(Database* database, const PageTokenCodec* tokens,
                     const Clock* clock)
      : database_(database), tokens_(tokens), clock_(clock) {}

  // Newest first, then by id; pages of 20, at most 100.
  absl::StatusOr<internal::v1::ListArtifactsResponse> List(
      const CallContext& call,
      const internal::v1::ListArtifactsRequest& request);
  absl::StatusOr<internal::v1::BeginArtifactResponse> Begin(
      const CallContext& call,
      const internal::v1::BeginArtifactRequest& request);
  absl::StatusOr<internal::v1::WriteArtifactResponse> Write(
      const CallContext& call,
      const internal::v1::WriteArtifactRequest& request);
  absl::StatusOr<internal::v1::FinishArtifactResponse> Finish(
      const CallContext& call,
      const internal::v1::FinishArtifactRequest& request);

  // False: the receiver went away.
  using WriteBytes =
      std::function<bool(const internal::v1::ReadArtifactResponse&)>;
  absl::Status Read(const CallContext& call,
                    const internal::v1::ReadArtifactRequest& request,
                    const WriteBytes& write);

  absl::StatusOr<internal::v1::DeleteArtifactsResponse> DeleteOld(
      const CallContext& call,
      const internal::v1::DeleteArtifactsRequest& request);

 private:
  absl::StatusOr<internal::v1::Artifact> Get(const CallContext& call,
                                             const std::string& id,
                                             bool* complete);
  absl::StatusOr<std::string> ReadChunk(const CallContext& call,
                                        const std::string& id, int64_t number);
  // OK when the bytes are those of the checksum.
  absl::Status Verify(const CallContext& call,
                      const internal::v1::Artifact& artifact);

  Database* database_;
  const PageTokenCodec* tokens_;
  const Clock* clock_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_ARTIFACT_REPOSITORY_H_

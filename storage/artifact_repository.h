#ifndef BROADSHEET_STORAGE_ARTIFACT_REPOSITORY_H_
#define BROADSHEET_STORAGE_ARTIFACT_REPOSITORY_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/artifact_service.pb.h"
#include "common/call_context.h"
#include "common/page_token.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Models and segments. Thread-safe.
class ArtifactRepository {
 public:
  // Both must outlive this.
  ArtifactRepository(Database* database, const PageTokenCodec* tokens)
      : database_(database), tokens_(tokens) {}

  // Newest first, then by id; pages of 20, at most 100.
  absl::StatusOr<internal::v1::ListArtifactsResponse> List(
      const CallContext& call,
      const internal::v1::ListArtifactsRequest& request);

 private:
  Database* database_;
  const PageTokenCodec* tokens_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_ARTIFACT_REPOSITORY_H_

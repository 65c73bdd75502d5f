#ifndef BROADSHEET_STORAGE_READER_REPOSITORY_H_
#define BROADSHEET_STORAGE_READER_REPOSITORY_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/reader_store_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "common/page_token.h"
#include "storage/database.h"

namespace broadsheet::storage {

// What readers keep, how they stand to papers, and their tokens. Thread-safe.
class ReaderRepository {
 public:
  // All must outlive this.
  ReaderRepository(Database* database, const PageTokenCodec* tokens,
                   const Clock* clock)
      : database_(database), tokens_(tokens), clock_(clock) {}

  // Saved papers that are not withdrawn, latest first, then by id.
  absl::StatusOr<internal::v1::ListLibraryResponse> ListLibrary(
      const CallContext& call, const internal::v1::ListLibraryRequest& request);

  // Papers hidden or disliked that are not withdrawn, latest first, then by id.
  absl::StatusOr<internal::v1::ListDismissedResponse> ListDismissed(
      const CallContext& call,
      const internal::v1::ListDismissedRequest& request);

  absl::StatusOr<internal::v1::BatchGetStandingsResponse> BatchGetStandings(
      const CallContext& call,
      const internal::v1::BatchGetStandingsRequest& request);

  absl::StatusOr<internal::v1::ListFoldersResponse> ListFolders(
      const CallContext& call, const internal::v1::ListFoldersRequest& request);
  absl::StatusOr<internal::v1::ListFollowsResponse> ListFollows(
      const CallContext& call, const internal::v1::ListFollowsRequest& request);

  // ALREADY_EXISTS when the token is another reader's.
  absl::StatusOr<internal::v1::CreateTokenResponse> CreateToken(
      const CallContext& call, const internal::v1::CreateTokenRequest& request);

  absl::StatusOr<internal::v1::FindTokenResponse> FindToken(
      const CallContext& call, const internal::v1::FindTokenRequest& request);

 private:
  Database* database_;
  const PageTokenCodec* tokens_;
  const Clock* clock_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_READER_REPOSITORY_H_

#ifndef BROADSHEET_GATEWAY_COMMENTS_COMMENT_API_H_
#define BROADSHEET_GATEWAY_COMMENTS_COMMENT_API_H_

#include "absl/status/statusor.h"
#include "broadsheet/v1/comment_service.pb.h"
#include "common/clock.h"
#include "gateway/accounts/stores.h"
#include "gateway/backend.h"
#include "gateway/method_table.h"

namespace broadsheet::gateway {

// Comments, reports, claims, and what of readers lies beside them (folders,
// follows). Gives comments their HTML. Thread-safe.
class CommentApi {
 public:
  // All must outlive this.
  CommentApi(Stores* stores, Backend* backend, const Clock* clock)
      : stores_(stores), backend_(backend), clock_(clock) {}

  void Register(MethodTable* table);

 private:
  void RegisterComments(MethodTable* table);
  void RegisterModeration(MethodTable* table);
  void RegisterClaims(MethodTable* table);
  void RegisterLibrary(MethodTable* table);

  absl::StatusOr<v1::CreateCommentResponse> Create(
      CallContext& call, const v1::CreateCommentRequest& request);
  // Without a text it is deleted.
  absl::StatusOr<v1::EditCommentResponse> Change(
      CallContext& call, const v1::EditCommentRequest& request);
  absl::StatusOr<v1::ListCommentsResponse> List(
      CallContext& call, const Identity& identity,
      const v1::ListCommentsRequest& request);
  absl::StatusOr<v1::ClaimAuthorshipResponse> Claim(
      CallContext& call, const v1::ClaimAuthorshipRequest& request);
  absl::StatusOr<v1::ListClaimsResponse> ListClaims(
      CallContext& call, const Identity& identity,
      v1::ListClaimsRequest request);

  Stores* const stores_;
  Backend* const backend_;
  const Clock* const clock_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_COMMENTS_COMMENT_API_H_

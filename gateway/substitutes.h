#ifndef BROADSHEET_GATEWAY_SUBSTITUTES_H_
#define BROADSHEET_GATEWAY_SUBSTITUTES_H_

#include "absl/status/status.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "common/call_context.h"
#include "gateway/backend.h"

namespace broadsheet::gateway {

// What the gateway answers when no recommender does: storage's newest papers,
// or an empty list, marked in ListInfo.degraded. Never an error for the lists
// that pages are made of. Blocks; thread-safe.
class Substitutes {
 public:
  // `backend`: the houses themselves. Must outlive this.
  explicit Substitutes(Backend* backend) : backend_(backend) {}

  // Fills `response` and answers OK, or answers `why` when there is nothing to
  // put in the list's place. When only the position is the trouble, and the
  // request did not itself ask for it (it came with a cookie or header), the
  // recommender is asked again without it.
  absl::Status Fill(const CallContext& call, const v1::SearchRequest& request,
                    const absl::Status& why, v1::SearchResponse* response);
  absl::Status Fill(const CallContext& call, const v1::SimilarRequest& request,
                    const absl::Status& why, v1::SimilarResponse* response);
  absl::Status Fill(const CallContext& call, const v1::TrendingRequest& request,
                    const absl::Status& why, v1::TrendingResponse* response);
  absl::Status Fill(const CallContext& call, const v1::FeedRequest& request,
                    const absl::Status& why, v1::FeedResponse* response);
  absl::Status Fill(const CallContext& call, const v1::SuggestRequest& request,
                    const absl::Status& why, v1::SuggestResponse* response);
  // Scores and states have no substitute.
  absl::Status Fill(const CallContext& call, const v1::ExplainRequest& request,
                    const absl::Status& why, v1::ExplainResponse* response);
  absl::Status Fill(const CallContext& call,
                    const v1::GetStatusRequest& request,
                    const absl::Status& why, v1::GetStatusResponse* response);

 private:
  Backend* const backend_;
};

// Whether an error is one that Fill knows what to do about: no recommender can
// answer now, or not at that position.
bool NeedsSubstitute(const absl::Status& status);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_SUBSTITUTES_H_

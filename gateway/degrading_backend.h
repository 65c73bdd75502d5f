#ifndef BROADSHEET_GATEWAY_DEGRADING_BACKEND_H_
#define BROADSHEET_GATEWAY_DEGRADING_BACKEND_H_

#include <string>
#include <vector>

#include "gateway/forwarding_backend.h"
#include "gateway/storage_substitutes.h"
#include "gateway/substitutes.h"

namespace broadsheet::gateway {

// The houses with a substitute for every list that its house does not give:
// what pages and HTTP answers are made from.
class DegradingBackend final : public ForwardingBackend {
 public:
  // Both must outlive this.
  DegradingBackend(Backend* next, Substitutes* substitutes)
      : ForwardingBackend(next),
        substitutes_(substitutes),
        storage_substitutes_(next) {}

  absl::StatusOr<v1::SearchResponse> Search(
      const CallContext& call, const v1::SearchRequest& request) override;
  absl::StatusOr<v1::SuggestResponse> Suggest(
      const CallContext& call, const v1::SuggestRequest& request) override;
  absl::StatusOr<v1::SimilarResponse> Similar(
      const CallContext& call, const v1::SimilarRequest& request) override;
  absl::StatusOr<v1::FeedResponse> Feed(
      const CallContext& call, const v1::FeedRequest& request) override;
  absl::StatusOr<v1::TrendingResponse> Trending(
      const CallContext& call, const v1::TrendingRequest& request) override;
  absl::StatusOr<v1::BatchGetPapersResponse> GetPapers(
      const CallContext& call, const std::vector<std::string>& ids) override;
  absl::StatusOr<v1::ListSubmittedResponse> ListSubmitted(
      const CallContext& call,
      const v1::ListSubmittedRequest& request) override;

 private:
  template <class Request, class Response>
  absl::StatusOr<Response> OrSubstitute(const CallContext& call,
                                        const Request& request,
                                        absl::StatusOr<Response> answer);

  Substitutes* const substitutes_;
  StorageSubstitutes storage_substitutes_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_DEGRADING_BACKEND_H_

#include "gateway/degrading_backend.h"

namespace broadsheet::gateway {

template <class Request, class Response>
absl::StatusOr<Response> DegradingBackend::OrSubstitute(
    const CallContext& call, const Request& request,
    absl::StatusOr<Response> answer) {
  if (answer.ok() || !NeedsSubstitute(answer.status())) return answer;
  Response substitute;
  const absl::Status filled =
      substitutes_->Fill(call, request, answer.status(), &substitute);
  if (!filled.ok()) return filled;
  return substitute;
}

absl::StatusOr<v1::SearchResponse> DegradingBackend::Search(
    const CallContext& call, const v1::SearchRequest& request) {
  return OrSubstitute(call, request, next().Search(call, request));
}

absl::StatusOr<v1::SuggestResponse> DegradingBackend::Suggest(
    const CallContext& call, const v1::SuggestRequest& request) {
  return OrSubstitute(call, request, next().Suggest(call, request));
}

absl::StatusOr<v1::SimilarResponse> DegradingBackend::Similar(
    const CallContext& call, const v1::SimilarRequest& request) {
  return OrSubstitute(call, request, next().Similar(call, request));
}

absl::StatusOr<v1::FeedResponse> DegradingBackend::Feed(
    const CallContext& call, const v1::FeedRequest& request) {
  return OrSubstitute(call, request, next().Feed(call, request));
}

absl::StatusOr<v1::TrendingResponse> DegradingBackend::Trending(
    const CallContext& call, const v1::TrendingRequest& request) {
  return OrSubstitute(call, request, next().Trending(call, request));
}

absl::StatusOr<v1::BatchGetPapersResponse> DegradingBackend::GetPapers(
    const CallContext& call, const std::vector<std::string>& ids) {
  auto answer = next().GetPapers(call, ids);
  if (answer.ok() || !NeedsSubstitute(answer.status())) return answer;
  return storage_substitutes_.Papers(call, ids, answer.status());
}

absl::StatusOr<v1::ListSubmittedResponse> DegradingBackend::ListSubmitted(
    const CallContext& call, const v1::ListSubmittedRequest& request) {
  auto answer = next().ListSubmitted(call, request);
  if (answer.ok() || !NeedsSubstitute(answer.status())) return answer;
  return storage_substitutes_.Submitted(call, request);
}

}  // namespace broadsheet::gateway

#include "gateway/storage_substitutes.h"

#include <utility>

namespace broadsheet::gateway {
namespace {

// Each is a search.
constexpr size_t kMaxPapers = 20;
constexpr char kTrending[] =
    "storage does not answer; this is what is trending";
constexpr char kOldPapers[] =
    "storage does not answer; this is what a recommender knows";
constexpr char kNoList[] =
    "storage does not answer; this list cannot be shown now";

}  // namespace

absl::StatusOr<v1::BatchGetPapersResponse> StorageSubstitutes::Papers(
    const CallContext& call, const std::vector<std::string>& ids,
    const absl::Status& why) {
  if (ids.size() > kMaxPapers) return why;
  v1::BatchGetPapersResponse response;
  response.set_degraded(kOldPapers);
  for (const std::string& id : ids) {
    v1::SearchRequest request;
    request.set_query(id);
    request.set_page_size(1);
    auto found = backend_->Search(call, request);
    if (!found.ok() || found->papers().empty() ||
        found->papers(0).paper().id() != id) {
      return why;
    }
    response.add_papers()->Swap(found->mutable_papers(0)->mutable_paper());
  }
  return response;
}

v1::ListSubmittedResponse StorageSubstitutes::Submitted(
    const CallContext& call, const v1::ListSubmittedRequest& request) {
  v1::ListSubmittedResponse response;
  response.set_period(request.period());
  response.mutable_info()->set_degraded(kNoList);
  if (!request.period().empty() || !request.page_token().empty() ||
      !request.submitter().empty()) {
    return response;
  }
  v1::TrendingRequest trending;
  trending.set_page_size(request.page_size());
  trending.set_edition(request.edition());
  auto found = backend_->Trending(call, trending);
  if (!found.ok()) return response;
  for (v1::ListedPaper& listed : *found->mutable_papers()) {
    response.add_papers()->mutable_listed()->Swap(&listed);
  }
  *response.mutable_info() = found->info();
  response.mutable_info()->set_degraded(kTrending);
  response.set_total(response.papers_size());
  return response;
}

}  // namespace broadsheet::gateway

#include "gateway/api/daily_lists.h"

#include <utility>

namespace broadsheet::gateway {
namespace {

constexpr int kPageSize = 500;
constexpr int kMaxCalls = 60;

}  // namespace

absl::StatusOr<std::vector<v1::SubmittedPaper>> TakeDaily(
    Backend& backend, const CallContext& call, const DailyQuery& query) {
  std::vector<v1::SubmittedPaper> taken;
  v1::ListSubmittedRequest request;
  request.set_period(query.period);
  request.set_submitter(query.submitter);
  request.set_page_size(kPageSize);
  int skip = query.skip;
  for (int calls = 0; calls < kMaxCalls; ++calls) {
    auto page = backend.ListSubmitted(call, request);
    if (!page.ok()) return page.status();
    // Clients of these lists cannot see that one is a substitute.
    if (!page->info().degraded().empty()) {
      return absl::UnavailableError(page->info().degraded());
    }
    for (v1::SubmittedPaper& paper : *page->mutable_papers()) {
      if (skip-- > 0) continue;
      taken.push_back(std::move(paper));
      if (taken.size() == static_cast<size_t>(query.count)) return taken;
    }
    if (skip < 0) skip = 0;
    request.set_page_token(page->next_page_token());
    if (!page->next_page_token().empty()) continue;
    if (!query.period.empty() || page->previous_period().empty()) break;
    request.set_period(page->previous_period());
  }
  return taken;
}

}  // namespace broadsheet::gateway

#include "tests/faults/read_checker.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"

namespace broadsheet::faults {
namespace {

using v1::RecommendService;

constexpr absl::Duration kLimit = absl::Seconds(4);
constexpr int kFeedSize = 50;
constexpr int kPageSize = 10;

template <class Response>
bool Lists(const Response& response, const std::string& paper) {
  return std::any_of(
      response.papers().begin(), response.papers().end(),
      [&](const auto& listed) { return listed.paper().id() == paper; });
}

}  // namespace

template <class Response>
bool ReadChecker::Answered(const absl::StatusOr<Response>& response,
                           const std::string& what) {
  if (response.ok()) {
    if (response->info().degraded().empty()) return true;
    journal_->Count(what + " degraded");
    return false;
  }
  journal_->Count(what + " failed");
  if (!IsTrouble(response.status())) {
    journal_->Violation(
        absl::StrCat(what, " failed for good: ", response.status().ToString()));
  }
  return false;
}

RecommendService::Stub& ReadChecker::AnyReplica() {
  return clients_->replica(draws_->Below(clients_->replicas()));
}

std::vector<std::string> ReadChecker::Feed(const std::string& reader) {
  v1::FeedRequest request;
  request.set_reader_id(reader);
  request.set_page_size(kPageSize);
  request.set_view(v1::PAPER_VIEW_ID);
  const auto feed = clients_->Call(
      clients_->recommend(), &RecommendService::Stub::Feed, request, kLimit);
  std::vector<std::string> papers;
  if (!Answered(feed, "feed")) return papers;
  for (const auto& listed : feed->papers()) {
    papers.push_back(listed.paper().id());
  }
  return papers;
}

void ReadChecker::CheckLeftFeed(const std::string& reader,
                                const std::string& paper,
                                const v1::Position& position) {
  v1::FeedRequest request;
  request.set_reader_id(reader);
  request.set_page_size(kFeedSize);
  request.set_view(v1::PAPER_VIEW_ID);
  *request.mutable_min_position() = position;
  CheckFeedOf(clients_->recommend(), "gateway", request, paper);
  CheckFeedOf(AnyReplica(), "replica", request, paper);
}

void ReadChecker::CheckFeedOf(RecommendService::Stub& stub,
                              const std::string& whose,
                              const v1::FeedRequest& request,
                              const std::string& paper) {
  const std::string what = absl::StrCat("own write in the feed of a ", whose);
  const auto feed =
      clients_->Call(stub, &RecommendService::Stub::Feed, request, kLimit);
  if (!Answered(feed, what)) return;
  journal_->Count(what);
  if (!Lists(*feed, paper)) return;
  journal_->Violation(absl::StrCat("stale: the feed of a ", whose,
                                   " has a paper that its reader reacted to "
                                   "before the position asked for: ",
                                   paper, " of ", request.reader_id(), " at ",
                                   request.min_position().commit(),
                                   ", made at ",
                                   feed->info().position().commit()));
}

void ReadChecker::CheckSearch(const std::string& paper, bool withdrawn,
                              const v1::Position& position) {
  v1::SearchRequest request;
  request.set_query(paper);
  request.set_page_size(kPageSize);
  request.set_view(v1::PAPER_VIEW_ID);
  *request.mutable_min_position() = position;
  CheckSearchOf(clients_->recommend(), "gateway", request, withdrawn);
  CheckSearchOf(AnyReplica(), "replica", request, withdrawn);
}

void ReadChecker::CheckSearchOf(RecommendService::Stub& stub,
                                const std::string& whose,
                                const v1::SearchRequest& request,
                                bool withdrawn) {
  const std::string what = absl::StrCat(withdrawn ? "withdrawal" : "own paper",
                                        " in a search of a ", whose);
  const auto found =
      clients_->Call(stub, &RecommendService::Stub::Search, request, kLimit);
  if (!Answered(found, what)) return;
  journal_->Count(what);
  if (Lists(*found, request.query()) == !withdrawn) return;
  journal_->Violation(absl::StrCat("stale: ", what, ": ", request.query(),
                                   " at ", request.min_position().commit(),
                                   ", made at ",
                                   found->info().position().commit()));
}

void ReadChecker::CheckPages() {
  v1::TrendingRequest request;
  request.set_page_size(kPageSize);
  request.set_view(v1::PAPER_VIEW_ID);
  std::set<std::string> seen;
  for (int page = 1; page <= 3; ++page) {
    const auto list =
        clients_->Call(clients_->recommend(), &RecommendService::Stub::Trending,
                       request, kLimit);
    if (!Answered(list, "page")) return;
    for (const auto& listed : list->papers()) {
      if (!seen.insert(listed.paper().id()).second) {
        journal_->Violation(absl::StrCat("page ", page, " repeats a paper"));
      }
    }
    if (page > 1) journal_->Count("page after page");
    if (list->next_page_token().empty()) return;
    request.set_page_token(list->next_page_token());
  }
}

}  // namespace broadsheet::faults

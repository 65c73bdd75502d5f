#include "gateway/web/list_kit.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

constexpr size_t kRailSize = 7;
// How far the numbers of a list may go on over its pages.
constexpr int kMaxRank = 10000;

// What is trending besides the papers `shown`; when that fails nothing, and the
// reason in `degraded`.
std::vector<v1::ListedPaper> Rail(const PageKit& kit, const HttpCall& call,
                                  const std::string& edition,
                                  const std::vector<std::string>& shown,
                                  std::string* degraded) {
  auto request = ListRequest<v1::TrendingRequest>(call);
  request.clear_page_token();
  request.set_edition(edition);
  auto trending = kit.backend().Trending(call.context, request);
  if (!trending.ok() || !trending->info().degraded().empty()) {
    *degraded = "what is trending cannot be shown: no recommender answers";
    return {};
  }
  std::vector<v1::ListedPaper> rail;
  for (v1::ListedPaper& listed : *trending->mutable_papers()) {
    if (rail.size() == kRailSize) break;
    if (std::ranges::count(shown, listed.paper().id()) > 0) continue;
    rail.push_back(std::move(listed));
  }
  return rail;
}

}  // namespace

v1::ListPapersRequest NewestRequest(const HttpCall& call) {
  v1::ListPapersRequest request;
  request.set_page_size(kListPageSize);
  request.set_page_token(call.query.Get("page_token"));
  return request;
}

std::vector<std::string> IdsOf(const std::vector<Story>& stories) {
  std::vector<std::string> ids;
  for (const Story& story : stories) ids.push_back(story.paper.id());
  return ids;
}

int FirstRank(const HttpCall& call) {
  int rank = 1;
  const bool given = absl::SimpleAtoi(call.query.Get("from"), &rank);
  return given ? std::clamp(rank, 1, kMaxRank) : 1;
}

void AddNewest(const HttpCall& call, const v1::ListPapersResponse& list,
               const std::string& path, RankedPage* page) {
  for (const v1::Paper& paper : list.papers()) {
    page->stories.push_back({paper, "", ShortDayOf(paper.announced())});
  }
  if (!call.query.Get("page_token").empty()) page->first_url = path;
  if (!list.next_page_token().empty()) {
    page->more_url = WithQuery(path, {{"page_token", list.next_page_token()}});
  }
}

absl::StatusOr<PeriodPage> SubmittedPage(const PageKit& kit,
                                         const HttpCall& call,
                                         const std::string& period,
                                         const std::string& edition,
                                         std::string* degraded) {
  v1::ListSubmittedRequest request;
  request.set_period(period);
  request.set_edition(edition);
  request.set_page_size(kListPageSize);
  request.set_page_token(call.query.Get("page_token"));
  auto list = kit.backend().ListSubmitted(call.context, request);
  if (!list.ok()) return list.status();

  PeriodPage page;
  const auto named =
      ParsePeriod(list->period().empty() ? period : list->period());
  page.period = named.ok() ? *named : PeriodOf(Period::Kind::kDay, kit.Today());
  if (!edition.empty()) page.base = EditionUrl(edition);
  std::vector<std::string> ids;
  for (const v1::SubmittedPaper& submitted : list->papers()) {
    ids.push_back(submitted.listed().paper().id());
  }
  page.standings = kit.StandingsOf(call, ids);
  page.first_page = request.page_token().empty();
  *degraded = list->info().degraded();
  if (page.first_page && !ids.empty() && degraded->empty()) {
    page.trending = Rail(kit, call, edition, ids, degraded);
  }
  if (!list->next_page_token().empty()) {
    page.more_url = WithQuery(PeriodUrl(page.period, page.base),
                              {{"page_token", list->next_page_token()}});
  }
  page.list = *std::move(list);
  return page;
}

}  // namespace broadsheet::gateway

#include "gateway/web/list_handlers.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/paper_id.h"
#include "gateway/position.h"
#include "gateway/web/categories.h"
#include "gateway/web/edition_pages.h"
#include "gateway/web/follows.h"
#include "gateway/web/library_pages.h"
#include "gateway/web/links.h"
#include "gateway/web/method_call.h"
#include "gateway/web/period_page.h"
#include "gateway/web/ranked_page.h"
#include "gateway/web/search_page.h"
#include "gateway/web/tex_text.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

// Keeps a page of long abstracts, with its forms, below 100 kB.
constexpr int kPageSize = 24;
constexpr int kRailSize = 7;
// How far the numbers of a list may go on over its pages.
constexpr int kMaxRank = 10000;

// The fields that the requests for all ranked lists share.
template <class Request>
Request ListRequest(const HttpCall& call) {
  Request request;
  request.set_page_size(kPageSize);
  request.set_page_token(call.query.Get("page_token"));
  if (call.identity.is_reader()) {
    request.set_reader_id(call.identity.reader_id);
  }
  if (const auto seen = PositionSeen(call.context)) {
    *request.mutable_min_position() = *seen;
  }
  return request;
}

template <class Papers>
std::vector<std::string> IdsOf(const Papers& papers) {
  std::vector<std::string> ids;
  for (const auto& listed : papers) ids.push_back(listed.paper().id());
  return ids;
}

int FirstRank(const HttpCall& call) {
  int rank = 1;
  const bool given = absl::SimpleAtoi(call.query.Get("from"), &rank);
  return given ? std::clamp(rank, 1, kMaxRank) : 1;
}

// Takes over what all ranked responses have in common.
template <class Response>
void AddResponse(const HttpCall& call, const Response& response,
                 const std::string& path, const std::string& name,
                 const std::string& value, PageFrame* frame, RankedPage* page) {
  frame->degraded = response.info().degraded();
  page->first_rank = FirstRank(call);
  for (const v1::ListedPaper& listed : response.papers()) {
    page->stories.push_back(ListedStory(listed));
  }
  if (!call.query.Get("page_token").empty()) {
    page->first_url = WithQuery(path, {{name, value}});
  }
  if (!response.next_page_token().empty()) {
    page->more_url = WithQuery(
        path,
        {{name, value},
         {"page_token", response.next_page_token()},
         {"from", absl::StrCat(page->first_rank + response.papers_size())}});
  }
}

std::string DaySection(const Period& period, absl::CivilDay today) {
  if (today < period.first || today > period.last) return "";
  return period.kind == Period::Kind::kDay    ? "today"
         : period.kind == Period::Kind::kWeek ? "week"
                                              : "month";
}

// What is trending besides the papers of `list`; when that fails nothing, and
// the reason in `degraded`.
std::vector<v1::ListedPaper> Rail(const PageKit& kit, const HttpCall& call,
                                  const v1::ListSubmittedResponse& list,
                                  std::string* degraded) {
  auto request = ListRequest<v1::TrendingRequest>(call);
  request.clear_page_token();
  auto trending = kit.backend().Trending(call.context, request);
  if (!trending.ok() || !trending->info().degraded().empty()) {
    *degraded = "what is trending cannot be shown: no recommender answers";
    return {};
  }
  std::set<std::string> shown;
  for (const v1::SubmittedPaper& submitted : list.papers()) {
    shown.insert(submitted.listed().paper().id());
  }
  std::vector<v1::ListedPaper> rail;
  for (v1::ListedPaper& listed : *trending->mutable_papers()) {
    if (rail.size() == kRailSize) break;
    if (!shown.contains(listed.paper().id())) rail.push_back(std::move(listed));
  }
  return rail;
}

RankedPage TrendingPage(const std::string& category) {
  RankedPage page;
  page.heading = "Trending";
  page.origin = "What readers turn to now, older papers too.";
  if (!category.empty()) {
    page.heading = "Trending in " + CategoryName(category);
  }
  page.empty_lead = "Nothing is trending here yet.";
  page.empty_text = "Votes and reads of the last days make this list.";
  page.ways = {{"/", "Today's paper"}, {"/papers/trending", "All fields"}};
  return page;
}

// What the visitor's marks ask for; nothing when they do not tell a taste.
std::optional<v1::RecommendRequest> VisitorRequest(const Visitor& visitor) {
  v1::RecommendRequest request;
  for (const Visitor::Mark& mark : visitor.marks()) {
    if (mark.kind == v1::EVENT_KIND_SAVE) {
      request.add_positive_ids(mark.target);
    } else if (mark.kind == v1::EVENT_KIND_DISLIKE) {
      request.add_negative_ids(mark.target);
    } else {
      request.add_follows(mark.target);
    }
  }
  if (request.positive_ids().empty() && request.follows().empty()) {
    return std::nullopt;
  }
  return request;
}

}  // namespace

HttpResponse ListHandlers::Front(HttpCall& call) const {
  return Submitted(call, "", "today");
}

HttpResponse ListHandlers::Papers(HttpCall& call) const {
  const std::string query = call.query.Get("q");
  return query.empty() ? Front(call) : Search(call, query);
}

HttpResponse ListHandlers::OfPeriod(HttpCall& call, Period::Kind kind) const {
  const std::string name = call.Variable("period");
  const auto period = ParsePeriod(name);
  if (!period.ok() || period->kind != kind) {
    return kit_->Error(call, 400,
                       "\"" + Excerpt(name, 40) +
                           "\" is not a date; write 2026-11-23, 2026-W47 or "
                           "2026-11");
  }
  return Submitted(call, name, DaySection(*period, kit_->Today()));
}

HttpResponse ListHandlers::Submitted(HttpCall& call, const std::string& period,
                                     const std::string& section) const {
  v1::ListSubmittedRequest request;
  request.set_period(period);
  request.set_page_size(kPageSize);
  request.set_page_token(call.query.Get("page_token"));
  auto list = kit_->backend().ListSubmitted(call.context, request);
  if (!list.ok()) return kit_->Error(call, list.status());

  PeriodPage page;
  const auto named =
      ParsePeriod(list->period().empty() ? period : list->period());
  page.period =
      named.ok() ? *named : PeriodOf(Period::Kind::kDay, kit_->Today());
  std::vector<std::string> ids;
  for (const v1::SubmittedPaper& submitted : list->papers()) {
    ids.push_back(submitted.listed().paper().id());
  }
  page.standings = kit_->StandingsOf(call, ids);
  page.first_page = request.page_token().empty();
  std::string degraded = list->info().degraded();
  if (page.first_page && !ids.empty() && degraded.empty()) {
    page.trending = Rail(*kit_, call, *list, &degraded);
  }
  if (period.empty() && page.first_page) {
    page.editions = EditionLinks(EditionsOf(*kit_, call));
  }
  if (!list->next_page_token().empty()) {
    page.more_url = WithQuery(PeriodUrl(page.period),
                              {{"page_token", list->next_page_token()}});
  }
  PageFrame frame = kit_->Frame(
      call, period.empty() ? "" : PeriodTitle(page.period), section);
  frame.degraded = degraded;
  frame.feed = "/feeds/daily";
  page.list = *std::move(list);
  return kit_->Html(200, WritePeriodPage(kit_->writer(), frame, page));
}

HttpResponse ListHandlers::Search(HttpCall& call,
                                  const std::string& query) const {
  auto request = ListRequest<v1::SearchRequest>(call);
  request.set_query(query);
  request.set_sort(SortOf(call.query.Get("sort")));
  request.set_facets(true);
  request.set_highlights(true);
  const auto found = kit_->backend().Search(call.context, request);
  if (!found.ok()) return kit_->Error(call, found.status());

  const std::string quoted = "“" + Excerpt(query, 80) + "”";
  PageFrame frame = kit_->Frame(call, quoted, "");
  frame.query = query;
  frame.feed = "/feeds/search";
  frame.feed_query = query;
  RankedPage page;
  page.heading = quoted;
  page.origin = CountOf(std::max<int64_t>(found->total(), found->papers_size()),
                        "paper found", "papers found");
  page.empty_lead = "No paper matches.";
  page.empty_text =
      "Try fewer or other words, an author's name, or an arXiv id.";
  page.ways = {{"/papers/trending", "Trending papers"}, {"/", "Today's paper"}};
  AddResponse(call, *found, "/papers", "q", query, &frame, &page);
  // That a result matches the words goes without saying.
  for (Story& story : page.stories) story.reason.clear();
  AddSearchParts(query, call.query.Get("sort"), *found, &page);
  page.standings = kit_->StandingsOf(call, IdsOf(found->papers()));
  return kit_->Html(200, WriteRankedPage(kit_->writer(), frame, page));
}

HttpResponse ListHandlers::Trending(HttpCall& call) const {
  const std::string category = call.query.Get("category");
  if (!category.empty() && !IsArxivCategory(category)) {
    return kit_->Error(
        call, 404,
        "there is no field called \"" + Excerpt(category, 40) + "\"");
  }
  auto request = ListRequest<v1::TrendingRequest>(call);
  if (!category.empty()) request.add_categories(category);
  const auto trending = kit_->backend().Trending(call.context, request);
  if (!trending.ok()) return kit_->Error(call, trending.status());

  RankedPage page = TrendingPage(category);
  PageFrame frame = kit_->Frame(call, page.heading, "trending");
  frame.feed = category.empty() ? "/feeds/trending"
                                : absl::StrCat("/feeds/category/", category);
  page.fields = TrendingFields(category);
  if (!category.empty()) {
    page.follow = FollowButtonOf(*kit_, call, CategoryTarget(category));
  }
  AddResponse(call, *trending, "/papers/trending", "category", category, &frame,
              &page);
  page.standings = kit_->StandingsOf(call, IdsOf(trending->papers()));
  return kit_->Html(200, WriteRankedPage(kit_->writer(), frame, page));
}

HttpResponse ListHandlers::Feed(HttpCall& call) const {
  if (auto own = VisitorFeed(call)) return *std::move(own);
  RankedPage page = TrendingPage("");
  page.heading = "For you";
  PageFrame frame = kit_->Frame(call, page.heading, "feed");
  if (!call.identity.is_reader()) {
    page.origin = "Until you sign in: what is trending.";
    page.hint =
        "Save papers, and this page becomes your own; to vote, and to have "
        "it everywhere:";
    page.hint_link = {SignInUrl(frame), "Sign in"};
    const auto trending = kit_->backend().Trending(
        call.context, ListRequest<v1::TrendingRequest>(call));
    if (!trending.ok()) return kit_->Error(call, trending.status());
    AddResponse(call, *trending, "/feed", "", "", &frame, &page);
    page.standings = kit_->StandingsOf(call, IdsOf(trending->papers()));
    return kit_->Html(200, WriteRankedPage(kit_->writer(), frame, page));
  }
  page.origin = "Chosen from what you vote for, save and read.";
  frame.feed = kit_->PersonalFeed(call.identity.reader_id);
  const auto feed =
      kit_->backend().Feed(call.context, ListRequest<v1::FeedRequest>(call));
  if (!feed.ok()) return kit_->Error(call, feed.status());
  if (!feed->info().origin().empty()) {
    page.origin = AsSentence(feed->info().origin());
  }
  AddResponse(call, *feed, "/feed", "", "", &frame, &page);
  page.standings = kit_->StandingsOf(call, IdsOf(feed->papers()));
  page.empty_lead = "You have seen everything.";
  page.empty_text = "New papers come every day.";
  return kit_->Html(200, WriteRankedPage(kit_->writer(), frame, page));
}

std::optional<HttpResponse> ListHandlers::VisitorFeed(HttpCall& call) const {
  auto request = VisitorRequest(kit_->VisitorOf(call));
  if (!request) return std::nullopt;
  request->set_page_size(kPageSize);
  request->set_page_token(call.query.Get("page_token"));
  const auto list = CallMethod<v1::RecommendResponse>(
      *kit_, "RecommendService/Recommend", call, *request);
  if (!list.ok()) {
    // The page before was made from other marks.
    if (!request->page_token().empty()) return SeeOther("/feed");
    // Others get what is left, too.
    return std::nullopt;
  }
  RankedPage page = TrendingPage("");
  page.heading = "For you";
  page.origin = "Chosen from what you save and follow in this browser.";
  PageFrame frame = kit_->Frame(call, page.heading, "feed");
  page.hint = "Your choices move into an account as soon as you have one.";
  page.hint_link = {SignInUrl(frame), "Sign in"};
  AddResponse(call, *list, "/feed", "", "", &frame, &page);
  page.standings = kit_->StandingsOf(call, IdsOf(list->papers()));
  return kit_->Html(200, WriteRankedPage(kit_->writer(), frame, page));
}

HttpResponse ListHandlers::Author(HttpCall& call) const {
  const std::string name = call.Variable("name");
  v1::ListPapersRequest request;
  request.set_author(name);
  request.set_page_size(kPageSize);
  request.set_page_token(call.query.Get("page_token"));
  const auto list = kit_->backend().ListPapers(call.context, request);
  if (!list.ok()) return kit_->Error(call, list.status());

  RankedPage page;
  page.heading = Excerpt(PlainText(name), 120);
  page.origin = "Papers by this author, newest first.";
  page.empty_lead = "No paper is by an author of exactly this name.";
  page.empty_text = "The search also knows other spellings.";
  const std::string query = "author:\"" + name + "\"";
  page.ways = {{WithQuery("/papers", {{"q", query}}), "Search for the author"}};
  page.follow = FollowButtonOf(*kit_, call, AuthorTarget(name));
  PageFrame frame = kit_->Frame(call, page.heading, "");
  frame.feed = "/feeds/search";
  frame.feed_query = query;
  std::vector<std::string> ids;
  for (const v1::Paper& paper : list->papers()) {
    ids.push_back(paper.id());
    page.stories.push_back({paper, "", ShortDayOf(paper.announced())});
  }
  page.standings = kit_->StandingsOf(call, ids);
  if (!list->next_page_token().empty()) {
    page.more_url =
        WithQuery(AuthorUrl(name), {{"page_token", list->next_page_token()}});
  }
  const int status = list->papers_size() == 0 ? 404 : 200;
  return kit_->Html(status, WriteRankedPage(kit_->writer(), frame, page));
}

}  // namespace broadsheet::gateway

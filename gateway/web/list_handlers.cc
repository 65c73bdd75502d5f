#include "gateway/web/list_handlers.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/paper_id.h"
#include "gateway/web/categories.h"
#include "gateway/web/comment_pages.h"
#include "gateway/web/edition_pages.h"
#include "gateway/web/follows.h"
#include "gateway/web/library_pages.h"
#include "gateway/web/links.h"
#include "gateway/web/list_kit.h"
#include "gateway/web/method_call.h"
#include "gateway/web/period_page.h"
#include "gateway/web/ranked_page.h"
#include "gateway/web/search_page.h"
#include "gateway/web/shown_events.h"
#include "gateway/web/tex_text.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

std::string DaySection(const Period& period, absl::CivilDay today) {
  if (today < period.first || today > period.last) return "";
  return period.kind == Period::Kind::kDay    ? "today"
         : period.kind == Period::Kind::kWeek ? "week"
                                              : "month";
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

RankedPage FeedPage() {
  RankedPage page = TrendingPage("");
  page.heading = "For you";
  return page;
}

// What the visitor's marks ask for; nothing when they do not tell a taste.
std::optional<v1::RecommendRequest> VisitorRequest(const HttpCall& call,
                                                   const Visitor& visitor) {
  v1::RecommendRequest request;
  request.set_page_size(kListPageSize);
  request.set_page_token(call.query.Get("page_token"));
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
  std::string degraded;
  auto page = SubmittedPage(*kit_, call, period, /*edition=*/"", &degraded);
  if (!page.ok()) return kit_->Error(call, page.status());
  // Storage knows the editions: when it did not answer, nobody waits for it
  // again.
  const bool from_storage = page->list.info().degraded().empty();
  if (period.empty() && page->first_page && from_storage) {
    page->editions = EditionLinks(EditionsOf(*kit_, call));
  }
  PageFrame frame = kit_->Frame(
      call, period.empty() ? "" : PeriodTitle(page->period), section);
  frame.degraded = degraded;
  frame.feed = "/feeds/daily";
  return kit_->Html(200, WritePeriodPage(kit_->writer(), frame, *page));
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
  page.empty_lead = "No paper matches.";
  page.empty_text =
      "Try fewer or other words, an author's name, or an arXiv id.";
  page.ways = {{"/match", "Search with a whole text"},
               {"/papers/trending", "Trending papers"},
               {"/", "Today's paper"}};
  AddResponse(call, *found, "/papers", "q", query, &frame, &page);
  // That a result matches the words goes without saying.
  for (Story& story : page.stories) story.reason.clear();
  AddSearchParts(query, call.query.Get("sort"), *found, &page);
  page.standings = kit_->StandingsOf(call, IdsOf(page.stories));
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
  page.standings = kit_->StandingsOf(call, IdsOf(page.stories));
  return kit_->Html(200, WriteRankedPage(kit_->writer(), frame, page));
}

HttpResponse ListHandlers::Feed(HttpCall& call) const {
  if (call.identity.is_reader()) return ReaderFeed(call);
  const auto wanted = VisitorRequest(call, kit_->VisitorOf(call));
  return wanted ? VisitorFeed(call, *wanted) : StrangerFeed(call, "");
}

HttpResponse ListHandlers::ReaderFeed(HttpCall& call) const {
  const auto request = ListRequest<v1::FeedRequest>(call);
  const auto feed = kit_->backend().Feed(call.context, request);
  // The list that a page token went on with is gone.
  if (!request.page_token().empty() && absl::IsInvalidArgument(feed.status())) {
    return SeeOther("/feed");
  }
  if (!feed.ok()) return kit_->Error(call, feed.status());
  if (call.request.method == "GET") RecordImpressions(*kit_, call, *feed);
  RankedPage page = FeedPage();
  page.origin = feed->info().origin().empty()
                    ? "Chosen from what you vote for, save and read."
                    : AsSentence(feed->info().origin());
  page.empty_lead = "You have seen everything.";
  page.empty_text = "New papers come every day.";
  PageFrame frame = kit_->Frame(call, page.heading, "feed");
  frame.feed = kit_->PersonalFeed(call.identity.reader_id);
  AddResponse(call, *feed, "/feed", "", "", &frame, &page);
  page.standings = kit_->StandingsOf(call, IdsOf(page.stories));
  return kit_->Html(200, WriteRankedPage(kit_->writer(), frame, page));
}

HttpResponse ListHandlers::VisitorFeed(
    HttpCall& call, const v1::RecommendRequest& request) const {
  const auto list = CallMethod<v1::RecommendResponse>(
      *kit_, "RecommendService/Recommend", call, request);
  const bool later_page = !request.page_token().empty();
  if (later_page && absl::IsInvalidArgument(list.status())) {
    return SeeOther("/feed");
  }
  if (!list.ok()) {
    return StrangerFeed(call, "a list of your own cannot be made now");
  }
  RankedPage page = FeedPage();
  page.origin = "Chosen from what you save and follow in this browser.";
  PageFrame frame = kit_->Frame(call, page.heading, "feed");
  page.hint = "Your choices move into an account as soon as you have one.";
  page.hint_link = {SignInUrl(frame), "Sign in"};
  AddResponse(call, *list, "/feed", "", "", &frame, &page);
  page.standings = kit_->StandingsOf(call, IdsOf(page.stories));
  return kit_->Html(200, WriteRankedPage(kit_->writer(), frame, page));
}

HttpResponse ListHandlers::StrangerFeed(HttpCall& call,
                                        const std::string& instead) const {
  // Another list, so it begins with its first page, and its later ones are
  // where it is at home.
  if (!instead.empty()) call.query = QueryParams();
  const auto trending = kit_->backend().Trending(
      call.context, ListRequest<v1::TrendingRequest>(call));
  if (!trending.ok()) return kit_->Error(call, trending.status());
  RankedPage page = FeedPage();
  PageFrame frame = kit_->Frame(call, page.heading, "feed");
  page.origin = "Until you sign in: what is trending.";
  page.hint =
      "Save papers, and this page becomes your own; to vote, and to have it "
      "everywhere:";
  page.hint_link = {SignInUrl(frame), "Sign in"};
  AddResponse(call, *trending, instead.empty() ? "/feed" : "/papers/trending",
              "", "", &frame, &page);
  if (!instead.empty()) {
    page.origin = "What is trending.";
    page.hint.clear();
    if (frame.degraded.empty()) frame.degraded = instead;
  }
  page.standings = kit_->StandingsOf(call, IdsOf(page.stories));
  return kit_->Html(200, WriteRankedPage(kit_->writer(), frame, page));
}

HttpResponse ListHandlers::Author(HttpCall& call) const {
  const std::string name = call.Variable("name");
  v1::ListPapersRequest request = NewestRequest(call);
  request.set_author(name);
  const auto list = kit_->backend().ListPapers(call.context, request);
  if (!list.ok()) return kit_->Error(call, list.status());

  RankedPage page;
  page.heading = Excerpt(PlainText(name), 120);
  page.origin = "Papers by this author, newest first.";
  v1::ListKnownAuthorsRequest readers;
  readers.set_author(name);
  std::set<std::string> known;
  for (const auto& one : KnownAuthors(*kit_, call, std::move(readers))) {
    known.insert(one.reader_id());
  }
  if (!known.empty()) {
    absl::StrAppend(&page.origin, " Known here as ", absl::StrJoin(known, ", "),
                    ".");
  }
  page.empty_lead = "No paper is by an author of exactly this name.";
  page.empty_text = "The search also knows other spellings.";
  const std::string query = "author:\"" + name + "\"";
  page.ways = {{WithQuery("/papers", {{"q", query}}), "Search for the author"}};
  page.follow = FollowButtonOf(*kit_, call, AuthorTarget(name));
  PageFrame frame = kit_->Frame(call, page.heading, "");
  frame.feed = "/feeds/search";
  frame.feed_query = query;
  AddNewest(call, *list, AuthorUrl(name), &page);
  page.standings = kit_->StandingsOf(call, IdsOf(page.stories));
  const int status = list->papers_size() == 0 ? 404 : 200;
  return kit_->Html(status, WriteRankedPage(kit_->writer(), frame, page));
}

}  // namespace broadsheet::gateway

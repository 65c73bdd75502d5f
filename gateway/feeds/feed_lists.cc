#include "gateway/feeds/feed_lists.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/days.h"
#include "common/errors.h"
#include "common/paper_id.h"
#include "gateway/http/query.h"
#include "gateway/web/categories.h"
#include "gateway/web/links.h"
#include "gateway/web/story.h"
#include "gateway/web/tex_text.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

constexpr int kMaxAuthors = 50;
constexpr size_t kMaxSummaryBytes = 4000;
constexpr int kSimilarItems = 30;

// Midnight UTC: days have no time, and every server must say the same.
absl::Time TimeOfDay(const std::string& day) {
  const auto parsed = ParseDay(day);
  return parsed.ok() ? absl::FromCivil(*parsed, absl::UTCTimeZone())
                     : absl::UnixEpoch();
}

absl::Time PublishedAt(const v1::Paper& paper) {
  if (paper.has_submitted_at()) {
    return absl::FromUnixSeconds(paper.submitted_at().seconds());
  }
  if (!paper.announced().empty()) return TimeOfDay(paper.announced());
  return TimeOfDay(paper.published());
}

std::string Summary(const v1::Paper& paper) {
  const std::string text = PlainText(paper.abstract());
  return text.size() <= kMaxSummaryBytes ? text
                                         : Excerpt(text, kMaxSummaryBytes);
}

void Finish(Feed* feed) {
  feed->updated = absl::UnixEpoch();
  for (const FeedItem& item : feed->items) {
    feed->updated = std::max(feed->updated, item.updated);
  }
}

}  // namespace

FeedItem FeedLists::Item(const v1::Paper& paper,
                         const std::string& reason) const {
  FeedItem item;
  item.id =
      absl::StrCat("urn:x-broadsheet:paper:", PercentEncode(paper.id(), ":/"));
  item.url = base_ + PaperUrl(paper.id());
  item.title = TitleOf(paper);
  const int authors = std::min(paper.authors_size(), kMaxAuthors);
  for (int i = 0; i < authors; ++i) {
    item.authors.push_back(PlainText(paper.authors(i)));
  }
  item.categories.assign(paper.categories().begin(), paper.categories().end());
  item.summary = Summary(paper);
  item.reason = reason;
  item.published = PublishedAt(paper);
  item.updated = std::max(item.published, TimeOfDay(paper.updated()));
  return item;
}

Feed FeedLists::Begin(std::string title, std::string description,
                      const std::string& page) const {
  Feed feed;
  feed.title = std::move(title);
  feed.description = std::move(description);
  feed.page_url = base_ + page;
  return feed;
}

template <class Response>
absl::StatusOr<Feed> FeedLists::Ranked(
    Feed feed, const absl::StatusOr<Response>& list) const {
  if (!list.ok()) return list.status();
  if (!list->info().degraded().empty()) {
    return MakeError(absl::StatusCode::kUnavailable, "DEGRADED",
                     list->info().degraded());
  }
  for (const v1::ListedPaper& listed : list->papers()) {
    feed.items.push_back(Item(listed.paper(), ReasonText(listed.reason())));
  }
  Finish(&feed);
  return feed;
}

absl::StatusOr<Feed> FeedLists::Daily(const CallContext& call,
                                      const std::string& edition) const {
  Feed feed = Begin(edition.empty() ? "Broadsheet: the daily papers"
                                    : "Broadsheet: the edition " + edition,
                    "What readers and editors submitted on the last days.",
                    edition.empty() ? "/" : EditionUrl(edition));
  v1::ListSubmittedRequest request;
  request.set_edition(edition);
  request.set_page_size(kFeedItems);
  for (int day = 0; day < kFeedDays; ++day) {
    auto list = backend_->ListSubmitted(call, request);
    if (!list.ok()) return list.status();
    if (!list->info().degraded().empty()) {
      return MakeError(absl::StatusCode::kUnavailable, "DEGRADED",
                       list->info().degraded());
    }
    for (const v1::SubmittedPaper& paper : list->papers()) {
      if (feed.items.size() == kFeedItems) break;
      feed.items.push_back(Item(paper.listed().paper(), ""));
    }
    if (list->previous_period().empty()) break;
    request.set_period(list->previous_period());
  }
  Finish(&feed);
  return feed;
}

absl::StatusOr<Feed> FeedLists::Trending(const CallContext& call) const {
  v1::TrendingRequest request;
  request.set_page_size(kFeedItems / 2);
  return Ranked(
      Begin("Broadsheet: trending papers",
            "What readers turn to now, older papers too.", "/papers/trending"),
      backend_->Trending(call, request));
}

absl::StatusOr<Feed> FeedLists::Category(const CallContext& call,
                                         const std::string& category) const {
  if (!IsArxivCategory(category)) {
    return MakeError(absl::StatusCode::kNotFound, "CATEGORY_UNKNOWN",
                     "there is no such category");
  }
  v1::ListPapersRequest request;
  request.set_page_size(kFeedItems);
  request.set_category(category);
  const auto list = backend_->ListPapers(call, request);
  if (!list.ok()) return list.status();
  Feed feed = Begin(absl::StrCat("Broadsheet: ", CategoryName(category)),
                    absl::StrCat("The newest papers of ", category, "."),
                    WithQuery("/papers/trending", {{"category", category}}));
  for (const v1::Paper& paper : list->papers()) {
    feed.items.push_back(Item(paper, ""));
  }
  Finish(&feed);
  return feed;
}

absl::StatusOr<Feed> FeedLists::Search(const CallContext& call,
                                       const std::string& query) const {
  if (query.empty()) return InvalidField("q", "is empty");
  v1::SearchRequest request;
  request.set_query(query);
  request.set_sort(v1::SEARCH_SORT_NEWEST);
  request.set_page_size(kFeedItems / 2);
  auto found = Ranked(Begin(absl::StrCat("Broadsheet: ", Excerpt(query, 80)),
                            "The newest papers that match this search.",
                            WithQuery("/papers", {{"q", query}})),
                      backend_->Search(call, request));
  if (!found.ok()) return found;
  // That a result matches the words goes without saying.
  for (FeedItem& item : found->items) item.reason.clear();
  return found;
}

absl::StatusOr<Feed> FeedLists::Similar(const CallContext& call,
                                        const std::string& paper_id) const {
  const auto id = NormalizePaperId(paper_id, "");
  if (!id.ok()) {
    return MakeError(absl::StatusCode::kNotFound, "PAPER_UNKNOWN",
                     "there is no paper of that id");
  }
  v1::SimilarRequest request;
  request.set_paper_id(*id);
  request.set_page_size(kSimilarItems);
  return Ranked(Begin(absl::StrCat("Broadsheet: papers like ", *id),
                      "Papers about the same things.", PaperUrl(*id)),
                backend_->Similar(call, request));
}

absl::StatusOr<Feed> FeedLists::Personal(const CallContext& call,
                                         const std::string& reader_id) const {
  v1::FeedRequest request;
  request.set_reader_id(reader_id);
  request.set_page_size(kFeedItems / 2);
  return Ranked(Begin("Broadsheet: for you",
                      "Chosen from what you vote for, save and read.", "/feed"),
                backend_->Feed(call, request));
}

}  // namespace broadsheet::gateway

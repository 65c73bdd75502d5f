#include "digest/chooser.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/days.h"
#include "common/errors.h"
#include "digest/issue_words.h"

namespace broadsheet::digest {
namespace {

namespace pb = internal::v1;

constexpr int kCandidates = 100;
constexpr int kFound = 50;
constexpr int kTrendingBeside = 3;
constexpr int kStandardPapers = 10;
constexpr int kFreshDays = 14;
constexpr size_t kMaxKept = 256;
constexpr absl::Duration kKeptFor = absl::Minutes(1);
constexpr char kSearch[] = "search";

template <class Request>
void StampAsOf(absl::Time now, Request* request) {
  const int64_t minute = absl::ToUnixSeconds(now) / 60 * 60;
  request->mutable_as_of()->set_seconds(minute);
}

std::string Quoted(const std::string& words) {
  return absl::StrCat("\"", absl::StrReplaceAll(words, {{"\"", " "}}), "\"");
}

bool HasTopics(const v1::DigestSettings& settings) {
  return !settings.keywords().empty() || !settings.authors().empty();
}

std::string KeyOf(const char* kind, const std::string& query,
                  const v1::DigestSettings& settings) {
  std::string key = absl::StrCat(kind, "\n", query, "\n", settings.edition());
  for (const std::string& one : settings.categories()) {
    absl::StrAppend(&key, "\n", one);
  }
  return key;
}

// The lists take turns; a paper counts once.
std::vector<v1::ListedPaper> TakeTurns(
    const std::vector<std::vector<v1::ListedPaper>>& lists) {
  std::vector<v1::ListedPaper> merged;
  std::set<std::string> known;
  for (size_t place = 0; merged.size() < 2 * kCandidates; ++place) {
    bool any = false;
    for (const auto& list : lists) {
      if (place >= list.size()) continue;
      any = true;
      if (known.insert(list[place].paper().id()).second) {
        merged.push_back(list[place]);
      }
    }
    if (!any) break;
  }
  return merged;
}

using PaperSet = std::set<std::string>;

void Drop(const PaperSet& out, std::vector<v1::ListedPaper>* papers) {
  papers->erase(std::remove_if(papers->begin(), papers->end(),
                               [&](const v1::ListedPaper& listed) {
                                 const v1::Paper& paper = listed.paper();
                                 return paper.withdrawn() ||
                                        paper.title().empty() ||
                                        out.count(paper.id()) > 0;
                               }),
                papers->end());
}

// Whether it is about what this subscription names: an edition, or words to
// search for. Anything else concerns all.
bool IsRefusal(const absl::Status& status, bool searched) {
  return ReasonOf(status) == "EDITION_UNKNOWN" ||
         (searched && absl::IsInvalidArgument(status));
}

bool IsKnown(const v1::Standing& standing) {
  return standing.seen() || standing.saved() || standing.upvoted() ||
         standing.disliked() || standing.hidden();
}

}  // namespace

bool Chooser::IsFresh(const v1::Paper& paper) const {
  const absl::CivilDay today = DayAt(clock_->Now(), absl::UTCTimeZone());
  const auto day = ParseDay(paper.announced());
  if (day.ok()) return today - *day <= kFreshDays;
  return clock_->Now() - absl::FromUnixSeconds(paper.first_seen().seconds()) <=
         absl::Hours(24 * kFreshDays);
}

bool Chooser::Recall(const std::string& key, Papers* papers) {
  std::lock_guard<std::mutex> lock(mu_);
  const auto found = kept_.find(key);
  if (found == kept_.end() || found->second.until < clock_->Now()) return false;
  *papers = found->second.papers;
  return true;
}

void Chooser::Keep(const std::string& key, const Papers& papers) {
  std::lock_guard<std::mutex> lock(mu_);
  if (kept_.size() >= kMaxKept) kept_.clear();
  kept_[key] = {clock_->Now() + kKeptFor, papers};
}

absl::StatusOr<Chooser::Papers> Chooser::TrendingOf(
    const CallContext& call, const v1::DigestSettings& settings) {
  const std::string key = KeyOf("trending", "", settings);
  Papers papers;
  if (Recall(key, &papers)) return papers;
  v1::TrendingRequest request;
  request.set_page_size(kCandidates);
  request.set_edition(settings.edition());
  *request.mutable_categories() = settings.categories();
  StampAsOf(clock_->Now(), &request);
  const auto answer = houses_->Trending(call, request);
  if (!answer.ok()) return answer.status();
  papers.assign(answer->papers().begin(), answer->papers().end());
  Keep(key, papers);
  return papers;
}

absl::StatusOr<Chooser::Papers> Chooser::FoundBy(
    const CallContext& call, const std::string& query,
    const v1::DigestSettings& settings) {
  const std::string key = KeyOf("search", query, settings);
  Papers papers;
  if (Recall(key, &papers)) return papers;
  v1::SearchRequest request;
  request.set_query(query);
  request.set_page_size(kFound);
  request.set_sort(v1::SEARCH_SORT_NEWEST);
  *request.mutable_categories() = settings.categories();
  StampAsOf(clock_->Now(), &request);
  const auto answer = houses_->Search(call, request);
  if (!answer.ok()) return answer.status();
  for (const v1::ListedPaper& listed : answer->papers()) {
    if (IsFresh(listed.paper())) papers.push_back(listed);
  }
  Keep(key, papers);
  return papers;
}

absl::StatusOr<Chooser::Papers> Chooser::FeedOf(
    const CallContext& call, const v1::Subscription& subscription) {
  v1::FeedRequest request;
  request.set_reader_id(subscription.reader_id());
  request.set_page_size(kCandidates);
  request.set_edition(subscription.settings().edition());
  *request.mutable_categories() = subscription.settings().categories();
  StampAsOf(clock_->Now(), &request);
  const auto answer = houses_->Feed(call, request);
  if (!answer.ok()) return answer.status();
  return Papers(answer->papers().begin(), answer->papers().end());
}

absl::StatusOr<Chooser::Papers> Chooser::Accept(
    absl::StatusOr<Papers> papers, const std::string& source,
    const v1::Subscription& subscription, Refusals refusals) const {
  const bool searched = source == kSearch;
  if (refusals == Refusals::kTell || !IsRefusal(papers.status(), searched)) {
    return papers;
  }
  log_.Warning("a mail does without what is refused",
               {{"subscription", subscription.id()},
                {"source", source},
                {"error", std::string(papers.status().message())}});
  return Papers();
}

absl::StatusOr<std::vector<Chooser::Papers>> Chooser::Topics(
    const CallContext& call, const v1::Subscription& subscription,
    Refusals refusals) {
  const v1::DigestSettings& settings = subscription.settings();
  struct Topic {
    std::string query;
    std::string reason;
  };
  std::vector<Topic> topics;
  for (const std::string& keyword : settings.keywords()) {
    topics.push_back({Quoted(keyword), absl::StrCat("about ", keyword)});
  }
  for (const std::string& author : settings.authors()) {
    topics.push_back(
        {absl::StrCat("author:", Quoted(author)), absl::StrCat("by ", author)});
  }
  std::vector<Papers> lists;
  for (const Topic& topic : topics) {
    auto found = Accept(FoundBy(call, topic.query, settings), kSearch,
                        subscription, refusals);
    if (!found.ok()) return found.status();
    for (v1::ListedPaper& one : *found) {
      one.mutable_reason()->set_text(topic.reason);
    }
    lists.push_back(*std::move(found));
  }
  return lists;
}

absl::StatusOr<Chooser::Choice> Chooser::Gather(
    const CallContext& call, const v1::Subscription& subscription,
    Refusals refusals) {
  const v1::DigestSettings& settings = subscription.settings();
  Choice choice;
  auto trending =
      Accept(TrendingOf(call, settings), "trending", subscription, refusals);
  if (!trending.ok()) return trending.status();
  auto lists = Topics(call, subscription, refusals);
  if (!lists.ok()) return lists.status();
  if (settings.kind() == v1::DigestSettings::KIND_PERSONAL) {
    auto feed =
        Accept(FeedOf(call, subscription), "feed", subscription, refusals);
    if (!feed.ok()) return feed.status();
    lists->push_back(*std::move(feed));
    choice.trending = *std::move(trending);
  } else if (HasTopics(settings)) {
    choice.trending = *std::move(trending);
  } else {
    lists->push_back(*std::move(trending));
  }
  choice.candidates = TakeTurns(*lists);
  return choice;
}

absl::Status Chooser::DropKnown(const CallContext& call,
                                const v1::Subscription& subscription,
                                Choice* choice) {
  PaperSet ids;
  for (const Papers* papers : {&choice->candidates, &choice->trending}) {
    for (const v1::ListedPaper& listed : *papers) {
      ids.insert(listed.paper().id());
    }
  }
  if (ids.empty()) return absl::OkStatus();
  pb::FindMailedRequest find;
  find.add_candidates()->set_subscription_id(subscription.id());
  v1::BatchGetStandingsRequest ask;
  ask.set_reader_id(subscription.reader_id());
  for (const std::string& id : ids) {
    find.mutable_candidates(0)->add_paper_ids(id);
    ask.add_paper_ids(id);
  }
  PaperSet out;
  if (!subscription.id().empty()) {
    const auto mailed = houses_->FindMailed(call, find);
    if (!mailed.ok()) return mailed.status();
    out.insert(mailed->mailed(0).paper_ids().begin(),
               mailed->mailed(0).paper_ids().end());
  }
  if (!subscription.reader_id().empty()) {
    const auto standings = houses_->Standings(call, ask);
    if (!standings.ok()) return standings.status();
    for (const v1::Standing& standing : standings->standings()) {
      if (IsKnown(standing)) out.insert(standing.paper_id());
    }
  }
  Drop(out, &choice->candidates);
  Drop(out, &choice->trending);
  return absl::OkStatus();
}

absl::StatusOr<pb::IssueContent> Chooser::ChooseOne(
    const CallContext& call, const v1::Subscription& subscription,
    Refusals refusals) {
  auto choice = Gather(call, subscription, refusals);
  if (!choice.ok()) return choice.status();
  absl::Status known = DropKnown(call, subscription, &*choice);
  if (!known.ok()) return known;
  const v1::DigestSettings& settings = subscription.settings();
  const int wanted =
      settings.papers() == 0 ? kStandardPapers : settings.papers();
  pb::IssueContent content;
  PaperSet taken;
  for (const v1::ListedPaper& listed : choice->candidates) {
    if (content.papers_size() >= wanted) break;
    *content.add_papers() = PrintedPaper(listed);
    taken.insert(listed.paper().id());
  }
  Drop(taken, &choice->trending);
  if (content.papers().empty() && !settings.send_empty()) return content;
  for (const v1::ListedPaper& listed : choice->trending) {
    if (content.trending_size() >= kTrendingBeside) break;
    *content.add_trending() = PrintedPaper(listed);
  }
  content.set_about(AboutOf(settings));
  content.set_subject(SubjectOf(content));
  return content;
}

absl::StatusOr<std::vector<pb::IssueContent>> Chooser::Choose(
    const CallContext& call,
    const std::vector<v1::Subscription>& subscriptions) {
  std::vector<pb::IssueContent> contents;
  for (const v1::Subscription& subscription : subscriptions) {
    auto content = ChooseOne(call, subscription, Refusals::kLeaveOut);
    if (!content.ok()) return content.status();
    contents.push_back(*std::move(content));
  }
  return contents;
}

absl::StatusOr<pb::IssueContent> Chooser::Preview(
    const CallContext& call, const v1::Subscription& subscription) {
  return ChooseOne(call, subscription, Refusals::kTell);
}

}  // namespace broadsheet::digest

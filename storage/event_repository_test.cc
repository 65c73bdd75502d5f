#include "storage/event_repository.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "storage/event_rules.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

using v1::Event;
using v1::EventResult;

// Appends, and answers the outcomes.
std::vector<EventResult::Outcome> Append(TestStore* store,
                                         const std::vector<Event>& events) {
  internal::v1::AppendEventsRequest request;
  for (const Event& event : events) *request.add_events() = event;
  const auto response = store->repositories.events.Append(TestCall(), request);
  EXPECT_TRUE(response.ok()) << response.status();
  std::vector<EventResult::Outcome> outcomes;
  if (!response.ok()) return outcomes;
  for (const EventResult& result : response->results()) {
    outcomes.push_back(result.outcome());
  }
  return outcomes;
}

v1::Standing Standing(TestStore* store, const std::string& reader,
                      const std::string& paper) {
  internal::v1::BatchGetStandingsRequest request;
  request.mutable_query()->set_reader_id(reader);
  request.mutable_query()->add_paper_ids(paper);
  const auto response =
      store->repositories.readers.BatchGetStandings(TestCall(), request);
  EXPECT_TRUE(response.ok()) << response.status();
  return response->standings(0);
}

constexpr auto kAppended = EventResult::OUTCOME_APPENDED;
constexpr auto kDuplicate = EventResult::OUTCOME_DUPLICATE;
constexpr auto kRefused = EventResult::OUTCOME_REFUSED;
using Outcomes = std::vector<EventResult::Outcome>;

TEST(EventRepository, DerivesStandingsAndCounters) {
  TestStore store;
  store.AddPapers({"a:1"});
  Append(&store, {MakeEvent("ada", "1", v1::EVENT_KIND_UPVOTE, "a:1", 0),
                  MakeEvent("ada", "2", v1::EVENT_KIND_SAVE, "a:1", 1),
                  MakeEvent("bob", "1", v1::EVENT_KIND_HIDE, "a:1", 2)});
  EXPECT_EQ(store.GetPaper("a:1").upvotes(), 1);
  const v1::Standing ada = Standing(&store, "ada", "a:1");
  EXPECT_TRUE(ada.upvoted() && ada.saved() && ada.seen());
  EXPECT_FALSE(ada.hidden() || ada.disliked());
  const v1::Standing bob = Standing(&store, "bob", "a:1");
  EXPECT_TRUE(bob.hidden());
  EXPECT_FALSE(bob.seen() || bob.upvoted());
}

TEST(EventRepository, TellsFollowersTheEventsAndTheCountedPaper) {
  TestStore store;
  store.AddPapers({"a:1"});
  Append(&store, {MakeEvent("ada", "1", v1::EVENT_KIND_UPVOTE, "a:1", 0)});
  const auto changes = store.Changes();
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[1].event().event_id(), "1");
  EXPECT_EQ(changes[2].paper().DebugString(),
            store.GetPaper("a:1").DebugString());
}

TEST(EventRepository, ChangesNothingWhenAskedAgain) {
  TestStore store;
  store.AddPapers({"a:1"});
  const Event vote = MakeEvent("ada", "1", v1::EVENT_KIND_UPVOTE, "a:1", 0);
  EXPECT_EQ(Append(&store, {vote, vote}), (Outcomes{kAppended, kDuplicate}));
  EXPECT_EQ(Append(&store, {vote}), Outcomes{kDuplicate});
  EXPECT_EQ(store.GetPaper("a:1").upvotes(), 1);
  EXPECT_EQ(store.Changes().size(), 3u);
}

TEST(EventRepository, KeepsIdsOfReadersApart) {
  TestStore store;
  store.AddPapers({"a:1"});
  EXPECT_EQ(
      Append(&store, {MakeEvent("ada", "1", v1::EVENT_KIND_UPVOTE, "a:1", 0),
                      MakeEvent("bob", "1", v1::EVENT_KIND_UPVOTE, "a:1", 0)}),
      (Outcomes{kAppended, kAppended}));
  EXPECT_EQ(store.GetPaper("a:1").upvotes(), 2);
}

TEST(EventRepository, LetsNoLateOldEventUndoANewerOne) {
  TestStore store;
  store.AddPapers({"a:1"});
  Append(&store, {MakeEvent("ada", "2", v1::EVENT_KIND_UPVOTE, "a:1", 5)});
  Append(&store, {MakeEvent("ada", "1", v1::EVENT_KIND_UNVOTE, "a:1", 3)});
  EXPECT_EQ(store.GetPaper("a:1").upvotes(), 1);
  Append(&store, {MakeEvent("ada", "3", v1::EVENT_KIND_UNVOTE, "a:1", 7),
                  MakeEvent("ada", "4", v1::EVENT_KIND_UPVOTE, "a:1", 6)});
  EXPECT_EQ(store.GetPaper("a:1").upvotes(), 0);
  EXPECT_FALSE(Standing(&store, "ada", "a:1").upvoted());
  EXPECT_TRUE(Standing(&store, "ada", "a:1").seen());
}

TEST(EventRepository, BreaksTiesOfTimeByEventId) {
  TestStore store;
  store.AddPapers({"a:1"});
  Append(&store, {MakeEvent("ada", "b", v1::EVENT_KIND_UNVOTE, "a:1", 5)});
  Append(&store, {MakeEvent("ada", "a", v1::EVENT_KIND_UPVOTE, "a:1", 5)});
  EXPECT_EQ(store.GetPaper("a:1").upvotes(), 0);
}

TEST(EventRepository, EndsInTheSameStateInWhateverOrderEventsCome) {
  TestStore store;
  store.AddPapers({"a:1"});
  std::vector<Event> events;
  for (int reader = 0; reader < 10; ++reader) {
    for (int i = 0; i < 10; ++i) {
      events.push_back(MakeEvent(
          "r" + std::to_string(reader), std::to_string(i),
          (i + reader) % 2 == 0 ? v1::EVENT_KIND_UPVOTE : v1::EVENT_KIND_UNVOTE,
          "a:1", i));
    }
  }
  std::shuffle(events.begin(), events.end(), std::mt19937(7));
  for (size_t i = 0; i < events.size(); i += 9) {
    const size_t end = std::min(events.size(), i + 9);
    Append(&store,
           std::vector<Event>(events.begin() + i, events.begin() + end));
  }
  EXPECT_EQ(store.GetPaper("a:1").upvotes(), 5);
}

// The standings that a log of events amounts to, "reader|aspect|subject" each.
std::set<std::string> StandingsOf(const std::vector<Event>& log) {
  std::map<std::string, std::pair<std::pair<int64_t, std::string>, bool>> last;
  for (const Event& event : log) {
    for (const Standpoint& point : StandpointsOf(event.kind())) {
      const std::string key = event.reader_id() + "|" +
                              std::to_string(static_cast<int>(point.aspect)) +
                              "|" + SubjectOf(event);
      const std::pair when(event.at().seconds(), event.event_id());
      const auto [found, added] = last.emplace(key, std::pair(when, point.on));
      if (!added && when > found->second.first) {
        found->second = {when, point.on};
      }
    }
  }
  std::set<std::string> on;
  for (const auto& [key, standing] : last) {
    if (standing.second) on.insert(key);
  }
  return on;
}

std::set<std::string> Lines(const std::string& text) {
  std::istringstream stream(text);
  std::set<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.insert(line);
  return lines;
}

TEST(EventRepository, DerivesExactlyWhatTheLogSaysHoweverItIsReplayed) {
  TestStore store;
  store.AddPapers({"a:1", "a:2", "a:3"});
  std::mt19937 random(11);
  std::vector<Event> log;
  for (int i = 0; i < 400; ++i) {
    const auto kind = static_cast<v1::EventKind>(
        random() % (v1::EVENT_KIND_SHARE - 1) + v1::EVENT_KIND_VIEW);
    // Few minutes: many ties.
    log.push_back(MakeEvent("r" + std::to_string(random() % 7),
                            "e" + std::to_string(i), kind,
                            "a:" + std::to_string(random() % 3 + 1),
                            static_cast<int>(random() % 20)));
  }
  for (int replay = 0; replay < 3; ++replay) {
    std::shuffle(log.begin(), log.end(), random);
    for (size_t first = 0; first < log.size();) {
      const size_t end = std::min(log.size(), first + random() % 60 + 1);
      Append(&store, {log.begin() + static_cast<int64_t>(first),
                      log.begin() + static_cast<int64_t>(end)});
      first = end;
    }
    const std::set<std::string> standings = StandingsOf(log);
    EXPECT_EQ(Lines(store.Run("select reader_id, aspect, subject "
                              "from standings where is_on")),
              standings);
    for (const char* paper : {"a:1", "a:2", "a:3"}) {
      EXPECT_EQ(store.GetPaper(paper).upvotes(),
                std::ranges::count_if(standings, [&](const std::string& s) {
                  return s.ends_with(std::string("|1|") + paper);
                }));
    }
  }
}

// "s2:1" becomes 2401.00001, under which name "openalex:W1" is known, too.
void MergeInto(TestStore* store, const std::string& other) {
  v1::Paper paper = MakePaper("2401.00001");
  paper.set_doi("10.1/x");
  v1::Paper same = MakePaper(other);
  same.set_doi("10.1/x");
  internal::v1::UpsertPapersRequest request;
  *request.add_papers() = paper;
  *request.add_papers() = same;
  ASSERT_TRUE(store->repositories.papers.Upsert(TestCall(), request).ok());
}

TEST(EventRepository, CountsForThePaperThatANameStandsFor) {
  TestStore store;
  store.AddPapers({"s2:1"});
  MergeInto(&store, "s2:1");
  MergeInto(&store, "openalex:W1");
  const std::vector<Event> events = {
      MakeEvent("ada", "1", v1::EVENT_KIND_UPVOTE, "s2:1", 0),
      MakeEvent("bob", "1", v1::EVENT_KIND_UPVOTE, "openalex:W1", 1),
      MakeEvent("bob", "2", v1::EVENT_KIND_UPVOTE, "2401.00001", 2)};
  EXPECT_EQ(Append(&store, events),
            (Outcomes{kAppended, kAppended, kAppended}));
  EXPECT_EQ(Append(&store, events),
            (Outcomes{kDuplicate, kDuplicate, kDuplicate}));
  EXPECT_EQ(store.GetPaper("2401.00001").upvotes(), 2);
  EXPECT_EQ(store.GetPaper("s2:1").upvotes(), 0);
  EXPECT_TRUE(Standing(&store, "ada", "2401.00001").upvoted());
  for (const auto& change : store.Changes()) {
    if (change.has_event()) {
      EXPECT_EQ(change.event().paper_id(), "2401.00001");
    }
  }
  internal::v1::BatchGetPapersRequest request;
  request.add_paper_ids("openalex:W1");
  request.add_paper_ids("unknown:1");
  request.add_paper_ids("s2:1");
  const auto papers = store.repositories.papers.BatchGet(TestCall(), request);
  ASSERT_TRUE(papers.ok()) << papers.status();
  ASSERT_EQ(papers->papers_size(), 2);
  EXPECT_EQ(papers->papers(0).id(), "2401.00001");
  EXPECT_EQ(papers->papers(1).id(), "2401.00001");
}

TEST(EventRepository, RefusesBadEventsAndTakesTheOthers) {
  TestStore store;
  store.AddPapers({"a:1"});
  Event future = MakeEvent("ada", "2", v1::EVENT_KIND_VIEW, "a:1", 600);
  EXPECT_EQ(
      Append(&store,
             {MakeEvent("ada", "1", v1::EVENT_KIND_VIEW, "a:9", 0), future,
              MakeEvent("ada", "3", v1::EVENT_KIND_VIEW, "a:1", 0)}),
      (Outcomes{kRefused, kRefused, kAppended}));
  EXPECT_EQ(store.Run("select event_id from events"), "3\n");
}

TEST(EventRepository, GivesEventsWithoutATimeTheTimeOfArrival) {
  TestStore store;
  store.AddPapers({"a:1"});
  Event event = MakeEvent("ada", "1", v1::EVENT_KIND_VIEW, "a:1", 0);
  event.clear_at();
  Append(&store, {event});
  EXPECT_EQ(store.Run("select at from events"), "2026-11-23 12:00:00+00\n");
  EXPECT_EQ(store.Changes().back().event().at().seconds(),
            absl::ToUnixSeconds(store.clock.Now()));
}

TEST(EventRepository, FollowsAuthorsAndCategories) {
  TestStore store;
  Event follow = MakeEvent("ada", "1", v1::EVENT_KIND_FOLLOW, "", 0);
  follow.set_target("category:cs.CL");
  EXPECT_EQ(Append(&store, {follow}), Outcomes{kAppended});
  EXPECT_EQ(store.Run("select subject, is_on from standings"),
            "category:cs.CL|t\n");
}

TEST(EventRepository, CountsConcurrentVotesExactly) {
  TestStore store;
  store.AddPapers({"a:1", "a:2"});
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 16; ++caller) {
    callers.emplace_back([&, caller] {
      for (int i = 0; i < 10; ++i) {
        const std::string reader =
            "r" + std::to_string(caller) + "-" + std::to_string(i);
        // Every other reader takes the vote for a:1 back.
        std::vector<Event> events = {
            MakeEvent(reader, "1", v1::EVENT_KIND_UPVOTE, "a:2", 1),
            MakeEvent(reader, "2", v1::EVENT_KIND_UPVOTE, "a:1", 2)};
        if (caller % 2 == 0) std::swap(events[0], events[1]);
        Append(&store, events);
        if (i % 2 == 1) continue;
        Append(&store,
               {MakeEvent(reader, "3", v1::EVENT_KIND_UNVOTE, "a:1", 3)});
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(store.GetPaper("a:1").upvotes(), 80);
  EXPECT_EQ(store.GetPaper("a:2").upvotes(), 160);
}

TEST(EventRepository, CountsOneReadersConcurrentVotesOnce) {
  TestStore store;
  store.AddPapers({"a:1"});
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 8; ++caller) {
    callers.emplace_back([&, caller] {
      for (int i = 0; i < 10; ++i) {
        Append(&store, {MakeEvent("ada", std::to_string(caller * 10 + i),
                                  (caller + i) % 2 == 0 ? v1::EVENT_KIND_UPVOTE
                                                        : v1::EVENT_KIND_UNVOTE,
                                  "a:1", i)});
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(store.GetPaper("a:1").upvotes(),
            Standing(&store, "ada", "a:1").upvoted() ? 1 : 0);
}

TEST(ReaderRepository, ListsTheLibraryLatestFirst) {
  TestStore store;
  store.AddPapers({"a:1", "a:2", "a:3"});
  Append(&store, {MakeEvent("ada", "1", v1::EVENT_KIND_SAVE, "a:1", 1),
                  MakeEvent("ada", "2", v1::EVENT_KIND_SAVE, "a:2", 3),
                  MakeEvent("ada", "3", v1::EVENT_KIND_SAVE, "a:3", 2),
                  MakeEvent("ada", "4", v1::EVENT_KIND_UNSAVE, "a:3", 4),
                  MakeEvent("bob", "1", v1::EVENT_KIND_SAVE, "a:3", 1)});
  internal::v1::ListLibraryRequest request;
  request.mutable_query()->set_reader_id("ada");
  request.mutable_query()->set_page_size(1);
  auto page = store.repositories.readers.ListLibrary(TestCall(), request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->page().papers_size(), 1);
  EXPECT_EQ(page->page().papers(0).paper().id(), "a:2");
  request.mutable_query()->set_page_token(page->page().next_page_token());
  page = store.repositories.readers.ListLibrary(TestCall(), request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->page().papers_size(), 1);
  EXPECT_EQ(page->page().papers(0).paper().id(), "a:1");
  EXPECT_EQ(page->page().next_page_token(), "");
}

TEST(ReaderRepository, ListsWhatWasHiddenOrDislikedLatestFirst) {
  TestStore store;
  store.AddPapers({"a:1", "a:2", "a:3", "a:4"});
  internal::v1::AppendEventsRequest events;
  *events.add_events() = MakeEvent("ada", "1", v1::EVENT_KIND_HIDE, "a:1", 1);
  *events.add_events() =
      MakeEvent("ada", "2", v1::EVENT_KIND_DISLIKE, "a:2", 2);
  *events.add_events() =
      MakeEvent("ada", "3", v1::EVENT_KIND_DISLIKE, "a:1", 3);
  *events.add_events() = MakeEvent("ada", "4", v1::EVENT_KIND_HIDE, "a:3", 4);
  *events.add_events() = MakeEvent("ada", "5", v1::EVENT_KIND_UNHIDE, "a:3", 5);
  *events.add_events() = MakeEvent("bob", "1", v1::EVENT_KIND_HIDE, "a:4", 1);
  ASSERT_TRUE(store.repositories.events.Append(TestCall(), events).ok());
  internal::v1::ListDismissedRequest request;
  request.mutable_query()->set_reader_id("ada");
  request.mutable_query()->set_page_size(1);
  auto page = store.repositories.readers.ListDismissed(TestCall(), request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->page().papers_size(), 1);
  EXPECT_EQ(page->page().papers(0).paper().id(), "a:1");
  EXPECT_TRUE(page->page().papers(0).hidden());
  EXPECT_TRUE(page->page().papers(0).disliked());
  request.mutable_query()->set_page_token(page->page().next_page_token());
  page = store.repositories.readers.ListDismissed(TestCall(), request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->page().papers_size(), 1);
  EXPECT_EQ(page->page().papers(0).paper().id(), "a:2");
  EXPECT_FALSE(page->page().papers(0).hidden());
  EXPECT_EQ(page->page().next_page_token(), "");
}

TEST(ReaderRepository, FindsTheReaderOfAToken) {
  TestStore store;
  internal::v1::CreateTokenRequest create;
  create.set_sha256(std::string("\x00\x01", 2) + std::string(30, 'x'));
  create.set_reader_id("ada");
  create.mutable_at()->set_seconds(1000);
  auto& readers = store.repositories.readers;
  ASSERT_TRUE(readers.CreateToken(TestCall(), create).ok());
  ASSERT_TRUE(readers.CreateToken(TestCall(), create).ok());
  internal::v1::FindTokenRequest find;
  find.set_sha256(create.sha256());
  EXPECT_EQ(readers.FindToken(TestCall(), find)->reader_id(), "ada");
  create.set_reader_id("bob");
  EXPECT_TRUE(
      absl::IsAlreadyExists(readers.CreateToken(TestCall(), create).status()));
  find.set_sha256(std::string(32, 'y'));
  EXPECT_TRUE(absl::IsNotFound(readers.FindToken(TestCall(), find).status()));
}

}  // namespace
}  // namespace broadsheet::storage

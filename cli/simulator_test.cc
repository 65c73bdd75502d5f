#include "cli/simulator.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/draws.h"
#include "common/days.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::cli {
namespace {

using testing::StartsWith;

const absl::CivilDay kUntil(2026, 11, 23);

std::vector<SimulatedPaper> Papers(int count) {
  const std::vector<std::string> categories = {"cs.CL", "cs.LG", "hep-th",
                                               "math.GT", "q-bio.NC"};
  std::vector<SimulatedPaper> papers;
  for (int i = 0; i < count; ++i) {
    papers.push_back({.id = absl::StrFormat("2610.%05d", i),
                      .categories = {categories[static_cast<size_t>(i) % 5]},
                      .announced = FormatDay(kUntil - i % 60)});
  }
  return papers;
}

SimulationOptions Options(uint64_t seed = 7) {
  return {.seed = seed, .until = kUntil, .zone = *LoadZone("America/New_York")};
}

auto KeyOf(const SimulatedEvent& event) {
  return std::make_tuple(event.event_id, event.reader, event.paper_id,
                         event.kind, event.at, event.list, event.position);
}

TEST(Simulator, GivesTheSameForTheSameSeedAndCatalogueInAnyOrder) {
  std::vector<SimulatedPaper> papers = Papers(300);
  const Simulation first = Simulate(papers, Options());
  std::reverse(papers.begin(), papers.end());
  const Simulation second = Simulate(papers, Options());
  ASSERT_EQ(first.events.size(), second.events.size());
  for (size_t i = 0; i < first.events.size(); ++i) {
    EXPECT_EQ(KeyOf(first.events[i]), KeyOf(second.events[i]));
  }
  EXPECT_NE(Simulate(papers, Options(8)).events.size(), first.events.size());
}

TEST(Simulator, SubmitsEightToTwelveDifferentPapersOnEachOfFifteenDays) {
  std::map<absl::CivilDay, std::set<std::string>> lists;
  const Simulation simulation = Simulate(Papers(300), Options());
  for (const auto& submission : simulation.submissions) {
    EXPECT_TRUE(lists[submission.day].insert(submission.paper_id).second);
  }
  EXPECT_EQ(lists.size(), 15u);
  EXPECT_EQ(lists.begin()->first, kUntil - 14);
  EXPECT_EQ(lists.rbegin()->first, kUntil);
  for (const auto& [day, papers] : lists) {
    EXPECT_GE(papers.size(), 8u) << day;
    EXPECT_LE(papers.size(), 12u) << day;
  }
}

TEST(Simulator, SubmitsNoPaperBeforeItsAnnouncement) {
  std::map<std::string, std::string> announced;
  for (const auto& paper : Papers(300)) announced[paper.id] = paper.announced;
  for (const auto& submission : Simulate(Papers(300), Options()).submissions) {
    EXPECT_LE(announced[submission.paper_id], FormatDay(submission.day));
  }
}

TEST(Simulator, SubmitsNoPaperTwiceWhileOthersAreLeft) {
  std::set<std::string> seen;
  for (const auto& submission : Simulate(Papers(1000), Options()).submissions) {
    EXPECT_TRUE(seen.insert(submission.paper_id).second) << submission.paper_id;
  }
}

TEST(Simulator, NamesEverybodyAsSimulated) {
  const Simulation simulation = Simulate(Papers(100), Options());
  for (const auto& submission : simulation.submissions) {
    EXPECT_THAT(submission.editor, StartsWith("sim-editor-"));
  }
  for (const auto& event : simulation.events) {
    EXPECT_THAT(event.reader, StartsWith("sim-"));
  }
}

TEST(Simulator, MakesEventIdsThatAreUniqueForEachReader) {
  std::set<std::pair<std::string, std::string>> ids;
  for (const auto& event : Simulate(Papers(300), Options()).events) {
    EXPECT_TRUE(ids.emplace(event.reader, event.event_id).second);
    EXPECT_LE(event.event_id.size(), 100u);
  }
  EXPECT_GT(ids.size(), 2000u);
}

TEST(Simulator, LetsEachReaderVoteForAPaperOnce) {
  std::set<std::pair<std::string, std::string>> votes;
  for (const auto& event : Simulate(Papers(2000), Options()).events) {
    if (event.kind != SimulatedEvent::Kind::kUpvote) continue;
    EXPECT_TRUE(votes.emplace(event.reader, event.paper_id).second);
  }
}

TEST(Simulator, LetsTheFirstPositionsGetMoreClicks) {
  int first = 0, later = 0;
  for (const auto& event : Simulate(Papers(300), Options()).events) {
    if (event.kind != SimulatedEvent::Kind::kClick) continue;
    if (event.position < 3) ++first;
    if (event.position >= 3 && event.position < 6) ++later;
  }
  EXPECT_GT(first, later);
}

TEST(Simulator, KeepsTheDayThatIsNotOverWithinWhatHasPassed) {
  SimulationOptions options = Options();
  options.now = absl::FromCivil(absl::CivilHour(2026, 11, 23, 1), options.zone);
  const Simulation early = Simulate(Papers(300), options);
  const Simulation late = Simulate(Papers(300), Options());
  ASSERT_EQ(early.events.size(), late.events.size());
  for (size_t i = 0; i < early.events.size(); ++i) {
    EXPECT_LE(early.events[i].at, options.now);
    EXPECT_EQ(early.events[i].event_id, late.events[i].event_id);
    EXPECT_EQ(early.events[i].paper_id, late.events[i].paper_id);
  }
}

TEST(Simulator, MakesTheBestOfATinyCatalogue) {
  EXPECT_TRUE(Simulate({}, Options()).submissions.empty());
  const Simulation simulation =
      Simulate({{.id = "1", .categories = {}, .announced = ""}}, Options());
  EXPECT_EQ(simulation.submissions.size(), 15u);
}

TEST(Draws, AreTheSameOnEveryPlatform) {
  Draws draws(7, "purpose");
  std::vector<uint64_t> values;
  for (int i = 0; i < 4; ++i) values.push_back(draws.Below(1000));
  Draws again(7, "purpose");
  for (uint64_t value : values) EXPECT_EQ(again.Below(1000), value);
  Draws other(7, "another purpose");
  EXPECT_NE(other.Below(1'000'000), Draws(7, "purpose").Below(1'000'000));
}

TEST(Draws, StayWithinTheirBounds) {
  Draws draws(1, "");
  int hits = 0;
  for (int i = 0; i < 10'000; ++i) {
    EXPECT_LT(draws.Below(3), 3u);
    const int64_t value = draws.Between(-2, 2);
    EXPECT_TRUE(value >= -2 && value <= 2);
    if (draws.Chance(250)) ++hits;
  }
  EXPECT_NEAR(hits, 2500, 200);
  EXPECT_FALSE(draws.Chance(0));
  EXPECT_TRUE(draws.Chance(1000));
}

}  // namespace
}  // namespace broadsheet::cli

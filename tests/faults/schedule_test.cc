#include "tests/faults/schedule.h"

#include <algorithm>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::faults {
namespace {

ScheduleOptions Options(uint64_t seed, int kills) {
  return {.seed = seed,
          .kills = kills,
          .pace = absl::Seconds(2),
          .processes = {"storage", "gateway", "postgres"},
          .links = {"gateway>storage", "ingest>storage"}};
}

std::vector<std::string> Lines(const ScheduleOptions& options) {
  std::vector<std::string> lines;
  for (const Fault& fault : MakeSchedule(options)) {
    lines.push_back(Describe(fault));
  }
  return lines;
}

TEST(Schedule, IsTheSameForTheSameSeed) {
  EXPECT_EQ(Lines(Options(7, 50)), Lines(Options(7, 50)));
  EXPECT_NE(Lines(Options(7, 50)), Lines(Options(8, 50)));
}

TEST(Schedule, HasAsManyKillsAsAskedForAndOtherFaultsBesides) {
  const auto faults = MakeSchedule(Options(7, 200));
  const auto kills = std::count_if(
      faults.begin(), faults.end(),
      [](const Fault& fault) { return fault.kind == FaultKind::kKill; });
  EXPECT_EQ(kills, 200);
  std::set<FaultKind> kinds;
  for (const Fault& fault : faults) kinds.insert(fault.kind);
  EXPECT_EQ(kinds.size(), 8u);
}

TEST(Schedule, KillsEveryProcessBeforeAnyTwice) {
  std::vector<std::string> killed;
  for (const Fault& fault : MakeSchedule(Options(9, 3))) {
    if (fault.kind == FaultKind::kKill) killed.push_back(fault.whom);
  }
  EXPECT_THAT(killed, ::testing::UnorderedElementsAre("storage", "gateway",
                                                      "postgres"));
}

TEST(Schedule, KeepsToThePaceOnAverage) {
  absl::Duration total;
  const auto faults = MakeSchedule(Options(3, 300));
  for (const Fault& fault : faults) total += fault.after;
  EXPECT_GT(total / faults.size(), absl::Milliseconds(1700));
  EXPECT_LT(total / faults.size(), absl::Milliseconds(2300));
}

}  // namespace
}  // namespace broadsheet::faults

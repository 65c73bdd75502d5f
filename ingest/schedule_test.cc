#include "ingest/schedule.h"

#include <string>

#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNoon = absl::FromUnixSeconds(1'795'435'200);

class ScheduleTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::vector<Schedule>> Parse(const std::string& text) {
    return ParseSchedules(text, sources_);
  }
  std::string Rule(const std::string& text) {
    const auto violations = ViolationsOf(Parse(text).status());
    return violations.empty() ? "" : violations[0].rule;
  }

  const Sources sources_ = MakeSources("");
};

TEST_F(ScheduleTest, IsEmptyByDefault) { EXPECT_THAT(*Parse(""), IsEmpty()); }

TEST_F(ScheduleTest, TellsNameIntervalTimeAndSet) {
  const auto all = Parse(
      "arxiv-oai=6h:cs,arxiv-rss=24h@04:30:cs.CL+cs.LG,hf-daily=1h,"
      "openalex=24h:type:article,is_oa:true");
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_THAT(*all, SizeIs(4));
  EXPECT_EQ((*all)[0].source, "arxiv-oai");
  EXPECT_EQ((*all)[0].interval, absl::Hours(6));
  EXPECT_EQ((*all)[0].set, "cs");
  EXPECT_FALSE((*all)[0].at.has_value());
  EXPECT_EQ((*all)[1].at, absl::Minutes(270));
  EXPECT_EQ((*all)[1].set, "cs.CL+cs.LG");
  EXPECT_EQ((*all)[2].set, "");
  EXPECT_EQ((*all)[3].set, "type:article,is_oa:true");
}

TEST_F(ScheduleTest, NamesThePartAndTheRuleThatItBreaks) {
  EXPECT_THAT(Rule("arxiv-oai"), HasSubstr("is not NAME=INTERVAL"));
  EXPECT_THAT(Rule("nowhere=1h"), HasSubstr("\"nowhere=1h\" names no source"));
  EXPECT_THAT(Rule("=1h"), HasSubstr("names no source"));
  EXPECT_THAT(Rule("arxiv-oai=soon"), HasSubstr("has no interval"));
  EXPECT_THAT(Rule("arxiv-oai=1s"), HasSubstr("not 1m to 8784h"));
  EXPECT_THAT(Rule("arxiv-oai=-1h"), HasSubstr("not 1m to 8784h"));
  EXPECT_THAT(Rule("arxiv-oai=inf"), HasSubstr("not 1m to 8784h"));
  EXPECT_THAT(Rule("arxiv-oai=24h@4:30"), HasSubstr("no time behind @"));
  EXPECT_THAT(Rule("arxiv-oai=24h@24:00"), HasSubstr("no time behind @"));
  EXPECT_THAT(Rule("arxiv-oai=24h@"), HasSubstr("no time behind @"));
  EXPECT_THAT(Rule("arxiv-oai=24h:"), HasSubstr("no set behind"));
  EXPECT_THAT(Rule("arxiv-oai=24h@04:30x"), HasSubstr("no set behind"));
  EXPECT_THAT(Rule("arxiv-rss=24h"), HasSubstr("not a list of categories"));
  EXPECT_THAT(Rule("hf-daily=1h,hf-daily=2h"), HasSubstr("is there twice"));
}

TEST_F(ScheduleTest, IsDueAtOnceTheFirstTimeAndThenAfterEachInterval) {
  const Schedule schedule = {"hf-daily", "", absl::Hours(6), std::nullopt};
  EXPECT_LE(NextRun(schedule, std::nullopt, kNoon), kNoon);
  EXPECT_EQ(NextRun(schedule, kNoon, kNoon), kNoon + absl::Hours(6));
}

TEST_F(ScheduleTest, RunsAtItsTimeOfDayAndOnlyOnceForMissedRuns) {
  const Schedule schedule = {"hf-daily", "", absl::Hours(24),
                             absl::Minutes(270)};
  const absl::Time next = NextRun(schedule, kNoon, kNoon);
  EXPECT_EQ(absl::FormatTime("%H:%M", next, absl::UTCTimeZone()), "04:30");
  EXPECT_EQ(next, kNoon + absl::Hours(16) + absl::Minutes(30));
  // A run that began at its time is followed by that of the next day.
  EXPECT_EQ(NextRun(schedule, next, next), next + absl::Hours(24));
  // Ten days were missed: due long ago, and once it has run, tomorrow.
  const absl::Time later = kNoon + absl::Hours(240);
  EXPECT_LT(NextRun(schedule, kNoon, later), later);
  EXPECT_GT(NextRun(schedule, later, later), later);
}

}  // namespace
}  // namespace broadsheet::ingest

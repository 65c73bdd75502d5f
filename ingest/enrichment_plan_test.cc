#include "ingest/enrichment_plan.h"

#include <string>

#include "gtest/gtest.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

class EnrichmentPlanTest : public ::testing::Test {
 protected:
  // The walk that is next: "all", "fresh" or "".
  std::string Next(absl::Duration later = absl::ZeroDuration()) {
    now_ += later;
    const EnrichmentWalk* walk = NextWalk(rules_, now_, &state_);
    if (walk == nullptr) return "";
    return walk == &state_.all() ? "all" : "fresh";
  }

  void End(EnrichmentWalk* walk) { SetTimestamp(now_, walk->mutable_end()); }

  // Seen so long before now (later: negative), with the day `day`.
  v1::Paper Seen(absl::Duration ago, const std::string& day) {
    v1::Paper paper;
    SetTimestamp(now_ - ago, paper.mutable_first_seen());
    paper.set_announced(day);
    paper.set_updated(day);
    return paper;
  }

  bool Wanted(const v1::Paper& paper) {
    return Wants(rules_, state_, state_.all(), paper);
  }
  bool WantedFresh(const v1::Paper& paper) {
    return Wants(rules_, state_, state_.fresh(), paper);
  }

  EnrichmentRules rules_;
  EnrichmentCheckpoint state_;
  absl::Time now_ = absl::FromUnixSeconds(1'795'428'000);  // 2026-11-23 10:00
};

TEST_F(EnrichmentPlanTest, BeginsWithAllPapersTheNewestFirst) {
  EXPECT_EQ(Next(), "all");
  const auto page = PageOf(state_.all());
  EXPECT_EQ(page.page_token(), "");
  EXPECT_EQ(page.first_day(), "");
  EXPECT_TRUE(Wanted(Seen(absl::Hours(1), "2026-11-23")));
  EXPECT_TRUE(Wanted(Seen(absl::Hours(9000), "")));
  EXPECT_TRUE(Wanted(v1::Paper()));
}

TEST_F(EnrichmentPlanTest, InterruptsTheLongWalkForNewPapers) {
  Next();
  state_.mutable_all()->set_page_token("here");
  EXPECT_EQ(Next(absl::Minutes(59)), "all");
  EXPECT_EQ(Next(absl::Minutes(1)), "fresh");
  EXPECT_EQ(PageOf(state_.fresh()).first_day(), "2026-11-19");
  EXPECT_EQ(Next(), "fresh");
  End(state_.mutable_fresh());
  EXPECT_EQ(Next(), "all");
  EXPECT_EQ(PageOf(state_.all()).page_token(), "here");
}

TEST_F(EnrichmentPlanTest, AsksAboutEachNewPaperInOneShortWalk) {
  Next();
  Next(absl::Hours(1));
  const v1::Paper first = Seen(absl::Minutes(30), "2026-11-23");
  const v1::Paper second = Seen(-absl::Minutes(30), "2026-11-23");
  EXPECT_TRUE(WantedFresh(first));
  EXPECT_FALSE(WantedFresh(second));
  End(state_.mutable_fresh());
  Next(absl::Hours(1));
  EXPECT_FALSE(WantedFresh(first));
  EXPECT_TRUE(WantedFresh(second));
  EXPECT_FALSE(Wanted(first));
  EXPECT_FALSE(Wanted(second));
}

TEST_F(EnrichmentPlanTest, LeavesOldPapersThatCameLateToTheLongWalk) {
  Next();
  Next(absl::Hours(1));
  for (const char* day : {"2019-01-02", ""}) {
    const v1::Paper late = Seen(absl::Minutes(30), day);
    EXPECT_FALSE(WantedFresh(late)) << day;
    EXPECT_TRUE(Wanted(late)) << day;
  }
}

TEST_F(EnrichmentPlanTest, RestsAfterTheEndOfALongWalk) {
  Next();
  now_ += absl::Hours(400);
  End(state_.mutable_all());
  EXPECT_EQ(Next(), "fresh");
  End(state_.mutable_fresh());
  EXPECT_EQ(Next(), "");
  now_ += absl::Hours(167);
  EXPECT_EQ(Next(), "fresh");
  End(state_.mutable_fresh());
  EXPECT_EQ(Next(), "");
  Next(absl::Hours(1));
  End(state_.mutable_fresh());
  EXPECT_EQ(Next(), "all");
}

TEST_F(EnrichmentPlanTest, AsksAgainAfterSomeTimeOnly) {
  Next();
  now_ += absl::Hours(200);
  End(state_.mutable_all());
  now_ += absl::Hours(168);
  Next();
  End(state_.mutable_fresh());
  ASSERT_EQ(Next(), "all");
  EXPECT_TRUE(Wanted(Seen(absl::Hours(9000), "2020-01-01")));
  EXPECT_TRUE(Wanted(Seen(absl::Hours(170), "2026-12-01")));
  EXPECT_FALSE(Wanted(Seen(absl::Hours(100), "2026-12-04")));
  EXPECT_TRUE(Wanted(Seen(absl::Hours(100), "")));
}

TEST_F(EnrichmentPlanTest, AsksAgainOnlyAboutNewTextsWhenAnswersStay) {
  rules_.repeats = false;
  Next();
  End(state_.mutable_all());
  now_ += absl::Hours(168);
  Next();
  End(state_.mutable_fresh());
  ASSERT_EQ(Next(), "all");
  EXPECT_FALSE(Wanted(Seen(absl::Hours(9000), "2025-11-20")));
  v1::Paper revised = Seen(absl::Hours(9000), "2025-11-20");
  revised.set_updated("2026-11-25");
  EXPECT_TRUE(Wanted(revised));
  v1::Paper fresh = Seen(absl::Hours(100), "2026-11-26");
  EXPECT_FALSE(Wanted(fresh));
  fresh.set_updated("2026-11-28");
  EXPECT_TRUE(Wanted(fresh));
}

}  // namespace
}  // namespace broadsheet::ingest

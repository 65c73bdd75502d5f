#include "cli/patience.h"

#include "common/clock.h"
#include "gtest/gtest.h"

namespace broadsheet::cli {
namespace {

class PatienceTest : public testing::Test {
 protected:
  FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  Patience patience_{&clock_};
  const absl::Status away_ = absl::UnavailableError("connection refused");
  const absl::Status late_ = absl::DeadlineExceededError("Deadline Exceeded");
};

TEST_F(PatienceTest, OutlastsAServiceThatIsStartedAgainOrAnswersLate) {
  EXPECT_TRUE(patience_.Allows(away_));
  clock_.Advance(Patience::kLongest / 2);
  EXPECT_TRUE(patience_.Allows(late_));
}

TEST_F(PatienceTest, EndsWithoutAnAnswerForLong) {
  EXPECT_TRUE(patience_.Allows(late_));
  clock_.Advance(Patience::kLongest);
  EXPECT_FALSE(patience_.Allows(late_));
}

TEST_F(PatienceTest, IsWholeAgainAfterAnAnswer) {
  EXPECT_TRUE(patience_.Allows(away_));
  clock_.Advance(Patience::kLongest);
  patience_.Answered();
  EXPECT_TRUE(patience_.Allows(away_));
}

TEST_F(PatienceTest, DoesNotAskAgainAfterARefusal) {
  EXPECT_FALSE(patience_.Allows(absl::NotFoundError("no such operation")));
}

}  // namespace
}  // namespace broadsheet::cli

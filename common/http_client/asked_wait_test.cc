#include "common/http_client/asked_wait.h"

#include "gtest/gtest.h"

namespace broadsheet {
namespace {

constexpr absl::Time kNow = absl::FromUnixSeconds(1'795'428'000);

TEST(AskedWait, IsInSecondsOrUntilADate) {
  EXPECT_EQ(AskedWait({.retry_after = "7"}, kNow), absl::Seconds(7));
  const std::string date =
      absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", kNow + absl::Seconds(90),
                       absl::UTCTimeZone());
  EXPECT_EQ(AskedWait({.retry_after = date}, kNow), absl::Seconds(90));
  EXPECT_EQ(AskedWait({.retry_after = date}, kNow + absl::Hours(1)),
            absl::ZeroDuration());
}

TEST(AskedWait, IsUntilTheLimitIsRenewed) {
  EXPECT_EQ(
      AskedWait({.rate_limit_remaining = "0", .rate_limit_reset = "1795428060"},
                kNow),
      absl::Seconds(60));
}

TEST(AskedWait, IsNothingWhenTheServerDoesNotSay) {
  EXPECT_EQ(AskedWait({}, kNow), std::nullopt);
  EXPECT_EQ(AskedWait({.retry_after = "soon"}, kNow), std::nullopt);
  EXPECT_EQ(AskedWait({.retry_after = "-5"}, kNow), std::nullopt);
}

}  // namespace
}  // namespace broadsheet

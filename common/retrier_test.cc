#include "common/retrier.h"

#include <vector>

#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RetrierTest : public ::testing::Test {
 protected:
  std::vector<absl::Duration> waits_;
  FakeClock clock_{absl::FromUnixSeconds(1'795'428'000)};
  Timing timing_ = {.sleep =
                        [this](const CallContext&, absl::Duration wait) {
                          waits_.push_back(wait);
                          clock_.Advance(wait);
                        },
                    .random = [] { return 1.0; }};
  CallContext call_;
  Retrier retrier_{&call_,
                   &clock_,
                   {.first = absl::Seconds(1),
                    .longest = absl::Seconds(4),
                    .patience = absl::Seconds(10)},
                   timing_};
};

TEST_F(RetrierTest, WaitsLongerEveryTimeUntilPatienceRunsOut) {
  const absl::Status failure = absl::UnavailableError("down");
  while (retrier_.WaitAfter(failure).ok()) {
  }
  EXPECT_THAT(waits_, ElementsAre(absl::Seconds(1), absl::Seconds(2),
                                  absl::Seconds(4), absl::Seconds(4)));
  EXPECT_EQ(retrier_.WaitAfter(failure), failure);
}

TEST_F(RetrierTest, BeginsAnewAfterASuccess) {
  const absl::Status failure = absl::UnavailableError("down");
  ASSERT_TRUE(retrier_.WaitAfter(failure).ok());
  ASSERT_TRUE(retrier_.WaitAfter(failure).ok());
  retrier_.Succeeded();
  ASSERT_TRUE(retrier_.WaitAfter(failure).ok());
  EXPECT_EQ(waits_.back(), absl::Seconds(1));
}

TEST_F(RetrierTest, CountsTheTimeThatFailingCallsTook) {
  const absl::Status failure = absl::UnavailableError("down");
  ASSERT_TRUE(retrier_.WaitAfter(failure).ok());
  clock_.Advance(absl::Seconds(9));
  EXPECT_EQ(retrier_.WaitAfter(failure), failure);
}

TEST_F(RetrierTest, CountsNeitherTheTimeBeforeTheFirstFailureNorAskedWaits) {
  const absl::Status failure = absl::UnavailableError("down");
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(retrier_.WaitAfter(failure).ok());
  clock_.Advance(absl::Minutes(5));
  retrier_.Excuse(absl::Minutes(5));
  EXPECT_TRUE(retrier_.WaitAfter(failure).ok());
}

TEST_F(RetrierTest, WaitsForFullServersButNotForMessagesThatAreTooLarge) {
  const auto code = absl::StatusCode::kResourceExhausted;
  EXPECT_TRUE(retrier_.WaitAfter(MakeError(code, "OVERLOADED", "busy")).ok());
  EXPECT_TRUE(
      retrier_.WaitAfter(MakeError(code, "POOL_EXHAUSTED", "busy")).ok());
  EXPECT_TRUE(
      retrier_.WaitAfter(MakeError(code, "SNAPSHOTS_BUSY", "busy")).ok());
  const absl::Status failure =
      absl::ResourceExhaustedError("message too large");
  EXPECT_EQ(retrier_.WaitAfter(failure), failure);
  EXPECT_THAT(waits_, ::testing::SizeIs(3));
}

TEST_F(RetrierTest, DoesNotWaitForWhatWillNotPass) {
  const absl::Status failure = absl::InvalidArgumentError("bad");
  EXPECT_EQ(retrier_.WaitAfter(failure), failure);
  EXPECT_THAT(waits_, IsEmpty());
}

TEST_F(RetrierTest, EndsWithItsCall) {
  call_ = CallContext(absl::InfinitePast());
  EXPECT_EQ(retrier_.WaitAfter(absl::UnavailableError("down")).code(),
            absl::StatusCode::kDeadlineExceeded);
  EXPECT_THAT(waits_, IsEmpty());
}

}  // namespace
}  // namespace broadsheet

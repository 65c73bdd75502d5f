#include "gateway/limits/write_limiter.h"

#include <string>

#include "common/errors.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

constexpr char kComment[] = "CommentService/CreateComment";

class WriteLimiterTest : public ::testing::Test {
 protected:
  static WriteLimiter::Options Options() {
    WriteLimiter::Options options;
    options.writes = {60, 2};
    options.events = {60, 3};
    options.readers_per_address = 2;
    return options;
  }

  absl::Status Take(const std::string& reader, const char* method = kComment,
                    const std::string& address = "") {
    call_ =
        CallContext(absl::InfiniteFuture(), "", {{kPeerAddressKey, address}},
                    std::make_shared<Cancellation>());
    Identity identity;
    if (!reader.empty()) identity = {Identity::Kind::kReader, reader};
    return limiter_.Take(call_, method, identity);
  }

  FakeClock clock_{absl::FromUnixSeconds(1'795'000'000)};
  WriteLimiter limiter_{Options(), &clock_};
  CallContext call_;
};

TEST_F(WriteLimiterTest, TakesABurstAndThenWhatFlowsBack) {
  EXPECT_TRUE(Take("ann").ok());
  EXPECT_TRUE(Take("ann").ok());
  EXPECT_EQ(ReasonOf(Take("ann")), "TOO_MANY_WRITES");
  EXPECT_EQ(call_.trailers().find("retry-after")->second, "1");
  EXPECT_EQ(call_.trailers().find("ratelimit-limit")->second, "2");
  clock_.Advance(absl::Seconds(1));
  EXPECT_TRUE(Take("ann").ok());
  EXPECT_FALSE(Take("ann").ok());
}

TEST_F(WriteLimiterTest, CountsReadersAndEventsApart) {
  EXPECT_TRUE(Take("ann").ok());
  EXPECT_TRUE(Take("ann").ok());
  EXPECT_TRUE(Take("bert").ok());
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(Take("ann", "ReaderService/RecordEvents").ok());
  }
  EXPECT_FALSE(Take("ann", "ReaderService/RecordEvents").ok());
}

TEST_F(WriteLimiterTest, LimitsAnAddressOverAllItsReaders) {
  for (const char* reader : {"a", "b", "c", ""}) {
    EXPECT_TRUE(Take(reader, kComment, "10.0.0.1").ok());
  }
  EXPECT_FALSE(Take("d", kComment, "10.0.0.1").ok());
  EXPECT_FALSE(Take("", kComment, "10.0.0.1").ok());
  EXPECT_TRUE(Take("d", kComment, "10.0.0.2").ok());
}

TEST_F(WriteLimiterTest, LeavesTheOperatorAlone) {
  const Identity operator_identity{Identity::Kind::kOperator, ""};
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(limiter_.Take(call_, kComment, operator_identity).ok());
  }
}

}  // namespace
}  // namespace broadsheet::gateway

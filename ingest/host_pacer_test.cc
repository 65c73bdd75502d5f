#include "ingest/host_pacer.h"

#include <atomic>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;

class HostPacerTest : public ::testing::Test {
 protected:
  FakeClock clock_{absl::FromUnixSeconds(1'795'428'000)};
  std::vector<absl::Duration> waits_;
  Timing timing_ = {.sleep =
                        [this](const CallContext&, absl::Duration wait) {
                          waits_.push_back(wait);
                          clock_.Advance(wait);
                        },
                    .random = [] { return 1.0; }};
  HostPacer pacer_{absl::Seconds(3), &clock_, timing_};
  CallContext call_;
};

TEST_F(HostPacerTest, CountsAllHostsOfArxivAsOne) {
  for (const char* host :
       {"arxiv.org", "export.arxiv.org", "rss.arxiv.org", "oaipmh.arxiv.org"}) {
    EXPECT_TRUE(pacer_.Wait(call_, host).ok());
  }
  EXPECT_THAT(waits_, ElementsAre(absl::Seconds(3), absl::Seconds(3),
                                  absl::Seconds(3)));
}

TEST_F(HostPacerTest, LetsOtherServersNotWaitForEachOther) {
  EXPECT_TRUE(pacer_.Wait(call_, "huggingface.co").ok());
  EXPECT_TRUE(pacer_.Wait(call_, "notarxiv.org").ok());
  EXPECT_TRUE(pacer_.Wait(call_, "arxiv.org.example.com").ok());
  EXPECT_THAT(waits_, ElementsAre());
}

TEST_F(HostPacerTest, EndsAWaitWithItsCall) {
  EXPECT_TRUE(pacer_.Wait(call_, "arxiv.org").ok());
  const CallContext over(absl::Now() - absl::Seconds(1));
  EXPECT_EQ(pacer_.Wait(over, "arxiv.org").status().code(),
            absl::StatusCode::kDeadlineExceeded);
}

TEST(HostPacer, GivesTheTurnOfAServerToOneAtATime) {
  SystemClock clock;
  HostPacer pacer(absl::ZeroDuration(), &clock, Timing::Real());
  std::atomic<int> running{0};
  std::atomic<int> most{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      auto turn = pacer.Wait(CallContext(), "arxiv.org");
      const int now = ++running;
      most = std::max(most.load(), now);
      absl::SleepFor(absl::Milliseconds(5));
      --running;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(most, 1);
}

}  // namespace
}  // namespace broadsheet::ingest

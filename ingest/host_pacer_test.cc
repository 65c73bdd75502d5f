#include "ingest/host_pacer.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/fake_storage.h"
#include "ingest/grpc_store.h"
#include "ingest/lease_turns.h"

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

TEST_F(HostPacerTest, LetsThoseInHasteGoFirst) {
  // Somebody else comes while one in haste waits, when the turn is due.
  const CallContext other;
  absl::Status others;
  HostPacer* pacer = nullptr;
  int sleeps = 0;
  Timing timing = {.sleep =
                       [&](const CallContext& call, absl::Duration wait) {
                         if (&call == &other)
                           return call.cancellation().Cancel();
                         clock_.Advance(wait);
                         if (++sleeps > 1) return;
                         others = pacer->Wait(other, "rss.arxiv.org").status();
                       },
                   .random = [] { return 1.0; }};
  HostPacer hasty(absl::Seconds(3), &clock_, timing);
  pacer = &hasty;
  EXPECT_TRUE(hasty.Wait(call_, "export.arxiv.org").ok());
  EXPECT_TRUE(hasty.Wait(call_, "export.arxiv.org", /*hasty=*/true).ok());
  EXPECT_EQ(sleeps, 1);
  EXPECT_TRUE(absl::IsCancelled(others)) << others;
  // Afterwards it is the others' turn again.
  EXPECT_TRUE(hasty.Wait(call_, "rss.arxiv.org").ok());
}

TEST_F(HostPacerTest, LetsOthersHaveATurnBetweenThoseInHaste) {
  HostPacer* pacer = nullptr;
  int sleeps = 0;
  absl::Status other = absl::UnknownError("never asked");
  Timing timing = {
      .sleep =
          [&](const CallContext&, absl::Duration wait) {
            clock_.Advance(wait);
            if (++sleeps > 1) return;
            // Another one in haste is faster; one remains.
            EXPECT_TRUE(pacer->Wait(call_, "arxiv.org", true).ok());
            clock_.Advance(absl::Seconds(3));
            other = pacer->Wait(call_, "arxiv.org").status();
          },
      .random = [] { return 1.0; }};
  HostPacer hasty(absl::Seconds(3), &clock_, timing);
  pacer = &hasty;
  EXPECT_TRUE(hasty.Wait(call_, "arxiv.org").ok());
  EXPECT_TRUE(hasty.Wait(call_, "arxiv.org", /*hasty=*/true).ok());
  EXPECT_TRUE(other.ok()) << other;
  // The other one had its turn at once, then came the one that remained.
  EXPECT_EQ(sleeps, 2);
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

// As storage's leases, by the test's clock.
class FakeTurns final : public SharedTurns {
 public:
  FakeTurns(const Clock* clock, std::map<std::string, absl::Time>* until)
      : clock_(clock), until_(until) {}
  absl::Status Begin(const CallContext&, const std::string& server) override {
    absl::Time& until = (*until_)[server];
    if (until > clock_->Now()) return absl::AbortedError("another process");
    until = absl::InfiniteFuture();
    return absl::OkStatus();
  }
  void End(const std::string& server, absl::Duration wait) override {
    (*until_)[server] = clock_->Now() + wait;
  }

 private:
  const Clock* clock_;
  std::map<std::string, absl::Time>* until_;
};

TEST_F(HostPacerTest, KeepsThePaceOfAllProcessesTogether) {
  std::map<std::string, absl::Time> until;
  FakeTurns turns(&clock_, &until);
  HostPacer one(absl::Seconds(3), &clock_, timing_, &turns);
  HostPacer other(absl::Seconds(3), &clock_, timing_, &turns);
  absl::Time last = absl::InfinitePast();
  for (int i = 0; i < 6; ++i) {
    auto turn = (i % 2 == 0 ? one : other).Wait(call_, "export.arxiv.org");
    ASSERT_TRUE(turn.ok()) << turn.status();
    EXPECT_GE(clock_.Now() - last, absl::Seconds(3));
    last = clock_.Now();
    clock_.Advance(absl::Seconds(1));  // The request.
  }
}

TEST_F(HostPacerTest, KeepsAllProcessesAwayFromAServerThatAsksForIt) {
  std::map<std::string, absl::Time> until;
  FakeTurns turns(&clock_, &until);
  HostPacer one(absl::Seconds(3), &clock_, timing_, &turns);
  HostPacer other(absl::Seconds(3), &clock_, timing_, &turns);
  ASSERT_TRUE(one.Wait(call_, "arxiv.org").ok());
  one.Hold("arxiv.org", absl::Seconds(60));
  const absl::Time asked = clock_.Now();
  ASSERT_TRUE(other.Wait(call_, "arxiv.org").ok());
  EXPECT_GE(clock_.Now() - asked, absl::Seconds(60));
}

TEST_F(HostPacerTest, LeavesATurnToWhoHasItWhenTheServerAsksForQuiet) {
  std::map<std::string, absl::Time> until;
  FakeTurns turns(&clock_, &until);
  HostPacer one(absl::Seconds(3), &clock_, timing_, &turns);
  HostPacer other(absl::Seconds(3), &clock_, timing_, &turns);
  const absl::Time asked = clock_.Now();
  {
    const auto turn = one.Wait(call_, "arxiv.org");
    ASSERT_TRUE(turn.ok()) << turn.status();
    one.Hold("arxiv.org", absl::Seconds(60));
    EXPECT_EQ(until["arxiv.org"], absl::InfiniteFuture());
  }
  ASSERT_TRUE(other.Wait(call_, "arxiv.org").ok());
  EXPECT_GE(clock_.Now() - asked, absl::Seconds(60));
}

// Turns that take their time to end.
class SlowTurns final : public SharedTurns {
 public:
  absl::Status Begin(const CallContext&, const std::string&) override {
    most_ = std::max(most_.load(), ++running_);
    return absl::OkStatus();
  }
  void End(const std::string&, absl::Duration) override {
    absl::SleepFor(absl::Milliseconds(150));
    --running_;
  }
  int most() const { return most_; }

 private:
  std::atomic<int> running_{0};
  std::atomic<int> most_{0};
};

TEST(HostPacer, BeginsNoTurnBeforeAllProcessesKnowThatTheLastHasEnded) {
  SystemClock clock;
  SlowTurns turns;
  Timing timing = Timing::Real();
  timing.random = [] { return 0.0; };
  HostPacer pacer(absl::ZeroDuration(), &clock, timing, &turns);
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back(
        [&] { EXPECT_TRUE(pacer.Wait(CallContext(), "arxiv.org").ok()); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(turns.most(), 1);
}

TEST(LeaseTurns, AreOneProcesssUntilTheyAreGivenBack) {
  FakeStorage storage;
  Leases leases(MakeStoreChannel(storage.target(), nullptr));
  LeaseTurns one(&leases, "one");
  LeaseTurns other(&leases, "other");
  const CallContext call(absl::Now() + absl::Seconds(10));
  ASSERT_TRUE(one.Begin(call, "arxiv.org").ok());
  EXPECT_TRUE(absl::IsAborted(other.Begin(call, "arxiv.org")));
  EXPECT_TRUE(other.Begin(call, "huggingface.co").ok());
  // The pace keeps it.
  one.End("arxiv.org", absl::Seconds(2));
  EXPECT_TRUE(absl::IsAborted(other.Begin(call, "arxiv.org")));
  one.End("arxiv.org", absl::ZeroDuration());
  EXPECT_TRUE(other.Begin(call, "arxiv.org").ok());
}

// What a killed process held runs out by itself.
TEST(LeaseTurns, AreHeldForSecondsHoweverLongTheRequestTakes) {
  FakeStorage storage;
  Leases leases(MakeStoreChannel(storage.target(), nullptr));
  LeaseTurns turns(&leases, "one");
  const CallContext call(absl::Now() + absl::Seconds(10));
  ASSERT_TRUE(turns.Begin(call, "arxiv.org").ok());
  EXPECT_EQ(storage.LeaseDuration("pace/arxiv.org"), absl::Seconds(10));
  turns.End("arxiv.org", absl::Minutes(5));
  EXPECT_EQ(storage.LeaseDuration("pace/arxiv.org"), absl::Minutes(5));
}

TEST(LeaseTurns, AreRenewedWhileTheServerIsAsked) {
  FakeStorage storage;
  Leases leases(MakeStoreChannel(storage.target(), nullptr),
                {.renewal = absl::Milliseconds(20)});
  LeaseTurns one(&leases, "one");
  LeaseTurns other(&leases, "other");
  const CallContext call(absl::Now() + absl::Seconds(10));
  ASSERT_TRUE(one.Begin(call, "arxiv.org").ok());
  storage.ExpireLeases();
  while (storage.LeaseDuration("pace/arxiv.org") == absl::ZeroDuration() &&
         call.Alive().ok()) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  EXPECT_TRUE(absl::IsAborted(other.Begin(call, "arxiv.org")));
}

TEST(LeaseTurns, AreKeptLongAlsoWhenStorageIsAwayForAMoment) {
  FakeStorage storage;
  Leases leases(MakeStoreChannel(storage.target(), nullptr));
  LeaseTurns turns(&leases, "one");
  const CallContext call(absl::Now() + absl::Seconds(10));
  ASSERT_TRUE(turns.Begin(call, "arxiv.org").ok());
  // More than the channel tries by itself.
  storage.FailLeases(6);
  turns.End("arxiv.org", absl::Minutes(5));
  EXPECT_EQ(storage.LeaseDuration("pace/arxiv.org"), absl::Minutes(5));
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

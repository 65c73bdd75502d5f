#include "gateway/http/running_calls.h"

#include <memory>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

// A call that holds its own entry, as requests do.
struct Call {
  CallContext context;
  std::shared_ptr<void> running;
};

std::shared_ptr<Call> Begin(RunningCalls* calls) {
  auto call = std::make_shared<Call>();
  call->running = calls->Add({call, &call->context});
  return call;
}

TEST(RunningCallsTest, StopEndsAtOnceWhenNothingRuns) {
  RunningCalls calls(2);
  calls.Stop();
  Begin(&calls);
  calls.Stop();
}

TEST(RunningCallsTest, TakesNoMoreThanMayRun) {
  RunningCalls calls(2);
  std::shared_ptr<Call> first = Begin(&calls);
  const std::shared_ptr<Call> second = Begin(&calls);
  EXPECT_NE(second->running, nullptr);
  EXPECT_EQ(Begin(&calls)->running, nullptr);
  first.reset();
  EXPECT_NE(Begin(&calls)->running, nullptr);
}

TEST(RunningCallsTest, StopCancelsCallsThatEndOnTheSpot) {
  RunningCalls calls(2);
  std::shared_ptr<Call> call = Begin(&calls);
  const std::weak_ptr<Call> left = call;
  call->context.cancellation().OnCancel([&call] { call.reset(); });
  calls.Stop();
  EXPECT_TRUE(left.expired());
}

TEST(RunningCallsTest, StopWaitsForCallsThatEndLater) {
  RunningCalls calls(2);
  std::shared_ptr<Call> call = Begin(&calls);
  const std::weak_ptr<Call> left = call;
  std::thread ending([call = std::move(call)]() mutable {
    while (!call->context.cancelled()) absl::SleepFor(absl::Milliseconds(1));
    absl::SleepFor(absl::Milliseconds(20));
    call.reset();
  });
  calls.Stop();
  EXPECT_TRUE(left.expired());
  ending.join();
}

}  // namespace
}  // namespace broadsheet::gateway

#include "common/executor.h"

#include <atomic>
#include <future>

#include "gtest/gtest.h"

namespace broadsheet {
namespace {

TEST(Executor, RunsEverythingThatItTook) {
  std::atomic<int> ran{0};
  {
    Executor executor(4, 1000);
    for (int i = 0; i < 500; ++i) {
      ASSERT_TRUE(executor.TrySubmit([&] { ++ran; }));
    }
  }
  EXPECT_EQ(ran, 500);
}

TEST(Executor, RefusesWorkBeyondItsQueue) {
  Executor executor(1, 2);
  std::promise<void> started;
  std::promise<void> release;
  auto gate = release.get_future().share();
  ASSERT_TRUE(executor.TrySubmit([&started, gate] {
    started.set_value();
    gate.wait();
  }));
  started.get_future().wait();
  EXPECT_TRUE(executor.TrySubmit([] {}));
  EXPECT_TRUE(executor.TrySubmit([] {}));
  EXPECT_EQ(executor.queued(), 2u);
  EXPECT_FALSE(executor.TrySubmit([] {}));
  release.set_value();
}

TEST(Executor, TakesNothingAfterStop) {
  Executor executor(1, 10);
  executor.Stop();
  EXPECT_FALSE(executor.TrySubmit([] {}));
}

}  // namespace
}  // namespace broadsheet

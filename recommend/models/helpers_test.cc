#include "recommend/models/helpers.h"

#include <atomic>
#include <latch>
#include <new>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

using ::testing::Each;

TEST(Helpers, MakeEachCallOnce) {
  for (const size_t threads : {0, 1, 3}) {
    Helpers helpers(threads);
    std::vector<std::atomic<int>> calls(1000);
    helpers.Run(calls.size(), [&](size_t i) { ++calls[i]; });
    EXPECT_THAT(std::vector<int>(calls.begin(), calls.end()), Each(1))
        << threads;
  }
}

TEST(Helpers, AreNoneForNothing) {
  Helpers helpers(2);
  helpers.Run(0, [](size_t) { FAIL(); });
}

TEST(Helpers, WorkBesideTheCaller) {
  Helpers helpers(1);
  // Each of two calls waits for the other one.
  std::latch both(2);
  std::vector<std::thread::id> threads(2);
  helpers.Run(2, [&](size_t i) {
    threads[i] = std::this_thread::get_id();
    both.arrive_and_wait();
  });
  EXPECT_NE(threads[0], threads[1]);
}

TEST(Helpers, LeaveACallerAloneWhileTheyAreBusy) {
  Helpers helpers(1);
  std::latch busy(2);
  std::latch go_on(1);
  std::thread other([&] {
    helpers.Run(2, [&](size_t) {
      busy.count_down();
      go_on.wait();
    });
  });
  busy.wait();
  int calls = 0;
  helpers.Run(3, [&](size_t) { ++calls; });
  EXPECT_EQ(calls, 3);
  go_on.count_down();
  other.join();
}

TEST(Helpers, TakePartsOfParts) {
  Helpers helpers(2);
  std::vector<int> sums(20);
  helpers.Run(sums.size(), [&](size_t i) {
    std::atomic<int> sum = 0;
    helpers.Run(50, [&](size_t k) { sum += static_cast<int>(k); });
    sums[i] = sum;
  });
  EXPECT_THAT(sums, Each(50 * 49 / 2));
}

TEST(Helpers, ThrowForTheCallerWhenAllHaveEnded) {
  for (const size_t threads : {1, 3}) {
    Helpers helpers(threads);
    for (const size_t failing : {0, 1, 63}) {
      std::atomic<int> calls = 0;
      EXPECT_THROW(helpers.Run(64,
                               [&](size_t i) {
                                 ++calls;
                                 if (i == failing) throw std::bad_alloc();
                               }),
                   std::bad_alloc);
      EXPECT_EQ(calls, 64);
    }
  }
}

TEST(Helpers, ServeManyCallers) {
  Helpers helpers(2);
  std::atomic<int> calls = 0;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&] {
      for (int run = 0; run < 500; ++run) {
        helpers.Run(3, [&](size_t) { ++calls; });
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(calls, 4 * 500 * 3);
}

}  // namespace
}  // namespace broadsheet::recommend

#include "recommend/silence_watch.h"

#include <atomic>
#include <future>

#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

TEST(SilenceWatch, NoticesSilence) {
  std::promise<void> silent;
  const SilenceWatch watch(absl::Milliseconds(20), [&] { silent.set_value(); });
  EXPECT_EQ(silent.get_future().wait_for(std::chrono::seconds(20)),
            std::future_status::ready);
}

TEST(SilenceWatch, IsQuietWhileItHearsSomethingAndWhenItEnds) {
  std::atomic<bool> silent{false};
  {
    SilenceWatch watch(absl::Seconds(30), [&] { silent = true; });
    for (int i = 0; i < 100; ++i) watch.Heard();
  }
  EXPECT_FALSE(silent);
}

}  // namespace
}  // namespace broadsheet::recommend

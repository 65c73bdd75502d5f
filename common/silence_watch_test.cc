#include "common/silence_watch.h"

#include <atomic>
#include <future>

#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace broadsheet {
namespace {

TEST(SilenceWatch, NoticesSilence) {
  std::promise<void> silent;
  const SilenceWatch watch(absl::Milliseconds(20), [&] { silent.set_value(); });
  EXPECT_EQ(silent.get_future().wait_for(std::chrono::seconds(20)),
            std::future_status::ready);
}

TEST(SilenceWatch, TakesANewLimitWithWhatItHears) {
  std::promise<void> silent;
  SilenceWatch watch(absl::Hours(1), [&] { silent.set_value(); });
  watch.Heard(absl::Milliseconds(20));
  EXPECT_EQ(silent.get_future().wait_for(std::chrono::seconds(20)),
            std::future_status::ready);
}

TEST(SilenceWatch, IsQuietWhileItHearsSomethingAndWhenItEnds) {
  std::atomic<bool> silent{false};
  {
    SilenceWatch watch(absl::Seconds(30), [&] { silent = true; });
    for (int i = 0; i < 100; ++i) watch.Heard(absl::Seconds(30));
  }
  EXPECT_FALSE(silent);
}

}  // namespace
}  // namespace broadsheet

#include "cli/progress.h"

#include <sstream>
#include <string>

#include "common/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

ProgressFigures Half() {
  return {.done = 50,
          .total = 100,
          .records = 15'000,
          .noun = "papers",
          .elapsed = absl::Seconds(5)};
}

TEST(ProgressFigures, GiveRateAndTimeLeftFromThePaceSoFar) {
  EXPECT_DOUBLE_EQ(RecordsPerSecond(Half()), 3000);
  EXPECT_EQ(TimeLeft(Half()), absl::Seconds(5));
  EXPECT_EQ(FormatProgress(Half(), 10),
            "[#####-----]  50 %  15,000 papers  3,000 papers/s  5 s left");
}

TEST(ProgressFigures, HaveNoTimeLeftWithoutATotal) {
  ProgressFigures figures = Half();
  figures.total.reset();
  EXPECT_EQ(TimeLeft(figures), std::nullopt);
  EXPECT_EQ(FormatProgress(figures, 10), "15,000 papers  3,000 papers/s");
}

TEST(ProgressFigures, AreDefinedAtTheStart) {
  const ProgressFigures figures{.total = 100, .noun = "papers"};
  EXPECT_DOUBLE_EQ(RecordsPerSecond(figures), 0);
  EXPECT_EQ(TimeLeft(figures), std::nullopt);
  EXPECT_EQ(FormatProgress(figures, 0), "  0 %  0 papers  0 papers/s");
}

TEST(ProgressFigures, StayWithinTheWholeWhenAFileGrows) {
  ProgressFigures figures = Half();
  figures.done = 200;
  EXPECT_EQ(TimeLeft(figures), absl::ZeroDuration());
  EXPECT_THAT(FormatProgress(figures, 10),
              AllOf(HasSubstr("[##########] 100 %"), HasSubstr("waiting")));
}

TEST(ProgressFigures, SayDurationsAsPeopleDo) {
  EXPECT_EQ(FormatSeconds(absl::Milliseconds(200)), "1 s");
  EXPECT_EQ(FormatSeconds(absl::Seconds(65)), "1 min 05 s");
  EXPECT_EQ(FormatSeconds(absl::Seconds(7380)), "2 h 03 min");
}

class ProgressTest : public testing::Test {
 protected:
  ProgressTest() : clock_(absl::FromUnixSeconds(1'700'000'000)) {
    console_.out = &out_;
    console_.err = &err_;
  }

  std::ostringstream out_, err_;
  Console console_;
  FakeClock clock_;
};

TEST_F(ProgressTest, PrintsALineEveryFiveSecondsIntoAFile) {
  Progress progress(&console_, &clock_, "a.jsonl", "papers");
  progress.SetTotal(100);
  for (int tick = 1; tick <= 60; ++tick) {
    clock_.Advance(absl::Milliseconds(200));
    progress.SetDone(tick);
    progress.SetRecords(tick * 100);
    progress.Tick();
  }
  EXPECT_EQ(err_.str(),
            "a.jsonl:  25 %  2,500 papers  500 papers/s  15 s left\n"
            "a.jsonl:  50 %  5,000 papers  500 papers/s  10 s left\n");
}

TEST_F(ProgressTest, RedrawsOneLineOnATerminalAndRemovesIt) {
  console_.err_is_terminal = true;
  {
    Progress progress(&console_, &clock_, "a.jsonl", "papers");
    progress.Tick();
    EXPECT_THAT(err_.str(), HasSubstr("\r\x1b[Ka.jsonl  0 papers"));
    progress.Print("a refusal");
    EXPECT_THAT(err_.str(), testing::EndsWith("\r\x1b[Ka refusal\n"));
    err_.str("");
  }
  EXPECT_THAT(err_.str(), IsEmpty());
}

}  // namespace
}  // namespace broadsheet::cli

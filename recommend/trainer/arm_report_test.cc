#include "recommend/trainer/arm_report.h"

#include <map>
#include <string>

#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

constexpr int64_t kDay = 24 * 3600;

v1::Event MakeEvent(v1::EventKind kind, const std::string& reader,
                    const std::string& paper, int64_t at,
                    const std::string& arm = "") {
  v1::Event event;
  event.set_kind(kind);
  event.set_reader_id(reader);
  event.set_paper_id(paper);
  event.mutable_at()->set_seconds(1'700'000'000 + at);
  event.set_arm(arm);
  return event;
}

v1::Event Show(const std::string& reader, const std::string& paper, int64_t at,
               const std::string& arm) {
  return MakeEvent(v1::EVENT_KIND_IMPRESSION, reader, paper, at, arm);
}

// The arms' counts, by name.
std::map<std::string, ArmCounts> CountsOf(ArmReport* report) {
  std::map<std::string, ArmCounts> counts;
  for (const auto& [name, of_arm] : report->Finish()) counts[name] = of_arm;
  return counts;
}

TEST(ArmReport, GivesAnAnswerToTheArmThatShowedThePaperLast) {
  ArmReport report;
  // In no order of time.
  report.Count(MakeEvent(v1::EVENT_KIND_VIEW, "ada", "p", 2 * kDay));
  report.Count(MakeEvent(v1::EVENT_KIND_SAVE, "ada", "p", 2 * kDay + 5));
  report.Count(Show("ada", "p", kDay, "b"));
  report.Count(Show("ada", "p", 0, "a"));
  report.Count(Show("ada", "p", 3 * kDay, "a"));
  report.Count(Show("bob", "p", 0, "a"));
  const auto counts = CountsOf(&report);
  EXPECT_EQ(counts.at("a"), (ArmCounts{2, 3, 0, 0}));
  EXPECT_EQ(counts.at("b"), (ArmCounts{1, 1, 1, 1}));
}

TEST(ArmReport, CountsOneClickOfAnImpressionHoweverItIsLabelled) {
  ArmReport report;
  report.Count(Show("ada", "p", 0, "a"));
  for (int i = 1; i < 5; ++i) {
    report.Count(MakeEvent(v1::EVENT_KIND_CLICK, "ada", "p", i));
    report.Count(MakeEvent(v1::EVENT_KIND_CLICK, "ada", "p", i, "a"));
  }
  EXPECT_EQ(CountsOf(&report).at("a"), (ArmCounts{1, 1, 1, 0}));
}

TEST(ArmReport, LeavesOutWhatNoArmLedTo) {
  ArmReport report;
  report.Count(Show("ada", "p", kDay, "a"));
  report.Count(MakeEvent(v1::EVENT_KIND_VIEW, "ada", "q", 2 * kDay));
  report.Count(MakeEvent(v1::EVENT_KIND_VIEW, "ada", "p", 0));
  report.Count(MakeEvent(v1::EVENT_KIND_SAVE, "ada", "p", 9 * kDay));
  report.Count(MakeEvent(v1::EVENT_KIND_IMPRESSION, "ada", "q", kDay));
  report.Count(MakeEvent(v1::EVENT_KIND_HIDE, "ada", "p", 2 * kDay));
  report.Count(MakeEvent(v1::EVENT_KIND_SAVE, "ada", "p", 2 * kDay, "b"));
  report.Count(MakeEvent(v1::EVENT_KIND_VIEW, "bob", "p", 2 * kDay));
  const auto counts = CountsOf(&report);
  EXPECT_EQ(counts.size(), 1u);
  EXPECT_EQ(counts.at("a"), (ArmCounts{1, 1, 0, 0}));
}

TEST(ArmReport, KeepsTheArmsOfTheMostReaders) {
  ArmReport report;
  for (int i = 0; i < 150; ++i) {
    report.Count(Show("aaa", "p", i, "made-up-" + std::to_string(i)));
  }
  for (const char* reader : {"bob", "cleo"}) {
    report.Count(Show(reader, "p", 0, "real"));
  }
  const auto counts = CountsOf(&report);
  EXPECT_EQ(counts.size(), 100u);
  EXPECT_EQ(counts.at("real"), (ArmCounts{2, 2, 0, 0}));
}

}  // namespace
}  // namespace broadsheet::recommend

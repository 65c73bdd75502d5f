#include "cli/event_file.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class EventFileTest : public testing::Test {
 protected:
  EventFileTest()
      : path_(testing::TempDir() + "event_file_test_" +
              testing::UnitTest::GetInstance()->current_test_info()->name()) {}
  ~EventFileTest() override { std::filesystem::remove(path_); }

  absl::Status Read(const std::string& text,
                    EventTimes times = EventTimes::kOptional) {
    std::ofstream(path_) << text;
    return ReadEvents(path_, times, [this](std::vector<v1::Event> batch) {
      batches_.push_back(std::move(batch));
      return absl::OkStatus();
    });
  }
  std::string Refusal(const std::string& line) {
    const absl::Status status =
        Read(R"({"reader":"a","paper":"x:1","kind":"save"})"
             "\n" +
             line);
    EXPECT_FALSE(status.ok());
    return std::string(status.message());
  }

  const std::string path_;
  std::vector<std::vector<v1::Event>> batches_;
};

TEST_F(EventFileTest, ReadsWhoWantedWhatAndWhen) {
  const absl::Status read =
      Read(R"({"event_id":"e","reader":"ada","paper":"arXiv:2407.21783v2",)"
           R"("kind":"save","at":"2026-11-23T10:00:00+01:00","value":3})"
           "\n\n"
           R"({"reader":"bob","paper":"7","kind":"Upvote"})");
  ASSERT_TRUE(read.ok()) << read;
  ASSERT_THAT(batches_, ElementsAre(SizeIs(2)));
  const v1::Event& first = batches_[0][0];
  EXPECT_EQ(first.reader_id(), "ada");
  EXPECT_EQ(first.paper_id(), "2407.21783");
  EXPECT_EQ(first.kind(), v1::EVENT_KIND_SAVE);
  EXPECT_EQ(first.at().seconds(), 1795424400);
  const v1::Event& second = batches_[0][1];
  EXPECT_EQ(second.paper_id(), "jsonl:7");
  EXPECT_EQ(second.kind(), v1::EVENT_KIND_UPVOTE);
  EXPECT_FALSE(second.has_at());
}

TEST_F(EventFileTest, GivesAThousandAtOnce) {
  std::string text;
  for (int i = 0; i < 1500; ++i) {
    absl::StrAppend(&text, R"({"reader":"a","paper":"x:)", i,
                    R"(","kind":"save"})"
                    "\n");
  }
  ASSERT_TRUE(Read(text).ok());
  EXPECT_THAT(batches_, ElementsAre(SizeIs(1000), SizeIs(500)));
}

TEST_F(EventFileTest, NamesTheLineAndTheFieldThatIsWrong) {
  EXPECT_THAT(Refusal("{"), HasSubstr(":2: is not one JSON object"));
  EXPECT_THAT(Refusal("[1]"), HasSubstr(":2: is not one JSON object"));
  EXPECT_THAT(Refusal(R"({"reader":"a","paper":"x:1","kind":"eat"})"),
              HasSubstr(":2: kind: "));
  EXPECT_THAT(Refusal(R"({"reader":7,"paper":"x:1","kind":"save"})"),
              HasSubstr(":2: reader: "));
  EXPECT_THAT(Refusal(R"({"reader":"a","kind":"save"})"),
              HasSubstr(":2: paper: "));
  EXPECT_THAT(Refusal(R"({"reader":"a","paper":"x:1","kind":"save",)"
                      R"("at":"yesterday"})"),
              HasSubstr(":2: at: "));
  EXPECT_THAT(Refusal(std::string(70'000, 'x')),
              HasSubstr(":2: is longer than 65536 bytes"));
}

TEST_F(EventFileTest, NamesTheLineThatDoesNotSayWhenWhereTimesAreNeeded) {
  const absl::Status read =
      Read(R"({"reader":"a","paper":"x:1","kind":"save",)"
           R"("at":"2026-11-23T10:00:00Z"})"
           "\n"
           R"({"reader":"a","paper":"x:2","kind":"save"})",
           EventTimes::kRequired);
  EXPECT_THAT(std::string(read.message()), HasSubstr(":2: at: is missing"));
  EXPECT_TRUE(batches_.empty());
}

TEST_F(EventFileTest, NeedsNoPaperOfWhatIsFollowed) {
  EXPECT_TRUE(
      Read(R"({"reader":"a","kind":"follow","target":"category:cs.CL"})").ok());
}

}  // namespace
}  // namespace broadsheet::cli

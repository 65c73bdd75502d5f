#include "ingest/json_event_parser.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

using ::testing::StartsWith;

class JsonEventParserTest : public ::testing::Test {
 protected:
  // "" when it was read, else "FIELD RULE".
  std::string Parse(std::string_view line) {
    const auto violation = parser_.Parse(line, &event_);
    return violation ? violation->field + " " + violation->rule : "";
  }

  JsonEventParser parser_;
  v1::Event event_;
};

TEST_F(JsonEventParserTest, ReadsEveryField) {
  ASSERT_EQ(Parse(R"({"event_id": "e1", "reader": "ann", "paper": "2407.21783",
      "kind": "upvote", "at": "2026-11-23T12:00:00.5+02:00", "value": 2.5,
      "list": "daily", "position": 3, "arm": "a", "model": "m",
      "request": "r"})"),
            "");
  EXPECT_EQ(event_.event_id(), "e1");
  EXPECT_EQ(event_.reader_id(), "ann");
  EXPECT_EQ(event_.paper_id(), "2407.21783");
  EXPECT_EQ(event_.kind(), v1::EVENT_KIND_UPVOTE);
  EXPECT_EQ(event_.at().seconds(), 1795428000);
  EXPECT_EQ(event_.at().nanos(), 500'000'000);
  EXPECT_EQ(event_.value(), 2.5);
  EXPECT_EQ(event_.list(), "daily");
  EXPECT_EQ(event_.position(), 3);
  EXPECT_EQ(event_.arm(), "a");
  EXPECT_EQ(event_.model(), "m");
  EXPECT_EQ(event_.request(), "r");
}

TEST_F(JsonEventParserTest, ReadsFollows) {
  ASSERT_EQ(Parse(R"({"reader": "ann", "kind": "follow",
      "target": "category:cs.CL"})"),
            "");
  EXPECT_EQ(event_.kind(), v1::EVENT_KIND_FOLLOW);
  EXPECT_EQ(event_.target(), "category:cs.CL");
  EXPECT_FALSE(event_.has_at());
}

TEST_F(JsonEventParserTest, NamesTheFieldThatIsWrong) {
  EXPECT_THAT(Parse("nonsense"), StartsWith("line is not JSON"));
  EXPECT_EQ(Parse(R"({"reader": "ann"})"), "kind is missing");
  EXPECT_THAT(Parse(R"({"kind": "adore"})"), StartsWith("kind is unknown"));
  EXPECT_THAT(Parse(R"({"kind": "unspecified"})"),
              StartsWith("kind is unknown"));
  EXPECT_THAT(Parse(R"({"kind": "view", "reader": {}})"),
              StartsWith("reader is or holds an object"));
  EXPECT_THAT(Parse(R"({"kind": "view", "position": -1})"),
              StartsWith("position is not between"));
  EXPECT_THAT(Parse(R"({"kind": "view", "value": "2"})"),
              StartsWith("value is or holds a string"));
  for (const char* at : {"yesterday", "2026-11-23", "2026-11-23T10:00:00",
                         "2026-13-23T10:00:00Z", "infinite-future"}) {
    EXPECT_THAT(Parse(std::string(R"({"kind": "view", "at": ")") + at + "\"}"),
                StartsWith("at is not a time"));
  }
}

}  // namespace
}  // namespace broadsheet::ingest

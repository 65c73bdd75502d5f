#include "ingest/json_record_splitter.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr size_t kLimit = 100;

struct Outcome {
  std::vector<std::string> records;  // "NUMBER TEXT" or "NUMBER ! DAMAGE".
  std::string envelope;
};

Outcome Split(std::string_view text, size_t chunk = 1000) {
  Outcome outcome;
  JsonRecordSplitter splitter("results", kLimit, [&](const auto& record) {
    outcome.records.push_back(
        record.damage.empty()
            ? absl::StrCat(record.number, " ", AsAbsl(record.text))
            : absl::StrCat(record.number, " ! ", AsAbsl(record.damage)));
  });
  for (size_t at = 0; at < text.size(); at += chunk) {
    splitter.Feed(text.substr(at, chunk));
  }
  splitter.Finish();
  outcome.envelope = splitter.envelope();
  return outcome;
}

TEST(JsonRecordSplitter, FindsLinesAndSkipsBlankOnes) {
  EXPECT_THAT(Split("\xef\xbb\xbf{\"a\":1}\r\n\n{\"a\":{}}").records,
              ElementsAre("1 {\"a\":1}", "3 {\"a\":{}}"));
  EXPECT_THAT(Split("").records, IsEmpty());
}

TEST(JsonRecordSplitter, FindsTheElementsOfAList) {
  EXPECT_THAT(Split(" [ {\"a\": [1]},\n {\"b\": \"]}\"} ] ").records,
              ElementsAre("1 {\"a\": [1]}", "2 {\"b\": \"]}\"}"));
  EXPECT_THAT(Split("[]").records, IsEmpty());
}

TEST(JsonRecordSplitter, FindsTheListOfAnAnswerAndKeepsWhatIsAroundIt) {
  const Outcome outcome =
      Split(R"({"meta":{"n":2},"results":[{"a":1},{"b":2}],"x":["y"]})");
  EXPECT_THAT(outcome.records, ElementsAre("1 {\"a\":1}", "2 {\"b\":2}"));
  EXPECT_EQ(outcome.envelope, R"({"meta":{"n":2},"results":[],"x":["y"]})");
}

TEST(JsonRecordSplitter, CountsOnWhereListsFollowLines) {
  EXPECT_THAT(Split("{\"a\":1}\n\n{\"b\":1}\n[{\"c\":1}]\n[{\"d\":1}]\n"
                    "{\"results\":[{\"e\":1}]}\n{\"f\":1}\n")
                  .records,
              ElementsAre("1 {\"a\":1}", "3 {\"b\":1}", "4 {\"c\":1}",
                          "5 {\"d\":1}", "6 {\"e\":1}", "7 {\"f\":1}"));
}

TEST(JsonRecordSplitter, TakesAnEqualNameDeeperDownForNoList) {
  EXPECT_THAT(Split(R"({"a":{"results":[1]}})").records,
              ElementsAre(R"(1 {"a":{"results":[1]}})"));
}

TEST(JsonRecordSplitter, FindsTheSameInChunksOfAnySize) {
  const std::string text =
      R"({"meta":1,"results":[{"a":"\"]}\\"},{"b":2}],"x":["y"]})";
  const Outcome whole = Split(text);
  EXPECT_EQ(whole.records.size(), 2);
  for (size_t chunk = 1; chunk < 9; ++chunk) {
    const Outcome outcome = Split(text, chunk);
    EXPECT_EQ(outcome.records, whole.records) << chunk;
    EXPECT_EQ(outcome.envelope, whole.envelope) << chunk;
  }
}

TEST(JsonRecordSplitter, GoesOnAfterALineThatIsCutShort) {
  EXPECT_THAT(Split("{\"a\": \"b\n{\"c\":1}\n{\"d\": 1\n{\"e\":2}\n").records,
              ElementsAre("1 ! is not JSON: it is cut short", "2 {\"c\":1}",
                          "3 ! is not JSON: it is cut short", "4 {\"e\":2}"));
}

TEST(JsonRecordSplitter, GoesOnAfterALineThatIsNoJson) {
  EXPECT_THAT(Split("hello {\n{\"c\":1}\nbye").records,
              ElementsAre("1 ! is not JSON", "2 {\"c\":1}", "3 ! is not JSON"));
}

TEST(JsonRecordSplitter, EndsAListWithOneRefusalWhereItIsDamaged) {
  EXPECT_THAT(Split("[{\"a\":1}, 7, {\"b\":1}]").records,
              ElementsAre("1 {\"a\":1}",
                          "2 ! is not JSON: something else than an object is "
                          "in the list"));
  EXPECT_THAT(
      Split("[{\"a\":1}").records,
      ElementsAre("1 {\"a\":1}", "2 ! is not JSON: the list has no end"));
}

TEST(JsonRecordSplitter, RefusesWhatIsTooLongAndGoesOn) {
  const std::string text =
      absl::StrCat("{\"a\":\"", std::string(200, 'x'), "\"}\n{\"b\":1}");
  EXPECT_THAT(Split(text).records,
              ElementsAre("1 ! is longer than a record may be", "2 {\"b\":1}"));
}

}  // namespace
}  // namespace broadsheet::ingest

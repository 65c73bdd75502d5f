#include "ingest/json_lines_reader.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/recording_sink.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

RecordingSink<v1::Paper> Read(std::string_view file, size_t chunk_bytes) {
  RecordingSink<v1::Paper> sink;
  JsonPaperReader reader(&sink);
  for (size_t at = 0; at < file.size(); at += chunk_bytes) {
    reader.Feed(file.substr(at, chunk_bytes));
  }
  reader.Finish();
  return sink;
}

TEST(JsonLinesReader, CountsLinesOverChunksOfAnySize) {
  constexpr std::string_view kFile =
      "\xef\xbb\xbf{\"id\":\"a\"}\n\n{\"id\":\"b\"}\r\n{\"id\":\"c\"}";
  for (size_t bytes : {1, 2, 3, 7, 1000}) {
    const auto sink = Read(kFile, bytes);
    EXPECT_THAT(sink.numbers, ElementsAre(1, 3, 4)) << bytes;
    EXPECT_TRUE(sink.refusals.empty());
    EXPECT_EQ(sink.raws[1], R"({"id":"b"})");
  }
}

TEST(JsonLinesReader, ReadsOnAfterEveryBadLine) {
  const auto sink = Read(
      "not json\n"
      "{\"id\":\"a\",\"title\":3}\n"
      "{\"title\":\"no id\"}\n"
      "{\"id\":\"b\",\"title\":\"\xff\"}\n"
      "{\"id\":\"c\"}\n",
      4);
  EXPECT_THAT(sink.numbers, ElementsAre(5));
  EXPECT_THAT(sink.rules,
              ElementsAre(StartsWith("1 line is not JSON"),
                          StartsWith("2 title is or holds a number"),
                          "3 id is missing", "4 line is not UTF-8"));
  EXPECT_EQ(sink.refusals[1].id, "a");
  EXPECT_EQ(sink.refusals[0].excerpt, "not json");
}

TEST(JsonLinesReader, RefusesALineOfMoreThanSixteenMegabytes) {
  const std::string file =
      "{\"id\":\"" + std::string(17 << 20, 'x') + "\"}\n{\"id\":\"b\"}\n";
  const auto sink = Read(file, 1 << 20);
  EXPECT_THAT(sink.rules,
              ElementsAre("1 line is longer than 16,777,216 bytes"));
  EXPECT_THAT(sink.numbers, ElementsAre(2));
  EXPECT_EQ(sink.refusals[0].excerpt.size(), kMaxExcerptBytes);
}

TEST(JsonLinesReader, ReadsEvents) {
  RecordingSink<v1::Event> sink;
  JsonEventReader reader(&sink);
  reader.Feed("{\"reader\":\"ann\",\"paper\":\"x\",\"kind\":\"view\"}\n{}\n");
  reader.Finish();
  ASSERT_EQ(sink.records.size(), 1);
  EXPECT_EQ(sink.records[0].kind(), v1::EVENT_KIND_VIEW);
  EXPECT_THAT(sink.rules, ElementsAre("2 kind is missing"));
}

}  // namespace
}  // namespace broadsheet::ingest

#include "ingest/hf_daily_reader.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/read_papers.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kItem[] = R"({"paper": {"id": "2407.21783",
  "authors": [{"_id": "1", "name": "Ada Lovelace", "hidden": false},
              {"_id": "2", "name": "Alan Turing", "hidden": false}],
  "publishedAt": "2024-07-31T17:54:27.000Z", "title": "A herd",
  "summary": "We present models.", "upvotes": 117, "githubStars": 9,
  "githubRepo": "https://github.com/a/b", "projectPage": "https://a.github.io",
  "submittedOnDailyAt": "2024-08-01T03:00:00.000Z"},
  "publishedAt": "2024-08-01T03:00:00.000Z", "title": "A herd",
  "numComments": 3})";

TEST(HfDailyReader, ReadsAnItemOfAList) {
  const std::string text = std::string("[") + kItem + "]";
  const auto sink = ReadPapers(MakeHfDailyReader, text);
  ASSERT_THAT(sink.rules, IsEmpty());
  ASSERT_EQ(sink.records.size(), 1);
  const v1::Paper& paper = sink.records[0];
  EXPECT_EQ(paper.id(), "2407.21783");
  EXPECT_EQ(paper.title(), "A herd");
  EXPECT_EQ(paper.abstract(), "We present models.");
  EXPECT_THAT(paper.authors(), ElementsAre("Ada Lovelace", "Alan Turing"));
  EXPECT_EQ(paper.published(), "2024-07-31T17:54:27.000Z");
  EXPECT_EQ(paper.announced(), "");
  ASSERT_EQ(paper.signals_size(), 2);
  EXPECT_EQ(paper.signals(0).name(), "hf_upvotes");
  EXPECT_EQ(paper.signals(0).value(), 117);
  EXPECT_EQ(paper.signals(1).name(), "github_stars");
  ASSERT_EQ(paper.links_size(), 2);
  EXPECT_EQ(paper.links(0).kind(), v1::PaperLink::KIND_CODE);
  EXPECT_EQ(paper.links(1).kind(), v1::PaperLink::KIND_PROJECT_PAGE);
}

TEST(HfDailyReader, ReadsFlatPapersAsLines) {
  const auto sink = ReadPapers(
      MakeHfDailyReader,
      "{\"id\":\"1\",\"title\":\"A\",\"authors\":[\"B C\"]}\n"
      "{\"id\":\"2\",\"title\":\"D\",\"withdrawnAt\":\"2024-08-01\"}\n");
  ASSERT_EQ(sink.records.size(), 2);
  EXPECT_THAT(sink.records[0].authors(), ElementsAre("B C"));
  EXPECT_FALSE(sink.records[0].withdrawn());
  // Only arXiv says that a paper is withdrawn.
  EXPECT_FALSE(sink.records[1].withdrawn());
}

TEST(HfDailyReader, RefusesWhatHasNoIdAndGoesOn) {
  const auto sink = ReadPapers(
      MakeHfDailyReader,
      R"([{"paper":{"title":"A"}}, {"paper":{"id":7}}, {"id":"3"}])");
  EXPECT_THAT(sink.rules, ElementsAre("1 id is missing", "2 id is no string"));
  EXPECT_EQ(sink.records.size(), 1);
}

}  // namespace
}  // namespace broadsheet::ingest

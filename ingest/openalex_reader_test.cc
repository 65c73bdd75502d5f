#include "ingest/openalex_reader.h"

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/read_papers.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kWork[] = R"({"id": "https://openalex.org/W123",
  "doi": "https://doi.org/10.1000/XYZ", "title": "A work",
  "display_name": "A work", "publication_date": "2024-03-05",
  "authorships": [{"author": {"id": "A1", "display_name": "Ada Lovelace"}},
                  {"author": {"display_name": null},
                   "raw_author_name": "A. Turing"}],
  "primary_location": {"license": "cc-by", "landing_page_url": "http://x.org/",
    "source": {"display_name": "Journal of X", "type": "journal"}},
  "abstract_inverted_index": {"the": [1, 3], "on": [0], "of": [2], "sea": [4]},
  "cited_by_count": 42, "is_retracted": false})";

TEST(OpenAlexReader, ReadsAWork) {
  const auto sink = ReadPapers(MakeOpenAlexReader, kWork);
  ASSERT_THAT(sink.rules, IsEmpty());
  ASSERT_EQ(sink.records.size(), 1);
  const v1::Paper& paper = sink.records[0];
  EXPECT_EQ(paper.id(), "doi:10.1000/xyz");
  EXPECT_EQ(paper.doi(), "10.1000/xyz");
  EXPECT_EQ(paper.title(), "A work");
  EXPECT_EQ(paper.abstract(), "on the of the sea");
  EXPECT_EQ(paper.published(), "2024-03-05");
  EXPECT_EQ(paper.journal_ref(), "Journal of X");
  EXPECT_EQ(paper.license(), "https://creativecommons.org/licenses/by/4.0/");
  EXPECT_THAT(paper.authors(), ElementsAre("Ada Lovelace", "A. Turing"));
  ASSERT_EQ(paper.signals_size(), 1);
  EXPECT_EQ(paper.signals(0).name(), "citations");
  EXPECT_EQ(paper.signals(0).value(), 42);
  EXPECT_FALSE(paper.withdrawn());
}

// The id of a work with the members `json`.
std::string IdOf(std::string_view json) {
  const auto sink =
      ReadPapers(MakeOpenAlexReader,
                 absl::StrCat(R"({"id":"https://openalex.org/W1","title":"T")",
                              AsAbsl(json), "}"));
  return sink.records.empty() ? "" : sink.records[0].id();
}

TEST(OpenAlexReader, PrefersArxivsIdOverTheDoiOverItsOwn) {
  EXPECT_EQ(IdOf(""), "openalex:W1");
  EXPECT_EQ(IdOf(R"(,"doi":"10.1/A")"), "doi:10.1/a");
  EXPECT_EQ(IdOf(R"(,"doi":"https://doi.org/10.48550/arxiv.2407.21783")"),
            "2407.21783");
  EXPECT_EQ(IdOf(R"(,"doi":"10.1/A","locations":[{"landing_page_url":null},
                 {"landing_page_url":"http://arxiv.org/abs/2407.21783v1"}])"),
            "2407.21783");
  EXPECT_EQ(IdOf(R"(,"locations":[
                 {"pdf_url":"https://arxiv.org/pdf/hep-th/9901001"}])"),
            "hep-th/9901001");
}

TEST(OpenAlexReader, ReadsAnAnswerAndTellsTheNextPage) {
  RecordingSink<v1::Paper> sink;
  const auto reader = MakeOpenAlexReader(&sink);
  reader->Feed(absl::StrCat(R"({"meta":{"count":9,"next_cursor":"abc="},)",
                            R"("results":[)", kWork, "],\"group_by\":[]}"));
  reader->Finish();
  EXPECT_EQ(sink.records.size(), 1);
  EXPECT_EQ(reader->next_cursor(), "abc=");
}

TEST(OpenAlexReader, HasNoNextPageOnTheLastOne) {
  RecordingSink<v1::Paper> sink;
  const auto reader = MakeOpenAlexReader(&sink);
  reader->Feed(R"({"meta":{"next_cursor":null},"results":[]})");
  reader->Finish();
  EXPECT_THAT(sink.rules, IsEmpty());
  EXPECT_EQ(reader->next_cursor(), "");
}

TEST(OpenAlexReader, TakesARetractionForAWithdrawal) {
  const auto sink = ReadPapers(
      MakeOpenAlexReader, R"({"id":"W1","title":"T","is_retracted":true})");
  EXPECT_TRUE(sink.records[0].withdrawn());
}

TEST(OpenAlexReader, RefusesPositionsOutOfBounds) {
  for (const char* position : {"50000", "-1", "99999999999", "\"1\"", "1.5"}) {
    const auto sink = ReadPapers(
        MakeOpenAlexReader,
        absl::StrCat(R"({"id":"W1","abstract_inverted_index":{"a":[)", position,
                     "]}}"));
    ASSERT_EQ(sink.rules.size(), 1) << position;
    EXPECT_THAT(sink.rules[0], HasSubstr("abstract_inverted_index"));
    EXPECT_EQ(sink.refusals[0].id, "openalex:W1");
  }
}

}  // namespace
}  // namespace broadsheet::ingest

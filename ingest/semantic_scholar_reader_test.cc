#include "ingest/semantic_scholar_reader.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/read_papers.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;

TEST(SemanticScholarReader, ReadsARow) {
  const auto sink =
      ReadPapers(MakeSemanticScholarReader,
                 R"({"corpusid":7,"externalids":{"ACL":null,"DBLP":"x",
      "ArXiv":"2407.21783",
      "MAG":"1","CorpusId":"7","DOI":"10.1000/XYZ"},"title":"A row",
      "authors":[{"authorId":"1","name":"Ada Lovelace"},{"name":"Alan Turing"}],
      "venue":"ACL","year":2024,"citationcount":5,
      "publicationdate":"2024-07-31","journal":null})");
  ASSERT_EQ(sink.records.size(), 1);
  const v1::Paper& paper = sink.records[0];
  EXPECT_EQ(paper.id(), "2407.21783");
  EXPECT_EQ(paper.doi(), "10.1000/xyz");
  EXPECT_EQ(paper.title(), "A row");
  EXPECT_THAT(paper.authors(), ElementsAre("Ada Lovelace", "Alan Turing"));
  EXPECT_EQ(paper.journal_ref(), "ACL");
  EXPECT_EQ(paper.published(), "2024-07-31");
  ASSERT_EQ(paper.signals_size(), 1);
  EXPECT_EQ(paper.signals(0).value(), 5);
}

TEST(SemanticScholarReader, FallsBackToTheDoiAndTheCorpusId) {
  const auto sink = ReadPapers(
      MakeSemanticScholarReader,
      "{\"corpusid\":7,\"externalids\":{\"doi\":\"10.1/A\"},\"title\":\"T\"}\n"
      "{\"corpusid\":8,\"externalids\":null,\"title\":\"T\","
      "\"journal\":{\"name\":\"ArXiv\"}}\n"
      "{\"title\":\"T\"}\n");
  ASSERT_EQ(sink.records.size(), 2);
  EXPECT_EQ(sink.records[0].id(), "doi:10.1/a");
  EXPECT_EQ(sink.records[1].id(), "s2:8");
  EXPECT_EQ(sink.records[1].journal_ref(), "");
  EXPECT_THAT(sink.rules, ElementsAre("3 corpusid is missing or no number"));
}

}  // namespace
}  // namespace broadsheet::ingest

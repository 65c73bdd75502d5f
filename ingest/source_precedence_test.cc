#include "ingest/source_precedence.h"

#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

TEST(SourcePrecedence, BelievesPublishersMoreThanCollectors) {
  EXPECT_EQ(SourcePrecedence(v1::INPUT_FORMAT_OAI_XML, "arxiv-oai"), 90);
  EXPECT_EQ(SourcePrecedence(v1::INPUT_FORMAT_BIORXIV, "biorxiv"), 90);
  EXPECT_EQ(SourcePrecedence(v1::INPUT_FORMAT_RSS, "arxiv-rss"), 70);
  EXPECT_EQ(SourcePrecedence(v1::INPUT_FORMAT_OPENALEX, "openalex"), 40);
  EXPECT_EQ(SourcePrecedence(v1::INPUT_FORMAT_HF_DAILY, "huggingface"), 30);
  EXPECT_EQ(SourcePrecedence(v1::INPUT_FORMAT_BIBTEX, "bibtex"), 20);
}

TEST(SourcePrecedence, GoesByTheFormatForANameOfTheOperators) {
  EXPECT_EQ(SourcePrecedence(v1::INPUT_FORMAT_RIS, "my-library"), 20);
  EXPECT_EQ(SourcePrecedence(v1::INPUT_FORMAT_JSON_LINES, "my-library"), 90);
  EXPECT_EQ(SourcePrecedence(v1::INPUT_FORMAT_UNSPECIFIED, "mine"), 90);
}

TEST(SourcePrecedence, GoesByAKnownNameForMessages) {
  EXPECT_EQ(SourcePrecedence(v1::INPUT_FORMAT_UNSPECIFIED, "openalex"), 40);
}

TEST(DefaultSource, NamesEveryFormat) {
  EXPECT_EQ(DefaultSource(v1::INPUT_FORMAT_UNSPECIFIED), "jsonl");
  EXPECT_EQ(DefaultSource(v1::INPUT_FORMAT_OAI_XML), "arxiv-oai");
  EXPECT_EQ(DefaultSource(v1::INPUT_FORMAT_SEMANTIC_SCHOLAR),
            "semantic-scholar");
  EXPECT_EQ(DefaultSource(v1::INPUT_FORMAT_RIS), "ris");
}

}  // namespace
}  // namespace broadsheet::ingest

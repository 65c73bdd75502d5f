#include "cli/input_format.h"

#include "gtest/gtest.h"

namespace broadsheet::cli {
namespace {

TEST(GuessFormat, KnowsNames) {
  EXPECT_EQ(GuessFormat("a.xml.gz", ""), v1::INPUT_FORMAT_OAI_XML);
  EXPECT_EQ(GuessFormat("lib/my.BIB", "{"), v1::INPUT_FORMAT_BIBTEX);
  EXPECT_EQ(GuessFormat("my.ris.zst", ""), v1::INPUT_FORMAT_RIS);
  EXPECT_EQ(GuessFormat("cs.CL.rss", ""), v1::INPUT_FORMAT_RSS);
  EXPECT_EQ(GuessFormat("x/arxiv-metadata-oai-snapshot.json", "{\"id\":"),
            v1::INPUT_FORMAT_KAGGLE);
  EXPECT_EQ(GuessFormat("a", ""), v1::INPUT_FORMAT_JSON_LINES);
}

TEST(GuessFormat, KnowsMarkupByItsRoot) {
  EXPECT_EQ(GuessFormat("-", "\xef\xbb\xbf\n <?xml"), v1::INPUT_FORMAT_OAI_XML);
  EXPECT_EQ(GuessFormat("a.xml", "<?xml?>\n<feed xmlns=\"x\">"),
            v1::INPUT_FORMAT_ATOM);
  EXPECT_EQ(GuessFormat("-", "<rss version=\"2.0\">"), v1::INPUT_FORMAT_RSS);
  EXPECT_EQ(GuessFormat("-", "<OAI-PMH xmlns=\"x\">"),
            v1::INPUT_FORMAT_OAI_XML);
}

TEST(GuessFormat, KnowsOtherTextsByTheirBeginning) {
  EXPECT_EQ(GuessFormat("-", "@misc{x,"), v1::INPUT_FORMAT_BIBTEX);
  EXPECT_EQ(GuessFormat("-", "TY  - JOUR\r\n"), v1::INPUT_FORMAT_RIS);
  EXPECT_EQ(GuessFormat("a.json", "{\"id\":\"0704.0001\",\"submitter\":\"P\""),
            v1::INPUT_FORMAT_KAGGLE);
  EXPECT_EQ(GuessFormat("-", "{\"corpusid\": 5}"),
            v1::INPUT_FORMAT_SEMANTIC_SCHOLAR);
  EXPECT_EQ(GuessFormat("-", "{\"id\":\"https://openalex.org/W1\"}"),
            v1::INPUT_FORMAT_OPENALEX);
  EXPECT_EQ(GuessFormat("-", "[ {\"paper\": {\"id\": \"2407.21783\""),
            v1::INPUT_FORMAT_HF_DAILY);
  EXPECT_EQ(GuessFormat("-", "{\"messages\": [{\"status\":\"ok\""),
            v1::INPUT_FORMAT_BIORXIV);
  EXPECT_EQ(GuessFormat("a.jsonl", "{\"id\":\"<\"}"),
            v1::INPUT_FORMAT_JSON_LINES);
}

TEST(InputFormatNamed, KnowsAllNamesAndNoOther) {
  for (const std::string& name : InputFormatNames()) {
    EXPECT_NE(InputFormatNamed(name), v1::INPUT_FORMAT_UNSPECIFIED) << name;
  }
  EXPECT_EQ(InputFormatNames().size(), v1::InputFormat_ARRAYSIZE - 1);
  EXPECT_EQ(InputFormatNamed("csv"), v1::INPUT_FORMAT_UNSPECIFIED);
}

TEST(HasRecordsInLines, IsTrueOfJsonLinesOnly) {
  EXPECT_TRUE(HasRecordsInLines(v1::INPUT_FORMAT_JSON_LINES));
  EXPECT_TRUE(HasRecordsInLines(v1::INPUT_FORMAT_KAGGLE));
  EXPECT_FALSE(HasRecordsInLines(v1::INPUT_FORMAT_OAI_XML));
  EXPECT_FALSE(HasRecordsInLines(v1::INPUT_FORMAT_BIBTEX));
}

}  // namespace
}  // namespace broadsheet::cli

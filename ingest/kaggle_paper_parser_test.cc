#include "ingest/kaggle_paper_parser.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/recording_sink.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

RecordingSink<v1::Paper> Read(const std::string& lines) {
  RecordingSink<v1::Paper> sink;
  KagglePaperReader reader(&sink);
  reader.Feed(lines);
  reader.Finish();
  return sink;
}

TEST(KagglePaperReader, ReadsALineOfTheSnapshot) {
  const auto sink = Read(
      R"({"id":"0704.0001","submitter":"P","authors":"C. Bal\\'azs","title":)"
      R"("Gr\\\"obner\n  bases","comments":"3--4 pages","journal-ref":"J 1",)"
      R"("doi":"10.1/x","report-no":null,"categories":"hep-ph math.AC",)"
      R"("license":null,"abstract":"  We.\n","versions":[{"version":"v1",)"
      R"("created":"Mon, 2 Apr 2007 19:18:42 GMT"},{"version":"v2",)"
      R"("created":"Tue, 24 Jul 2007 20:10:27 GMT"}],"update_date":)"
      R"("2008-11-26","authors_parsed":[["Bal\u00e1zs","C. -P.","Jr.","MIT"],)"
      R"(["The Lab","",""]]})"
      "\n");
  ASSERT_THAT(sink.rules, ElementsAre());
  const v1::Paper& paper = sink.records[0];
  EXPECT_EQ(paper.id(), "0704.0001");
  EXPECT_EQ(paper.title(), "Gr\u00f6bner\n  bases");
  EXPECT_THAT(paper.authors(), ElementsAre("C.-P. Bal\u00e1zs Jr.", "The Lab"));
  EXPECT_EQ(paper.comment(), "3\u20134 pages");
  EXPECT_EQ(paper.published(), "2007-04-02");
  EXPECT_EQ(paper.updated(), "2007-07-24");
  EXPECT_EQ(paper.announced(), "");
  ASSERT_EQ(paper.versions_size(), 2);
  EXPECT_EQ(paper.versions(1).number(), 2);
  EXPECT_EQ(paper.versions(1).submitted_at().seconds(), 1185307827);
  EXPECT_FALSE(paper.withdrawn());
}

TEST(KagglePaperReader, TakesAuthorsApartThatNobodyDid) {
  const auto sink = Read(
      "{\"id\":\"0704.0001\",\"title\":\"T\",\"authors\":\"A. Ray and B. Fox "
      "(MIT)\"}\n");
  EXPECT_THAT(sink.records[0].authors(), ElementsAre("A. Ray", "B. Fox"));
}

TEST(KagglePaperReader, NamesWhatIsWrong) {
  const auto sink = Read(
      "{\"title\":\"T\"}\n"
      "{\"id\":\"a\",\"versions\":[{\"version\":\"v1\"}]}\n"
      "{\"id\":\"b\",\"authors_parsed\":[\"x\"]}\n"
      "{\"id\":\"c\",\"versions\":{}}\n"
      "{\"id\":\"d\",\"abstract\":5}\n");
  EXPECT_THAT(
      sink.rules,
      ElementsAre("1 id is missing",
                  "2 versions is or holds an object; a list of objects with "
                  "version and created is allowed",
                  StartsWith("3 authors_parsed is or holds a string"),
                  StartsWith("4 versions is or holds an object"),
                  StartsWith("5 abstract is or holds a number")));
  EXPECT_EQ(sink.refusals[4].id, "d");
}

}  // namespace
}  // namespace broadsheet::ingest

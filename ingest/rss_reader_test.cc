#include "ingest/rss_reader.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/recording_sink.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RssReaderTest : public ::testing::Test {
 protected:
  void Read(std::string_view file, size_t chunk_bytes = 1 << 20) {
    sink_ = {};
    RssReader reader(&sink_);
    for (size_t at = 0; at < file.size(); at += chunk_bytes) {
      reader.Feed(file.substr(at, chunk_bytes));
    }
    reader.Finish();
    error_ = reader.error();
  }

  RecordingSink<v1::Paper> sink_;
  std::string error_;
};

std::string Channel(const std::string& items) {
  return "<?xml version='1.0' encoding='UTF-8'?>\n<rss"
         " xmlns:arxiv=\"http://arxiv.org/schemas/atom\""
         " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" version=\"2.0\">"
         "<channel><title>cs.CL updates on arXiv.org</title>"
         "<link>http://rss.arxiv.org/rss/cs.CL</link>"
         "<pubDate>Tue, 24 Nov 2026 00:00:00 -0500</pubDate>" +
         items + "</channel></rss>";
}

std::string Item(const std::string& id, const std::string& type,
                 const std::string& date = "") {
  return "<item><title>On \\'etale\n spaces</title>"
         "<link>https://arxiv.org/abs/2611.00001</link><description>arXiv:" +
         id + " Announce Type: " + type +
         " \nAbstract: We count.\n  And more.</description>"
         "<guid isPermaLink=\"false\">oai:arXiv.org:" +
         id + "</guid><category>cs.CL</category><category>cs.LG</category>" +
         date + "<arxiv:announce_type>" + type +
         "</arxiv:announce_type><dc:rights>http://l</dc:rights>"
         "<arxiv:DOI>10.1/x</arxiv:DOI>"
         "<arxiv:journal_reference>Ann. 1</arxiv:journal_reference>"
         "<dc:creator>A.B. Ray (MIT, (1)), J. M\\\"uller</dc:creator></item>";
}

TEST_F(RssReaderTest, ReadsAnItemInChunksOfAnySize) {
  const std::string file = Channel(Item("2611.00001v1", "new"));
  for (size_t bytes : {1, 7, 100000}) {
    Read(file, bytes);
    ASSERT_EQ(sink_.records.size(), 1);
    const v1::Paper& paper = sink_.records[0];
    EXPECT_EQ(paper.id(), "2611.00001v1");
    EXPECT_EQ(paper.title(), "On \u00e9tale\n spaces");
    EXPECT_EQ(paper.abstract(), "We count.\n  And more.");
    EXPECT_THAT(paper.authors(), ElementsAre("A. B. Ray", "J. M\u00fcller"));
    EXPECT_THAT(paper.categories(), ElementsAre("cs.CL", "cs.LG"));
    EXPECT_EQ(paper.license(), "http://l");
    EXPECT_EQ(paper.doi(), "10.1/x");
    EXPECT_EQ(paper.journal_ref(), "Ann. 1");
    EXPECT_EQ(paper.announced(), "2026-11-24");
    EXPECT_EQ(paper.updated(), "");
    EXPECT_EQ(paper.published(), "");
    EXPECT_THAT(paper.versions(), IsEmpty());
  }
}

TEST_F(RssReaderTest, TakesTheDayOfTheItemWhenItHasOne) {
  Read(Channel(Item("2611.00001v1", "new",
                    "<pubDate>Mon, 23 Nov 2026 00:00:00 -0500</pubDate>")));
  EXPECT_EQ(sink_.records[0].announced(), "2026-11-23");
}

TEST_F(RssReaderTest, AnnouncesCrossListsOfNewFirstVersionsOnly) {
  Read(Channel(Item("2611.00001v1", "cross") + Item("2610.00001v1", "cross") +
               Item("2611.00002v2", "cross") + Item("2601.00001v1", "cross")));
  ASSERT_EQ(sink_.records.size(), 4);
  EXPECT_EQ(sink_.records[0].announced(), "2026-11-24");
  EXPECT_EQ(sink_.records[1].announced(), "2026-11-24");
  EXPECT_EQ(sink_.records[2].announced(), "");
  EXPECT_EQ(sink_.records[3].announced(), "");
}

TEST_F(RssReaderTest, TakesReplacementsForNewVersions) {
  Read(Channel(Item("2611.00001v3", "replace") +
               Item("2611.00002v2", "replace-cross")));
  ASSERT_EQ(sink_.records.size(), 2);
  for (const v1::Paper& paper : sink_.records) {
    EXPECT_EQ(paper.announced(), "");
    EXPECT_EQ(paper.updated(), "2026-11-24");
    EXPECT_EQ(paper.versions_size(), 1);
  }
  EXPECT_EQ(sink_.records[0].versions(0).number(), 3);
  EXPECT_FALSE(sink_.records[0].versions(0).has_submitted_at());
}

TEST_F(RssReaderTest, TakesAChannelWithoutItemsForAnEmptyDay) {
  Read(Channel(""));
  EXPECT_THAT(sink_.rules, IsEmpty());
  EXPECT_EQ(error_, "");
}

TEST_F(RssReaderTest, TellsErrors) {
  Read(
      "<rss><channel><title>Feed error for query: x</title>"
      "<description>Bad archive 'x'</description></channel></rss>");
  EXPECT_EQ(error_, "Bad archive 'x'");
  EXPECT_THAT(sink_.rules, ElementsAre("1 document is an error of the server: "
                                       "Bad archive 'x'"));
  Read("<feed/>");
  EXPECT_THAT(sink_.rules, ElementsAre("1 document is no RSS feed: its root is "
                                       "another element"));
}

}  // namespace
}  // namespace broadsheet::ingest

#include "ingest/atom_reader.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/recording_sink.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class AtomReaderTest : public ::testing::Test {
 protected:
  void Read(std::string_view file, size_t chunk_bytes = 1 << 20) {
    sink_ = {};
    AtomReader reader(&sink_);
    for (size_t at = 0; at < file.size(); at += chunk_bytes) {
      reader.Feed(file.substr(at, chunk_bytes));
    }
    reader.Finish();
    answer_ = reader.answer();
  }

  RecordingSink<v1::Paper> sink_;
  FeedAnswer answer_;
};

std::string Feed(const std::string& content) {
  return "<?xml version='1.0' encoding='UTF-8'?>\n"
         "<feed xmlns=\"http://www.w3.org/2005/Atom\""
         " xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\""
         " xmlns:arxiv=\"http://arxiv.org/schemas/atom\">" +
         content + "</feed>";
}

const char kEntry[] = R"(<entry>
  <id>http://arxiv.org/abs/math.GT/0309136v3</id>
  <title>On Gr\"obner
  bases &amp; more</title>
  <updated>2004-02-03T10:00:00Z</updated>
  <link href="http://arxiv.org/abs/math/0309136v3" rel="alternate"/>
  <link title="doi" href="https://doi.org/10.1/x" rel="related"/>
  <summary>  We count.
</summary>
  <category term="math.AG" scheme="http://arxiv.org/schemas/atom"/>
  <category term="math.GT" scheme="http://arxiv.org/schemas/atom"/>
  <published>2003-09-08T17:30:00Z</published>
  <arxiv:comment>9 pages</arxiv:comment>
  <arxiv:primary_category term="math.GT"/>
  <arxiv:journal_ref>Ann. 1</arxiv:journal_ref>
  <arxiv:doi>10.1/x</arxiv:doi>
  <author><name>A.B. Ray</name><arxiv:affiliation>MIT</arxiv:affiliation>
  </author>
  <author><name>The Lab</name></author>
</entry>)";

TEST_F(AtomReaderTest, ReadsAnAnswerOfTheApi) {
  const std::string file = Feed(
      std::string("<title>ArXiv Query: x</title>"
                  "<opensearch:totalResults>77</opensearch:totalResults>"
                  "<opensearch:startIndex>50</opensearch:startIndex>"
                  "<opensearch:itemsPerPage>25</opensearch:itemsPerPage>") +
      kEntry);
  for (size_t bytes : {1, 7, 100000}) {
    Read(file, bytes);
    ASSERT_EQ(sink_.records.size(), 1);
    const v1::Paper& paper = sink_.records[0];
    EXPECT_EQ(paper.id(), "http://arxiv.org/abs/math.GT/0309136v3");
    EXPECT_EQ(paper.title(), "On Gr\u00f6bner\n  bases & more");
    EXPECT_EQ(paper.abstract(), "  We count.\n");
    EXPECT_THAT(paper.authors(), ElementsAre("A. B. Ray", "The Lab"));
    EXPECT_THAT(paper.categories(),
                ElementsAre("math.GT", "math.AG", "math.GT"));
    EXPECT_EQ(paper.comment(), "9 pages");
    EXPECT_EQ(paper.journal_ref(), "Ann. 1");
    EXPECT_EQ(paper.doi(), "10.1/x");
    EXPECT_EQ(paper.published(), "2003-09-08");
    EXPECT_EQ(paper.updated(), "2004-02-03");
    EXPECT_EQ(paper.announced(), "");
    ASSERT_EQ(paper.versions_size(), 2);
    EXPECT_EQ(paper.versions(0).number(), 1);
    EXPECT_EQ(paper.versions(1).number(), 3);
    EXPECT_EQ(answer_.total_results, 77);
    EXPECT_EQ(answer_.start_index, 50);
    EXPECT_EQ(answer_.items_per_page, 25);
    EXPECT_EQ(answer_.items, 1);
    EXPECT_EQ(answer_.error, "");
  }
}

TEST_F(AtomReaderTest, ReadsAnExcerptThatLostItsFeed) {
  Read(Feed(kEntry));
  const std::string raw = sink_.raws[0];
  Read(raw);
  ASSERT_EQ(sink_.records.size(), 1);
  EXPECT_EQ(sink_.records[0].comment(), "9 pages");
}

TEST_F(AtomReaderTest, TakesAFeedWithoutEntriesForAnEmptyList) {
  Read(Feed("<opensearch:totalResults>9</opensearch:totalResults>"));
  EXPECT_THAT(sink_.rules, IsEmpty());
  EXPECT_EQ(answer_.total_results, 9);
  EXPECT_EQ(answer_.start_index, -1);
  EXPECT_EQ(answer_.items, 0);
}

TEST_F(AtomReaderTest, TellsErrorsOfTheApi) {
  Read(
      Feed("<entry><id>http://arxiv.org/api/errors#incorrect_id_format</id>"
           "<title>Error</title><summary>incorrect id format for 1234"
           "</summary></entry>"));
  EXPECT_EQ(answer_.error, "incorrect id format for 1234");
  EXPECT_THAT(sink_.rules,
              ElementsAre("1 document is an error of the server: incorrect id "
                          "format for 1234"));
  EXPECT_THAT(sink_.records, IsEmpty());
}

TEST_F(AtomReaderTest, TellsErrorsOfTheFeedOfADay) {
  Read(
      Feed("<title>Feed error for query: x</title>"
           "<subtitle>Invalid category</subtitle>"));
  EXPECT_EQ(answer_.error, "Invalid category");
}

std::string DailyEntry(const std::string& id, const std::string& type) {
  return "<entry><id>oai:arXiv.org:" + id +
         "</id><title>T</title><updated>2026-11-24T05:10:00+00:00</updated>"
         "<summary>arXiv:" +
         id + " Announce Type: " + type +
         " \nAbstract: We count.</summary><category term=\"cs.CL\"/>"
         "<arxiv:announce_type>" +
         type +
         "</arxiv:announce_type><dc:rights>http://l</dc:rights>"
         "<dc:creator>A. Ray (MIT), B. Fox</dc:creator></entry>";
}

TEST_F(AtomReaderTest, ReadsTheFeedOfADay) {
  Read(Feed(DailyEntry("2611.00001v1", "new") +
            DailyEntry("2611.00002v2", "replace")));
  ASSERT_EQ(sink_.records.size(), 2);
  const v1::Paper& paper = sink_.records[0];
  EXPECT_EQ(paper.id(), "2611.00001v1");
  EXPECT_EQ(paper.abstract(), "We count.");
  EXPECT_THAT(paper.authors(), ElementsAre("A. Ray", "B. Fox"));
  EXPECT_EQ(paper.license(), "http://l");
  EXPECT_EQ(paper.announced(), "2026-11-24");
  EXPECT_EQ(sink_.records[1].announced(), "");
  EXPECT_EQ(sink_.records[1].updated(), "2026-11-24");
}

TEST_F(AtomReaderTest, RefusesOtherDocuments) {
  Read("<rss/>");
  EXPECT_THAT(sink_.rules, ElementsAre("1 document is no Atom feed: its root "
                                       "is another element"));
  Read("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><feed/>");
  EXPECT_THAT(sink_.rules,
              ElementsAre(StartsWith("1 document has a document type")));
}

}  // namespace
}  // namespace broadsheet::ingest

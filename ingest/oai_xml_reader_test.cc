#include "ingest/oai_xml_reader.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/oai_fixtures.h"
#include "ingest/recording_sink.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class OaiXmlReaderTest : public ::testing::Test {
 protected:
  void Read(std::string_view file, size_t chunk_bytes = 1 << 20) {
    OaiXmlReader reader(&sink_);
    for (size_t at = 0; at < file.size(); at += chunk_bytes) {
      reader.Feed(file.substr(at, chunk_bytes));
    }
    reader.Finish();
    answer_ = reader.answer();
  }

  RecordingSink<v1::Paper> sink_;
  OaiAnswer answer_;
};

const char kFields[] =
    "<created>2026-11-02</created><updated>2026-11-20</updated>"
    "<authors><author><keyname>Gauss</keyname><forenames>C. F.</forenames>"
    "<suffix>Jr.</suffix></author>"
    "<author><keyname>The Lab</keyname></author></authors>"
    "<title>On numbers &amp;\n  more</title>"
    "<categories>math.NT math.CO</categories><comments>9 pages</comments>"
    "<msc-class>11A05</msc-class><journal-ref>Ann. 1</journal-ref>"
    "<doi>10.1/x</doi><license>http://l</license>"
    "<abstract>  We count &lt; 5 caf\u00e9s.</abstract>";

TEST_F(OaiXmlReaderTest, ReadsARecordInChunksOfAnySize) {
  const std::string file =
      OaiList(OaiRecord("2611.00001", "2026-11-21", kFields));
  for (size_t bytes : {1, 5, 64, 100000}) {
    sink_ = {};
    Read(file, bytes);
    ASSERT_EQ(sink_.records.size(), 1);
    const v1::Paper& paper = sink_.records[0];
    EXPECT_EQ(paper.id(), "2611.00001");
    EXPECT_EQ(paper.title(), "On numbers &\n  more");
    EXPECT_EQ(paper.abstract(), "  We count < 5 caf\u00e9s.");
    EXPECT_THAT(paper.authors(), ElementsAre("C. F. Gauss Jr.", "The Lab"));
    EXPECT_THAT(paper.categories(), ElementsAre("math.NT math.CO"));
    EXPECT_EQ(paper.comment(), "9 pages");
    EXPECT_EQ(paper.journal_ref(), "Ann. 1");
    EXPECT_EQ(paper.doi(), "10.1/x");
    EXPECT_EQ(paper.license(), "http://l");
    EXPECT_EQ(paper.published(), "2026-11-02");
    EXPECT_EQ(paper.updated(), "2026-11-20");
    EXPECT_EQ(answer_.resumption_token, "");
    EXPECT_EQ(answer_.complete_list_size, 3);
    EXPECT_THAT(sink_.raws[0], HasSubstr("<keyname>Gauss</keyname>"));
    EXPECT_THAT(sink_.raws[0], HasSubstr("</record>"));
  }
}

const char kRawFields[] =
    "<submitter>C. F. Gauss</submitter>"
    "<version version=\"v1\"><date>Mon, 2 Nov 2026 19:18:42 GMT</date>"
    "<size>9kb</size><source_type>D</source_type></version>"
    "<version version=\"v2\"><date>Fri, 20 Nov 2026 23:59:59 GMT</date>"
    "<size>1kb</size></version>"
    "<title>On Gr\\\"obner bases</title>"
    "<authors>C.F. Gauss (1), J. M\\\"uller ((1) Lab, (2) Inst)</authors>"
    "<categories>math.NT math.CO</categories><comments>9 pages</comments>"
    "<report-no>X-1</report-no><msc-class>11A05</msc-class>"
    "<acm-class>11A05</acm-class><journal-ref>Ann. 1</journal-ref>"
    "<doi>10.1/x</doi><license>http://l</license>"
    "<abstract>  We count.</abstract>";

TEST_F(OaiXmlReaderTest, ReadsRawRecordsWithAllTheirVersions) {
  const std::string file =
      OaiList(OaiRawRecord("2611.00001", "2026-11-21", kRawFields));
  for (size_t bytes : {1, 64, 100000}) {
    sink_ = {};
    Read(file, bytes);
    ASSERT_EQ(sink_.records.size(), 1);
    const v1::Paper& paper = sink_.records[0];
    EXPECT_EQ(paper.id(), "2611.00001");
    EXPECT_EQ(paper.title(), "On Gr\u00f6bner bases");
    EXPECT_THAT(paper.authors(), ElementsAre("C. F. Gauss", "J. M\u00fcller"));
    EXPECT_EQ(paper.comment(), "9 pages");
    EXPECT_EQ(paper.license(), "http://l");
    EXPECT_EQ(paper.published(), "2026-11-02");
    EXPECT_EQ(paper.updated(), "2026-11-20");
    EXPECT_EQ(paper.announced(), "");
    ASSERT_EQ(paper.versions_size(), 2);
    EXPECT_EQ(paper.versions(0).number(), 1);
    EXPECT_EQ(paper.versions(1).number(), 2);
    EXPECT_EQ(paper.versions(0).submitted_at().seconds(), 1793647122);
    EXPECT_FALSE(paper.withdrawn());
    EXPECT_EQ(answer_.response_date, "2026-11-23T00:00:00Z");
  }
}

TEST_F(OaiXmlReaderTest, ReadsARecordThatLostItsList) {
  Read(OaiList(OaiRawRecord("2611.00001", "2026-11-21", kRawFields)));
  const std::string raw = sink_.raws[0];
  sink_ = {};
  Read(raw);
  ASSERT_EQ(sink_.records.size(), 1);
  EXPECT_EQ(sink_.records[0].versions_size(), 2);
  EXPECT_THAT(sink_.rules, IsEmpty());
}

TEST_F(OaiXmlReaderTest, ReadsDeletionsAsWithdrawals) {
  Read(OaiList(OaiDeletion("hep-th/9901001", "2026-11-21"), "next page"));
  ASSERT_EQ(sink_.records.size(), 1);
  EXPECT_EQ(sink_.records[0].id(), "hep-th/9901001");
  EXPECT_TRUE(sink_.records[0].withdrawn());
  EXPECT_EQ(answer_.resumption_token, "next page");
}

TEST_F(OaiXmlReaderTest, TellsProtocolErrors) {
  Read(OaiError("badResumptionToken", "The token has expired"));
  EXPECT_EQ(answer_.error_code, "badResumptionToken");
  EXPECT_EQ(answer_.error_text, "The token has expired");
  EXPECT_THAT(sink_.rules,
              ElementsAre("1 document is the error badResumptionToken: The "
                          "token has expired"));
}

TEST_F(OaiXmlReaderTest, TakesNoRecordsMatchForAnEmptyList) {
  Read(OaiError("noRecordsMatch", "nothing"));
  EXPECT_THAT(sink_.rules, IsEmpty());
  EXPECT_EQ(answer_.error_code, "");
}

TEST_F(OaiXmlReaderTest, RefusesOtherFormatsRecordByRecord) {
  Read(OaiList("<record>" + OaiHeader("2611.00001", "2026-11-21") +
               "<metadata><oai_dc:dc xmlns:oai_dc=\"x\"/></metadata></record>" +
               OaiRecord("2611.00002", "2026-11-21", kFields)));
  EXPECT_THAT(sink_.rules,
              ElementsAre("1 metadata is in neither of the formats arXivRaw "
                          "and arXiv; ask for metadataPrefix=arXivRaw"));
  EXPECT_EQ(sink_.refusals[0].id, "2611.00001");
  EXPECT_THAT(sink_.numbers, ElementsAre(2));
}

TEST_F(OaiXmlReaderTest, KeepsTheBeginningOfALongErrorCode) {
  Read(OaiError(std::string(1 << 20, 'x'), "long"));
  EXPECT_EQ(answer_.error_code, std::string(100, 'x'));
  EXPECT_EQ(sink_.refusals[0].rule,
            "is the error " + std::string(100, 'x') + ": long");
}

TEST_F(OaiXmlReaderTest, RefusesAnEntityBomb) {
  Read(R"(<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">
      <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><OAI-PMH>&b;</OAI-PMH>)");
  EXPECT_THAT(sink_.rules,
              ElementsAre(StartsWith("1 document has a document type")));
}

TEST_F(OaiXmlReaderTest, RefusesExternalEntities) {
  Read(R"(<!DOCTYPE x SYSTEM "file:///etc/passwd"><OAI-PMH/>)");
  EXPECT_THAT(sink_.rules,
              ElementsAre(StartsWith("1 document has a document type")));
}

TEST_F(OaiXmlReaderTest, RefusesOtherEncodings) {
  Read(
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><OAI-PMH>\xe9</OAI-PMH>");
  EXPECT_THAT(sink_.rules,
              ElementsAre("1 document is in the encoding ISO-8859-1; only "
                          "UTF-8 is read"));
}

TEST_F(OaiXmlReaderTest, RefusesBytesThatAreNotUtf8AndKeepsWhatCameBefore) {
  Read(
      OaiList(OaiRecord("2611.00001", "2026-11-21", kFields) +
              OaiRecord("2611.00002", "2026-11-21", "<title>caf\xe9</title>")));
  EXPECT_THAT(sink_.numbers, ElementsAre(1));
  EXPECT_THAT(sink_.rules,
              ElementsAre(StartsWith("2 document is not well-formed XML: ")));
  EXPECT_EQ(sink_.refusals[0].id, "2611.00002");
}

TEST_F(OaiXmlReaderTest, RefusesADocumentThatEndsEarly) {
  const std::string file =
      OaiList(OaiRecord("2611.00001", "2026-11-21", kFields));
  Read(std::string_view(file).substr(0, file.size() / 2));
  EXPECT_THAT(sink_.numbers, IsEmpty());
  EXPECT_THAT(sink_.rules,
              ElementsAre(StartsWith("1 document is not well-formed XML: ")));
}

TEST_F(OaiXmlReaderTest, RefusesWhatIsNoOaiAnswer) {
  Read("broken xml");
  Read("");
  Read("<html/>");
  Read(OaiDocument(""));
  Read(OaiDocument("<Identify/>"));
  EXPECT_THAT(
      sink_.rules,
      ElementsAre(HasSubstr("not well-formed"), HasSubstr("not well-formed"),
                  HasSubstr("its root is another element"),
                  HasSubstr("neither records nor an error"),
                  HasSubstr("not an answer to ListRecords")));
}

TEST_F(OaiXmlReaderTest, BoundsDepthAndSize) {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  Read(OaiDocument("<ListRecords>" + deep));
  EXPECT_THAT(sink_.rules, ElementsAre("1 document is nested too deeply"));
  sink_ = {};
  Read(OaiDocument("<ListRecords a=\"" + std::string(20 << 20, 'x')));
  EXPECT_THAT(sink_.rules, ElementsAre(StartsWith("1 document has a tag")));
  sink_ = {};
  Read(OaiList(OaiRecord("2611.00001", "2026-11-21",
                         "<title>" + std::string(17 << 20, 'x') + "</title>")));
  EXPECT_THAT(sink_.rules,
              ElementsAre("1 document has a text that is too long"));
}

}  // namespace
}  // namespace broadsheet::ingest

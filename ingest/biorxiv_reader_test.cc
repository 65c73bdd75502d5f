#include "ingest/biorxiv_reader.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/recording_sink.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Version(int number, const char* date, const char* title = "Cells") {
  return absl::StrCat(
      R"({"doi":"10.1101/2024.01.01.123456","title":")", title,
      R"(","authors":"Lovelace, A.; Turing, A. M.","date":")", date,
      R"(","version":")", number,
      R"(","type":"new results","license":"cc_by_nc",)",
      R"("category":"cell biology",)",
      R"("abstract":"About cells.","published":"NA","server":"biorxiv"})");
}

class BiorxivReaderTest : public ::testing::Test {
 protected:
  void Read(const std::string& collection) {
    reader_.Feed(absl::StrCat(
        R"({"messages":[{"status":"ok","interval":"2024-01-01:2024-01-02",)",
        R"("cursor":100,"count":2,"total":"245"}],"collection":[)", collection,
        "]}"));
    reader_.Finish();
  }

  RecordingSink<v1::Paper> sink_;
  BiorxivReader reader_{&sink_};
};

TEST_F(BiorxivReaderTest, ReadsARecord) {
  Read(Version(1, "2024-1-5"));
  ASSERT_THAT(sink_.rules, IsEmpty());
  ASSERT_EQ(sink_.records.size(), 1);
  const v1::Paper& paper = sink_.records[0];
  EXPECT_EQ(paper.id(), "doi:10.1101/2024.01.01.123456");
  EXPECT_EQ(paper.doi(), "10.1101/2024.01.01.123456");
  EXPECT_EQ(paper.title(), "Cells");
  EXPECT_EQ(paper.abstract(), "About cells.");
  EXPECT_THAT(paper.authors(), ElementsAre("A. Lovelace", "A. M. Turing"));
  EXPECT_THAT(paper.categories(), IsEmpty());
  EXPECT_EQ(paper.published(), "2024-01-05");
  EXPECT_EQ(paper.license(), "https://creativecommons.org/licenses/by-nc/4.0/");
  EXPECT_FALSE(paper.withdrawn());
}

TEST_F(BiorxivReaderTest, MakesOnePaperOfItsVersions) {
  Read(absl::StrCat(Version(2, "2024-02-01", "Cells, again"), ",",
                    Version(1, "2024-01-05"), ",",
                    Version(3, "2024-3-1", "Cells, at last")));
  ASSERT_EQ(sink_.records.size(), 1);
  const v1::Paper& paper = sink_.records[0];
  EXPECT_EQ(paper.title(), "Cells, at last");
  EXPECT_EQ(paper.published(), "2024-01-05");
  EXPECT_EQ(paper.updated(), "2024-03-01");
  ASSERT_EQ(paper.versions_size(), 3);
  EXPECT_EQ(paper.versions(0).number(), 1);
  EXPECT_EQ(ToTime(paper.versions(2).submitted_at()),
            absl::FromCivil(absl::CivilDay(2024, 3, 1), absl::UTCTimeZone()));
}

TEST_F(BiorxivReaderTest, HandsOverPapersAndRefusalsInTheirOrder) {
  const std::string other =
      R"({"doi":"10.1101/7","title":"Other","date":"2024-01-05"})";
  Read(absl::StrCat(Version(1, "2024-01-05"), R"(,{"title":"A"},)", other, ",",
                    Version(2, "2024-02-01"), R"(,{"title":"B"})"));
  EXPECT_THAT(sink_.numbers, ElementsAre(3, 4));
  ASSERT_EQ(sink_.refusals.size(), 2);
  EXPECT_EQ(sink_.refusals[0].record, 2);
  EXPECT_EQ(sink_.refusals[1].record, 5);
}

TEST_F(BiorxivReaderTest, TellsWhereThePageIs) {
  Read(Version(1, "2024-01-05"));
  EXPECT_EQ(reader_.page().status, "ok");
  EXPECT_EQ(reader_.page().cursor, 100);
  EXPECT_EQ(reader_.page().count, 2);
  EXPECT_EQ(reader_.page().total, 245);
}

TEST_F(BiorxivReaderTest, TakesAnAnswerWithoutPostsForEmpty) {
  reader_.Feed(R"({"messages":[{"status":"no posts found"}]})");
  reader_.Finish();
  EXPECT_THAT(sink_.rules, IsEmpty());
  EXPECT_THAT(sink_.records, IsEmpty());
  EXPECT_EQ(reader_.page().status, "no posts found");
}

TEST_F(BiorxivReaderTest, KnowsWithdrawals) {
  Read(Version(2, "2024-02-01", "WITHDRAWN: Cells"));
  EXPECT_TRUE(sink_.records[0].withdrawn());
  EXPECT_EQ(sink_.records[0].published(), "");
}

TEST_F(BiorxivReaderTest, RefusesRecordsWithoutDoiOrDay) {
  Read(absl::StrCat(R"({"title":"A"},)", Version(1, "soon"), ",",
                    Version(2000, "2024-01-01")));
  EXPECT_THAT(sink_.rules, ElementsAre("1 doi is missing, or is no DOI",
                                       "2 date is not a day; write YYYY-MM-DD",
                                       "3 version is not 1 to 1,000"));
}

}  // namespace
}  // namespace broadsheet::ingest

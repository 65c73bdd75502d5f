#include "ingest/arxiv_record.h"

#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

ArxivRecord Record(const char* id, const char* created, const char* datestamp) {
  ArxivRecord record;
  record.id = id;
  record.created = created;
  record.datestamp = datestamp;
  return record;
}

TEST(ArxivRecord, IsAnnouncedWhenItIsNew) {
  const v1::Paper paper =
      ToPaper(Record("2611.00001", "2026-11-20", "2026-11-23"));
  EXPECT_EQ(paper.published(), "2026-11-20");
  EXPECT_EQ(paper.announced(), "2026-11-23");
  EXPECT_EQ(paper.updated(), "");
}

TEST(ArxivRecord, IsAnnouncedOverTheTurnOfTheMonth) {
  EXPECT_EQ(
      ToPaper(Record("2612.00001", "2026-11-30", "2026-12-01")).announced(),
      "2026-12-01");
}

TEST(ArxivRecord, IsNotAnnouncedWhenItChangedLater) {
  EXPECT_EQ(
      ToPaper(Record("2601.00001", "2026-01-05", "2026-11-23")).announced(),
      "");
  ArxivRecord revised = Record("2611.00001", "2026-11-20", "2026-11-23");
  revised.updated = "2026-11-22";
  EXPECT_EQ(ToPaper(revised).announced(), "");
}

TEST(ArxivRecord, DoesNotTakeALaterVersionForTheFirst) {
  const v1::Paper paper =
      ToPaper(Record("1601.04794", "2026-08-30", "2026-08-31"));
  EXPECT_EQ(paper.published(), "");
  EXPECT_EQ(paper.updated(), "2026-08-30");
  EXPECT_EQ(paper.announced(), "");
}

TEST(ArxivRecord, KnowsTheMonthOfOldIds) {
  EXPECT_EQ(
      ToPaper(Record("hep-th/9901001", "1999-01-04", "2007-05-23")).published(),
      "1999-01-04");
  EXPECT_EQ(
      ToPaper(Record("hep-th/9901001", "2003-01-04", "2007-05-23")).published(),
      "");
}

ArxivRecord Raw(const char* datestamp, std::vector<const char*> dates) {
  ArxivRecord record;
  record.id = "2611.00001";
  record.datestamp = datestamp;
  for (const char* date : dates) {
    record.versions.push_back({"", date, "D"});
  }
  return record;
}

TEST(ArxivRecord, KnowsTheTrueDaysOfVersions) {
  const v1::Paper paper =
      ToPaper(Raw("2026-11-24", {"Fri, 20 Nov 2026 10:00:00 GMT",
                                 "Mon, 23 Nov 2026 10:00:00 GMT"}));
  EXPECT_EQ(paper.published(), "2026-11-20");
  EXPECT_EQ(paper.updated(), "2026-11-23");
  EXPECT_EQ(paper.announced(), "");
  EXPECT_EQ(paper.versions_size(), 2);
}

TEST(ArxivRecord, WithOneVersionIsAnnouncedWhenItIsNew) {
  const char* const date = "Fri, 20 Nov 2026 10:00:00 GMT";
  const v1::Paper paper = ToPaper(Raw("2026-11-24", {date}));
  EXPECT_EQ(paper.announced(), "2026-11-24");
  EXPECT_EQ(paper.updated(), "2026-11-20");
  EXPECT_EQ(ToPaper(Raw("2027-01-24", {date})).announced(), "");
  EXPECT_EQ(ToPaper(Raw("2026-11-24", {"nonsense"})).announced(), "");
}

TEST(ArxivRecord, DoesNotInventTheFirstVersion) {
  ArxivRecord record = Raw("2026-11-24", {"Fri, 20 Nov 2026 10:00:00 GMT"});
  record.versions[0].number = "v2";
  const v1::Paper paper = ToPaper(record);
  EXPECT_EQ(paper.published(), "");
  EXPECT_EQ(paper.updated(), "2026-11-20");
  EXPECT_EQ(paper.announced(), "");
  EXPECT_EQ(paper.versions(0).number(), 2);
}

TEST(ArxivRecord, IsWithdrawnWhenItsLastVersionIsEmptyOrItSaysSo) {
  const char* const date = "Fri, 20 Nov 2026 10:00:00 GMT";
  ArxivRecord record = Raw("2026-11-24", {date, date});
  record.versions[0].source_type = "I";
  EXPECT_FALSE(ToPaper(record).withdrawn());
  record.versions[1].source_type = "DI";
  EXPECT_TRUE(ToPaper(record).withdrawn());
  record.versions[1].source_type = "D";
  record.comments = "This paper has been withdrawn by the author";
  EXPECT_TRUE(ToPaper(record).withdrawn());
}

TEST(ArxivRecord, TakesTheIdFromTheHeaderWhenItIsDeleted) {
  ArxivRecord record;
  record.identifier = "oai:arXiv.org:math/0309136";
  record.deleted = true;
  const v1::Paper paper = ToPaper(record);
  EXPECT_EQ(paper.id(), "math/0309136");
  EXPECT_TRUE(paper.withdrawn());
}

}  // namespace
}  // namespace broadsheet::ingest

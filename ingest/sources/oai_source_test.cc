#include "ingest/sources/oai_source.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/oai_fixtures.h"
#include "ingest/sources/source_fixture.h"

namespace broadsheet::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using OaiSourceTest = SourceFixture;

std::string OaiPage(const std::string& day, const std::string& token) {
  return OaiList(OaiRecord("2611.00001", day, "<title>T</title>"), token);
}

TEST_F(OaiSourceTest, AsksForAllVersionsAndEncodesTokensOnce) {
  Use("arxiv-oai", "math:math:NT");
  EXPECT_EQ(Url(),
            "https://oaipmh.arxiv.org/oai?verb=listrecords&"
            "metadataprefix=arxivraw&set=math%3amath%3ant");
  ASSERT_TRUE(Judge(OaiPage("2026-11-21", "a=1&amp;b=%20 c")).ok());
  EXPECT_EQ(Url(),
            "https://oaipmh.arxiv.org/oai?verb=listrecords&"
            "resumptiontoken=a%3d1%26b%3d%2520+c");
}

TEST_F(OaiSourceTest, GoesOnFromTheDayOfTheLastFirstAnswerWithoutAnEnd) {
  covered_until_ = "2026-11-20";
  Use("arxiv-oai");
  EXPECT_THAT(Url(), HasSubstr("from=2026-11-20"));
  EXPECT_THAT(Url(), Not(HasSubstr("until")));
  ASSERT_TRUE(Judge(OaiPage("2026-11-21", "t")).ok());
  const auto last = Judge(OaiPage("2026-11-22", ""));
  ASSERT_TRUE(last.ok());
  EXPECT_TRUE(last->done);
  // The answers of the fixture are of that day.
  EXPECT_EQ(source_->CoveredUntil(request_, place_), "2026-11-23");
  request_.set_until("2026-11-10");
  EXPECT_EQ(source_->CoveredUntil(request_, place_), "2026-11-11");
}

TEST_F(OaiSourceTest, BeginsAnewFromTheLatestDayWhenItsTokenHasExpired) {
  Use("arxiv-oai", "cs");
  ASSERT_TRUE(Judge(OaiPage("2026-11-21", "t")).ok());
  const auto expired = Judge(OaiError("badResumptionToken", "too old"));
  ASSERT_TRUE(expired.ok()) << expired.status();
  EXPECT_FALSE(expired->done);
  EXPECT_FALSE(expired->has_records);
  EXPECT_THAT(Url(), HasSubstr("set=cs&from=2026-11-21"));
}

TEST_F(OaiSourceTest, BeginsFromTheStartWhenDatestampsCameInNoOrder) {
  request_.set_from("2026-11-01");
  Use("arxiv-oai");
  ASSERT_TRUE(Judge(OaiPage("2026-11-21", "t")).ok());
  ASSERT_TRUE(Judge(OaiPage("2026-11-20", "u")).ok());
  ASSERT_TRUE(Judge(OaiError("badResumptionToken", "too old")).ok());
  EXPECT_THAT(Url(), HasSubstr("from=2026-11-01"));
}

TEST_F(OaiSourceTest, GivesUpWhenTokensNeverLive) {
  Use("arxiv-oai");
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(Judge(OaiPage("2026-11-21", "t")).ok());
    ASSERT_TRUE(Judge(OaiError("badResumptionToken", "")).ok());
  }
  ASSERT_TRUE(Judge(OaiPage("2026-11-21", "t")).ok());
  EXPECT_EQ(Judge(OaiError("badResumptionToken", "")).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(OaiSourceTest, TakesNoMatchForAnEmptyListAndOtherErrorsForFailures) {
  Use("arxiv-oai");
  const auto none = Judge(OaiError("noRecordsMatch", ""));
  ASSERT_TRUE(none.ok());
  EXPECT_TRUE(none->done);
  EXPECT_EQ(source_->CoveredUntil(request_, place_), "2026-11-23");
  EXPECT_THAT(
      std::string(Judge(OaiError("badArgument", "no")).status().message()),
      HasSubstr("badArgument: no"));
}

}  // namespace
}  // namespace broadsheet::ingest

#include "ingest/paper_normalizer.h"

#include <string>

#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PaperNormalizerTest : public ::testing::Test {
 protected:
  PaperNormalizerTest() {
    paper_.set_id("2407.21783v2");
    paper_.set_title("A title");
  }

  // "" when it is normal now, else "FIELD RULE".
  std::string Normalize(bool ids_only = false) {
    PaperNormalizer normalizer({.source = "jsonl", .ids_only = ids_only},
                               &clock_);
    const auto violation = normalizer.Normalize(&paper_);
    return violation ? violation->field + " " + violation->rule : "";
  }

  FakeClock clock_{
      absl::FromCivil(absl::CivilDay(2026, 11, 23), absl::UTCTimeZone())};
  v1::Paper paper_;
};

TEST_F(PaperNormalizerTest, BringsTextIntoOneForm) {
  paper_.set_title("  Erdo\u030bs\n  numbers ");
  paper_.set_abstract("  One\nline.\n  Two.\n");
  paper_.add_authors("Paul\n Erdo\u030bs");
  paper_.add_authors("  ");
  ASSERT_EQ(Normalize(), "");
  EXPECT_EQ(paper_.id(), "2407.21783");
  EXPECT_EQ(paper_.title(), "Erd\u0151s numbers");
  EXPECT_EQ(paper_.abstract(), "One line.\nTwo.");
  EXPECT_THAT(paper_.authors(), ElementsAre("Paul Erd\u0151s"));
  EXPECT_EQ(paper_.source(), "jsonl");
}

TEST_F(PaperNormalizerTest, KeepsRealCategoriesInOrder) {
  paper_.add_categories("cs.CV");
  paper_.add_categories("cs.AI cs.LG,stat.ML; cs.CV");
  paper_.add_categories("68T45, 62H30");
  paper_.add_categories("I.5.3; I.2.10");
  paper_.add_categories("Doctor of Engineering");
  ASSERT_EQ(Normalize(), "");
  EXPECT_THAT(paper_.categories(),
              ElementsAre("cs.CV", "cs.AI", "cs.LG", "stat.ML"));
}

TEST_F(PaperNormalizerTest, ReadsDaysAndTimes) {
  paper_.set_published("2026-11-20T23:59:59Z");
  paper_.set_announced("2026-11-25");
  ASSERT_EQ(Normalize(), "");
  EXPECT_EQ(paper_.published(), "2026-11-20");
  EXPECT_EQ(paper_.announced(), "2026-11-25");
}

TEST_F(PaperNormalizerTest, RefusesDatesThatCannotBe) {
  paper_.set_announced("9999-01-01");
  EXPECT_EQ(Normalize(),
            "announced is in the year 9999; years 1900 to 2200 are allowed");
  paper_.set_announced("2026-11-26");
  EXPECT_EQ(Normalize(),
            "announced is 2026-11-26, more than 2 days ahead of today");
  paper_.set_announced("2026-02-30");
  EXPECT_EQ(Normalize(), "announced is not a day of the calendar");
  paper_.set_announced("2026-11-20Tea time");
  EXPECT_EQ(Normalize(), "announced is not a day; write YYYY-MM-DD");
}

TEST_F(PaperNormalizerTest, RefusesAnAbstractOfTenMegabytes) {
  paper_.set_abstract(std::string(10'000'000, 'x'));
  EXPECT_EQ(Normalize(),
            "abstract is 10,000,000 bytes long; at most 100,000 are allowed");
}

TEST_F(PaperNormalizerTest, RefusesNulAndInvalidUtf8) {
  paper_.set_title(std::string("a\0b", 3));
  EXPECT_EQ(Normalize(), "title has a NUL character");
  paper_.set_title("Title");
  paper_.add_authors("caf\xe9");
  EXPECT_EQ(Normalize(), "authors[0] is not UTF-8");
}

TEST_F(PaperNormalizerTest, RefusesTooManyAuthors) {
  for (int i = 0; i < 5001; ++i) paper_.add_authors("A");
  EXPECT_EQ(Normalize(),
            "authors has 5,001 elements; at most 5,000 are allowed");
}

TEST_F(PaperNormalizerTest, NeedsAnId) {
  paper_.clear_id();
  EXPECT_THAT(Normalize(), HasSubstr("id is empty"));
}

TEST_F(PaperNormalizerTest, NeedsTitleOrAbstractUnlessOnlyIdsAreWanted) {
  paper_.clear_title();
  EXPECT_THAT(Normalize(), HasSubstr("title is missing"));
  EXPECT_EQ(Normalize(/*ids_only=*/true), "");
  EXPECT_TRUE(paper_.bare());
}

TEST_F(PaperNormalizerTest, TakesAWithdrawalWithoutText) {
  paper_.clear_title();
  paper_.set_withdrawn(true);
  EXPECT_EQ(Normalize(), "");
  EXPECT_TRUE(IsWithdrawal(paper_));
}

TEST_F(PaperNormalizerTest, DropsWhatStorageDerives) {
  paper_.set_upvotes(1000);
  paper_.set_revision(7);
  paper_.set_submitted_by("somebody");
  ASSERT_EQ(Normalize(), "");
  EXPECT_EQ(paper_.upvotes(), 0);
  EXPECT_EQ(paper_.revision(), 0);
  EXPECT_EQ(paper_.submitted_by(), "");
}

}  // namespace
}  // namespace broadsheet::ingest

#include "gateway/web/period_page.h"

#include "gateway/web/page_fixture.h"
#include "gmock/gmock.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PeriodPageTest : public PageFixture {
 protected:
  void Submit(const std::string& id, const std::string& submitter,
              bool automatic) {
    v1::SubmittedPaper* submitted = page_.list.add_papers();
    *submitted->mutable_listed()->mutable_paper() = Paper(id, "Title " + id);
    submitted->set_submitter(submitter);
    submitted->set_automatic(automatic);
  }

  std::string Write(const std::string& period) {
    page_.period = ParsePeriod(period).value();
    return WritePeriodPage(writer(), Frame(), page_).value();
  }

  PeriodPage page_;
};

TEST_F(PeriodPageTest, TheFirstPaperIsTheLeadStory) {
  Submit("1", "ada", false);
  Submit("2", "ada", false);
  const std::string page = Write("2026-11-23");
  const size_t lead = page.find("story lead");
  ASSERT_NE(lead, std::string::npos);
  EXPECT_EQ(page.find("story lead", lead + 1), std::string::npos);
  EXPECT_LT(lead, page.find("Title 1"));
  EXPECT_LT(page.find("Title 1"), page.find("Title 2"));
}

TEST_F(PeriodPageTest, LaterPagesHaveNoLeadStory) {
  Submit("1", "ada", false);
  page_.first_page = false;
  EXPECT_THAT(Write("2026-11"), Not(HasSubstr("story lead")));
}

TEST_F(PeriodPageTest, LeadsToTheNearestListsOfItsKind) {
  Submit("1", "ada", false);
  page_.list.set_previous_period("2026-W46");
  page_.list.set_next_period("2026-W48");
  const std::string page = Write("2026-W47");
  EXPECT_THAT(page, HasSubstr("<h1>16–22 November 2026</h1>"));
  EXPECT_THAT(page, HasSubstr("rel=\"prev\" href=\"/papers/week/2026-W46\""));
  EXPECT_THAT(page, HasSubstr("rel=\"next\" href=\"/papers/week/2026-W48\""));
  EXPECT_THAT(page, HasSubstr("Week 46"));
}

TEST_F(PeriodPageTest, HasNoLinkWhereThereIsNoList) {
  Submit("1", "ada", false);
  const std::string page = Write("2026-11-23");
  EXPECT_THAT(page, Not(HasSubstr("rel=\"prev\"")));
  EXPECT_THAT(page, Not(HasSubstr("rel=\"next\"")));
}

TEST_F(PeriodPageTest, LeadsFromAWeekToItsLastDayAndItsMonth) {
  const std::string page = Write("2026-W45");
  EXPECT_THAT(page, HasSubstr("/papers/date/2026-11-08"));
  EXPECT_THAT(page, HasSubstr("/papers/month/2026-11"));
}

TEST_F(PeriodPageTest, AnEmptyDaySaysSoAndNamesTheNearest) {
  page_.list.set_previous_period("2026-11-20");
  const std::string page = Write("2026-11-22");
  EXPECT_THAT(page, HasSubstr("Nothing appeared this day."));
  EXPECT_THAT(page, HasSubstr("Friday, 20 November 2026"));
}

TEST_F(PeriodPageTest, ADayToComeSaysSo) {
  EXPECT_THAT(Write("2026-11-24"), HasSubstr("This day has yet to come."));
}

TEST_F(PeriodPageTest, AnEmptyNewspaperTellsHowToFillIt) {
  const std::string page = Write("2026-11-23");
  EXPECT_THAT(page, HasSubstr("No list has appeared yet."));
  EXPECT_THAT(page, HasSubstr("href=\"/submit\""));
}

TEST_F(PeriodPageTest, NamesReadersWhoSubmitted) {
  Submit("1", "ada", false);
  page_.list.mutable_info()->set_origin("1 paper submitted by 1 reader");
  const std::string page = Write("2026-11-23");
  EXPECT_THAT(page, HasSubstr("Submitted by ada"));
  EXPECT_THAT(page, HasSubstr("1 paper submitted by 1 reader"));
  EXPECT_THAT(page, Not(HasSubstr("class=\"label\"")));
}

TEST_F(PeriodPageTest, LabelsTheListOfTheAutomaticEditor) {
  Submit("1", "automatic-editor", true);
  EXPECT_THAT(Write("2026-11-23"),
              HasSubstr("class=\"label\">Chosen by the automatic editor<"));
}

TEST_F(PeriodPageTest, LabelsTheListOfTheSimulator) {
  Submit("1", "sim-editor-1", true);
  EXPECT_THAT(Write("2026-11-23"),
              HasSubstr("class=\"label\">Simulated readers<"));
}

TEST_F(PeriodPageTest, AMixedListSaysWhoOfEachPaper) {
  Submit("1", "ada", false);
  Submit("2", "automatic-editor", true);
  const std::string page = Write("2026-11-23");
  EXPECT_THAT(page, Not(HasSubstr("class=\"label\"")));
  EXPECT_THAT(page, HasSubstr("Submitted by ada"));
  EXPECT_THAT(page, HasSubstr("Chosen by the automatic editor"));
}

TEST_F(PeriodPageTest, ShowsWhatIsTrendingBesides) {
  Submit("1", "ada", false);
  v1::ListedPaper listed;
  *listed.mutable_paper() = Paper("9", "Elsewhere");
  page_.trending = {listed};
  const std::string page = Write("2026-11-23");
  EXPECT_THAT(page, HasSubstr("Trending now"));
  EXPECT_THAT(page, HasSubstr("Elsewhere"));
}

}  // namespace
}  // namespace broadsheet::gateway

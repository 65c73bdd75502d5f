#include "gateway/web/plain_pages.h"

#include "gateway/web/page_fixture.h"
#include "gmock/gmock.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using PlainPagesTest = PageFixture;

TEST_F(PlainPagesTest, StatusNamesWhatIsDown) {
  v1::GetSystemStatusResponse status;
  v1::HouseStatus* up = status.add_houses();
  up->set_name("storage");
  up->set_ok(true);
  up->set_latency_ms(1.25);
  v1::HouseStatus* down = status.add_houses();
  down->set_name("ingest");
  down->set_problem("<refused>");
  status.mutable_catalogue()->set_papers(37297);
  const std::string page =
      WriteStatusPage(writer(), Frame(), status, absl::UnixEpoch()).value();
  EXPECT_THAT(page, HasSubstr("1 service does not answer."));
  EXPECT_THAT(page, HasSubstr("&lt;refused&gt;"));
  EXPECT_THAT(page, HasSubstr("37,297"));
  EXPECT_THAT(page, Not(HasSubstr("Recommender</h2>")));
}

TEST_F(PlainPagesTest, StatusTellsHowLongTheRecommenderIsUp) {
  v1::GetSystemStatusResponse status;
  status.add_recommenders()
      ->mutable_status()
      ->mutable_started_at()
      ->set_seconds(1000);
  EXPECT_THAT(WriteStatusPage(writer(), Frame(), status,
                              absl::FromUnixSeconds(1000 + 3661))
                  .value(),
              HasSubstr("1h1m1s"));
}

TEST_F(PlainPagesTest, StatusShowsEachRecommenderAndWhatIsWrong) {
  v1::GetSystemStatusResponse status;
  status.add_problems("recommend at <b> is not ready.");
  status.add_recommenders()->set_address("10.0.0.2:8093");
  v1::RecommenderStatus* down = status.add_recommenders();
  down->set_address("10.0.0.3:8093");
  down->set_problem("does not answer in time");
  const std::string page =
      WriteStatusPage(writer(), Frame(), status, absl::UnixEpoch()).value();
  EXPECT_THAT(page, HasSubstr("recommend at &lt;b&gt; is not ready."));
  EXPECT_THAT(page, HasSubstr("10.0.0.2:8093"));
  EXPECT_THAT(page, HasSubstr("does not answer in time"));
  EXPECT_THAT(page, Not(HasSubstr("All is well")));
}

TEST_F(PlainPagesTest, SubmitFormIsForReaders) {
  EXPECT_THAT(WriteSubmitPage(writer(), Frame(), {}).value(),
              Not(HasSubstr("name=\"paper_id\"")));
  const std::string page =
      WriteSubmitPage(writer(), ReaderFrame(), {"1\"<", "Bad <id>.", "r1"})
          .value();
  EXPECT_THAT(page, HasSubstr("value=\"1&quot;&lt;\""));
  EXPECT_THAT(page, HasSubstr("Bad &lt;id&gt;."));
  EXPECT_THAT(page, HasSubstr("name=\"request_id\" value=\"r1\""));
}

TEST(ErrorMessage, NamesWhatTheReaderCanMend) {
  const MessagePage page = ErrorMessage(400, "url has a NUL");
  EXPECT_EQ(page.code, "400");
  EXPECT_EQ(page.text, "Url has a NUL.");
}

TEST(ErrorMessage, KeepsFaultsOfOursToItself) {
  EXPECT_THAT(ErrorMessage(503, "connect to 10.0.0.1 failed").text,
              Not(HasSubstr("10.0.0.1")));
  EXPECT_THAT(ErrorMessage(500, "x").heading, HasSubstr("went wrong"));
}

TEST(ErrorMessage, ADeadSessionOffersToSignIn) {
  EXPECT_EQ(ErrorMessage(401, "").ways[0].url, "/sign-in");
}

}  // namespace
}  // namespace broadsheet::gateway

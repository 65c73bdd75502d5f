// What each source asks for, and how it goes on; without any network.

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/sources/source_fixture.h"

namespace broadsheet::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using SourcesTest = SourceFixture;

TEST_F(SourcesTest, DoubtBrokenAnswersAndBelieveThemAtLast) {
  for (const auto& [name, set] :
       {std::pair("arxiv-oai", ""), std::pair("arxiv-rss", "cs.CL"),
        std::pair("arxiv-api", "cat:cs.CL"), std::pair("hf-daily", ""),
        std::pair("openalex", "x:y"), std::pair("biorxiv", "")}) {
    request_.Clear();
    Use(name, set);
    for (const char* page : {"", "<html>", "<a/>", "{\"half\":", "{}"}) {
      EXPECT_TRUE(absl::IsUnavailable(Judge(page, 1).status())) << name << page;
      EXPECT_TRUE(absl::IsDataLoss(Judge(page, kMaxTries).status()))
          << name << page;
    }
  }
}

TEST_F(SourcesTest, RssIsOnePageOfTheCategories) {
  Use("arxiv-rss", "cs.CL+hep-th");
  EXPECT_EQ(source_->Url(request_, place_),
            "https://rss.arxiv.org/rss/cs.CL+hep-th");
  EXPECT_TRUE(source_->IsConditional());
  const auto page = Judge("<rss><channel><item/><item/></channel></rss>");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_TRUE(page->done);
  EXPECT_EQ(page->total, 2);
  const auto weekend = Judge("<rss><channel/></rss>");
  ASSERT_TRUE(weekend.ok());
  EXPECT_FALSE(weekend->has_records);
}

std::string AtomPage(int64_t total, int entries, const std::string& day) {
  std::string page = absl::StrCat(
      R"(<feed xmlns="http://www.w3.org/2005/Atom">)",
      R"(<opensearch:totalResults xmlns:opensearch="http://a9.com/o/1.1/">)",
      total, "</opensearch:totalResults>");
  for (int i = 0; i < entries; ++i) {
    absl::StrAppend(&page, "<entry><id>http://arxiv.org/abs/2611.0000", i,
                    "v1</id><published>", day,
                    "T10:00:00Z</published></entry>");
  }
  return page + "</feed>";
}

TEST_F(SourcesTest, ApiPagesThroughAQueryByTheDayOfSubmission) {
  request_.set_from("2026-11-01");
  Use("arxiv-api", "cat:cs.CL AND ti:\"a+b\"");
  EXPECT_THAT(Url(), HasSubstr("search_query=%28cat%3acs.cl+and+"
                               "ti%3a%22a%2bb%22%29+and+submitteddate"));
  EXPECT_THAT(Url(), HasSubstr("202611010000+to+202611232359"));
  EXPECT_THAT(Url(), HasSubstr("start=0&max_results=1000"));
  const auto first = Judge(AtomPage(5, 3, "2026-11-02"));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_FALSE(first->done);
  EXPECT_EQ(first->total, 5);
  EXPECT_THAT(Url(), HasSubstr("start=3"));
  EXPECT_TRUE(Judge(AtomPage(5, 2, "2026-11-03"))->done);
}

TEST_F(SourcesTest, ApiGoesOnWithAnotherQueryWhereTheWindowEnds) {
  Use("arxiv-api", "cat:cs.CL");
  place_.set_offset(9000);
  ASSERT_TRUE(Judge(AtomPage(20'000, 1000, "2026-11-02")).ok());
  EXPECT_THAT(Url(), HasSubstr("202611020000"));
  EXPECT_THAT(Url(), HasSubstr("start=0"));
  place_.set_offset(9000);
  EXPECT_TRUE(
      absl::IsOutOfRange(Judge(AtomPage(20'000, 1000, "2026-11-02")).status()));
}

TEST_F(SourcesTest, ApiBelievesAnEmptyPageOnlyWhenItComesAgainAndAgain) {
  Use("arxiv-api", "cat:cs.CL");
  EXPECT_TRUE(absl::IsUnavailable(Judge(AtomPage(0, 0, "")).status()));
  EXPECT_TRUE(Judge(AtomPage(0, 0, ""), kMaxTries)->done);
  EXPECT_TRUE(absl::IsUnavailable(Judge(AtomPage(7, 0, "")).status()));
  EXPECT_TRUE(absl::IsDataLoss(Judge(AtomPage(7, 0, ""), kMaxTries).status()));
}

TEST_F(SourcesTest, ApiTellsWhatIsWrongWithAQuery) {
  Use("arxiv-api", "cat:");
  const auto verdict = Judge(
      "<feed><entry><id>http://arxiv.org/api/errors#x</id>"
      "<title>Error</title><summary>malformed query</summary></entry></feed>");
  EXPECT_THAT(std::string(verdict.status().message()),
              HasSubstr("malformed query"));
}

TEST_F(SourcesTest, ApiAsksForPapersByTheirIds) {
  Use("arxiv-api", "id:2407.21783,hep-th/9901001");
  EXPECT_THAT(Url(), HasSubstr("?id_list=2407.21783%2chep-th%2f9901001&max"));
  EXPECT_THAT(Url(), Not(HasSubstr("search_query")));
  // It counts both, and has one.
  const auto verdict = Judge(AtomPage(2, 1, "2024-07-31"));
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_TRUE(verdict->done);
  EXPECT_TRUE(verdict->has_records);
}

TEST_F(SourcesTest, ApiSaysTwiceThatItHasNoPaperOfAnId) {
  Use("arxiv-api", "id:2407.99999");
  for (const std::string& nothing :
       {AtomPage(0, 0, ""), AtomPage(1, 0, ""),
        std::string("<feed><entry><title/></entry></feed>")}) {
    EXPECT_TRUE(absl::IsUnavailable(Judge(nothing).status())) << nothing;
    const auto verdict = Judge(nothing, 2);
    ASSERT_TRUE(verdict.ok()) << nothing;
    EXPECT_TRUE(verdict->done);
    EXPECT_FALSE(verdict->has_records);
  }
}

TEST_F(SourcesTest, ApiTakesIdsAmongOtherWordsForAQuery) {
  Use("arxiv-api", "id:2407.21783 OR cat:cs.CL");
  EXPECT_THAT(Url(), HasSubstr("search_query=%28id%3a2407.21783+or"));
  request_.Clear();
  request_.set_from("2026-11-01");
  Use("arxiv-api", "id:2407.21783");
  EXPECT_THAT(Url(), HasSubstr("search_query="));
}

TEST_F(SourcesTest, DailyPapersAreOnePageForEachDay) {
  covered_until_ = "2026-11-22";
  Use("hf-daily");
  EXPECT_EQ(
      Url(),
      "https://huggingface.co/api/daily_papers?date=2026-11-22&limit=100");
  const auto first = Judge(R"([{"paper":{"id":"2611.00001"}}])");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_FALSE(first->done);
  EXPECT_THAT(Url(), HasSubstr("date=2026-11-23"));
  EXPECT_TRUE(Judge("[]")->done);
  EXPECT_EQ(source_->CoveredUntil(request_, place_), "2026-11-23");
}

TEST_F(SourcesTest, DailyPapersOfAFullPageHaveAnotherOne) {
  Use("hf-daily");
  std::string page = "[0";
  for (int i = 1; i < 100; ++i) page += ",0";
  ASSERT_TRUE(Judge(page + "]").ok());
  EXPECT_THAT(Url(), HasSubstr("date=2026-11-22&limit=100&p=1"));
  ASSERT_TRUE(Judge("[0]").ok());
  EXPECT_THAT(Url(), HasSubstr("date=2026-11-23&limit=100"));
  EXPECT_THAT(Url(), Not(HasSubstr("&p=")));
}

TEST_F(SourcesTest, OpenAlexFollowsItsCursorAndTellsWhoAsks) {
  request_.set_from("2026-01-01");
  request_.set_until("2026-02-01");
  Use("openalex", "type:article");
  EXPECT_EQ(Url(),
            "https://api.openalex.org/works?filter=type%3aarticle%2c"
            "from_publication_date%3a2026-01-01%2cto_publication_date%3a"
            "2026-02-01&per-page=200&cursor=%2a&mailto=a%40example.org");
  ASSERT_TRUE(
      Judge(R"({"meta":{"count":3,"next_cursor":"ab=="},"results":[1,2]})")
          .ok());
  EXPECT_THAT(Url(), HasSubstr("cursor=ab%3d%3d"));
  const auto early =
      Judge(R"({"meta":{"count":3,"next_cursor":null},"results":[]})");
  EXPECT_TRUE(absl::IsUnavailable(early.status())) << early.status();
  EXPECT_TRUE(
      Judge(R"({"meta":{"count":3,"next_cursor":null},"results":[3]})")->done);
}

TEST_F(SourcesTest, BiorxivAndMedrxivPageByTheirCursor) {
  request_.set_from("2026-11-01");
  request_.set_until("2026-11-02");
  Use("medrxiv");
  EXPECT_EQ(source_->Url(request_, place_),
            "https://api.biorxiv.org/details/medrxiv/2026-11-01/2026-11-02/0");
  ASSERT_TRUE(
      Judge(R"({"messages":[{"total":"3"}],"collection":[{},{}]})").ok());
  EXPECT_THAT(Url(), HasSubstr("2026-11-02/2"));
  EXPECT_TRUE(Judge(R"({"messages":[{"total":3}],"collection":[{}]})")->done);
  EXPECT_TRUE(
      Judge(R"({"messages":[{"status":"no posts"}],"collection":[]})")->done);
}

TEST_F(SourcesTest, NameTheFieldThatCannotBeHarvested) {
  v1::RunHarvestRequest request;
  request.set_request_id("r");
  EXPECT_EQ(Refusal(request), "");
  request.set_source("nowhere");
  EXPECT_THAT(Refusal(request),
              HasSubstr("source is none of arxiv-oai, arxiv-rss"));
  request.clear_source();
  request.set_url("ftp://example.org/oai");
  EXPECT_EQ(Refusal(request), "url is neither http nor https");
  request.set_url("file:///etc/passwd");
  EXPECT_EQ(Refusal(request), "url is neither http nor https");
  request.set_url("http://example.org/oai?verb=Identify");
  EXPECT_EQ(Refusal(request), "url has a query; the base URL is needed");
  request.set_url("http://me:secret@example.org/oai");
  EXPECT_EQ(Refusal(request), "url has a user name");
  request.set_url("nothing");
  EXPECT_NE(Refusal(request), "url is empty");
  request.clear_url();
  request.set_set("cs&verb=x");
  EXPECT_THAT(Refusal(request), HasSubstr("set is not the name"));
  request.set_set("cs");
  request.set_from("2026-13-01");
  EXPECT_EQ(Refusal(request), "from is not a day of the calendar");
  request.set_from("2026-11-02");
  request.set_until("2026-11-01");
  EXPECT_EQ(Refusal(request), "until is before from");
  request.clear_request_id();
  EXPECT_THAT(Refusal(request), HasSubstr("request_id is 0 bytes long"));
}

TEST_F(SourcesTest, NameTheSetThatASourceDoesNotHave) {
  v1::RunHarvestRequest request;
  request.set_request_id("r");
  request.set_source("arxiv-rss");
  request.set_set("cs.CL/../x");
  EXPECT_THAT(Refusal(request), HasSubstr("set is not a list of categories"));
  request.set_set("cs.CL");
  request.set_from("2026-11-01");
  EXPECT_THAT(Refusal(request), HasSubstr("from is not for a feed"));
  request.clear_from();
  request.set_source("hf-daily");
  EXPECT_THAT(Refusal(request), HasSubstr("set is not for this source"));
}

}  // namespace
}  // namespace broadsheet::ingest

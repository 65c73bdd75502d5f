// What Hugging Face's official client and command line need of the papers API.
// The client is not at hand in tests, so its rules are restated here.

#include "gateway/api/hf_routes.h"

#include <regex>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/public_api.h"
#include "gateway/testing/http_harness.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "simdjson.h"

namespace broadsheet::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Json = simdjson::dom::element;

v1::Paper MakePaper(const std::string& id, const std::string& title) {
  v1::Paper paper;
  paper.set_id(id);
  paper.set_title(title);
  paper.set_abstract("We \"show\" it.\nTwice.");
  paper.add_authors("Ada Lovelace");
  paper.set_published("2017-06-12");
  paper.set_announced("2017-06-13");
  return paper;
}

class HuggingFaceTest : public ::testing::Test {
 protected:
  HuggingFaceTest() {
    api_.Register(&methods_);
    RegisterHuggingFaceRoutes(&harness_.router, &harness_.backend, &methods_);
    harness_.backend.papers = {MakePaper("1706.03762", "Attention"),
                               MakePaper("hep-th/9901001", "Strings")};
    AddDay("2025-10-30", "akhaliq", 7);
    AddDay("2025-10-31", "editor", 5);
  }

  void AddDay(const std::string& day, const std::string& submitter, int count) {
    for (int i = 0; i < count; ++i) {
      v1::SubmittedPaper& paper = harness_.backend.days[day].emplace_back();
      *paper.mutable_listed()->mutable_paper() =
          MakePaper(absl::StrCat("2510.1000", i), "On " + day);
      paper.set_day(day);
      paper.set_submitter(submitter);
    }
  }

  // The parsed answer, which must be a success.
  Json Get(const std::string& target) {
    response_ = harness_.Get(target);
    EXPECT_EQ(response_.status, 200) << target << " " << response_.body;
    return parser_.parse(response_.body).value();
  }

  std::vector<std::string> Texts(const std::string& target,
                                 std::string_view pointer) {
    std::vector<std::string> texts;
    const simdjson::dom::array items = Get(target).get_array();
    for (const Json item : items) {
      texts.emplace_back(
          std::string_view(item.at_pointer(pointer).get_string().value()));
    }
    return texts;
  }

  HttpHarness harness_;
  SystemStatus status_{&harness_.backend, &harness_.clock, "1"};
  PublicApi api_{&harness_.backend, &status_};
  MethodTable methods_;
  HttpResponse response_;
  simdjson::dom::parser parser_;
};

TEST_F(HuggingFaceTest, ListsTheLatestDaysWithoutADate) {
  EXPECT_EQ(Texts("/api/daily_papers", "/title").size(), 12u);
  EXPECT_EQ(Texts("/api/daily_papers", "/title")[0], "On 2025-10-31");
}

TEST_F(HuggingFaceTest, GivesExactlyTheLimitAndLinksToTheNextPage) {
  EXPECT_EQ(Texts("/api/daily_papers?limit=10", "/title").size(), 10u);
  EXPECT_EQ(HeaderOf(response_, "Link"),
            "<http://localhost:8080/api/daily_papers?limit=10&p=1>; "
            "rel=\"next\"");
  EXPECT_EQ(Texts("/api/daily_papers?limit=10&p=1", "/title").size(), 2u);
  EXPECT_EQ(HeaderOf(response_, "Link"), "");
}

TEST_F(HuggingFaceTest, HasNothingBeyondTheEnd) {
  EXPECT_THAT(Texts("/api/daily_papers?p=100", "/title"), IsEmpty());
  EXPECT_EQ(response_.body, "[]");
}

TEST_F(HuggingFaceTest, ListsOneDay) {
  EXPECT_EQ(Texts("/api/daily_papers?date=2025-10-30", "/title").size(), 7u);
  EXPECT_THAT(Texts("/api/daily_papers?date=2025-10-29", "/title"), IsEmpty());
}

TEST_F(HuggingFaceTest, AsksForWeeksAndMonths) {
  Get("/api/daily_papers?week=2025-W44");
  EXPECT_EQ(harness_.backend.listed.back().period(), "2025-W44");
  Get("/api/daily_papers?month=2025-10");
  EXPECT_EQ(harness_.backend.listed.back().period(), "2025-10");
}

TEST_F(HuggingFaceTest, RefusesBadParametersWith400AndAMessage) {
  for (const char* bad :
       {"date=2025-13-40", "date=2025-W44", "week=2025-10", "week=2025-W99",
        "month=2025-10-01", "date=2025-10-30&week=2025-W44", "limit=0",
        "limit=101", "limit=x", "p=-1", "sort=best"}) {
    const HttpResponse response =
        harness_.Get(absl::StrCat("/api/daily_papers?", bad));
    EXPECT_EQ(response.status, 400) << bad;
    EXPECT_NE(HeaderOf(response, "X-Error-Message"), "") << bad;
  }
}

TEST_F(HuggingFaceTest, SortsAPeriodByWhatIsTrendingAndPagesOverIt) {
  for (const char* id : {"2510.10004", "2401.00001", "2510.10002"}) {
    harness_.backend.trending->add_papers()->mutable_paper()->set_id(id);
  }
  EXPECT_THAT(
      Texts("/api/daily_papers?date=2025-10-30&sort=trending", "/id"),
      ElementsAre("2510.10004", "2510.10002", "2510.10000", "2510.10001",
                  "2510.10003", "2510.10005", "2510.10006"));
  EXPECT_THAT(
      Texts("/api/daily_papers?date=2025-10-30&sort=trending&limit=3&p=1",
            "/id"),
      ElementsAre("2510.10001", "2510.10003", "2510.10005"));
  EXPECT_THAT(HeaderOf(response_, "Link"), HasSubstr("p=2"));
  EXPECT_THAT(
      Texts("/api/daily_papers?date=2025-10-30&sort=trending&limit=3&p=9",
            "/id"),
      IsEmpty());
  // Without a recommender the order is the list's own, and said to be.
  harness_.backend.trending = absl::UnavailableError("down");
  EXPECT_THAT(
      Texts("/api/daily_papers?date=2025-10-30&sort=trending&limit=1", "/id"),
      ElementsAre("2510.10000"));
  EXPECT_NE(HeaderOf(response_, "X-Broadsheet-Degraded"), "");
}

TEST_F(HuggingFaceTest, AListBehindWhatIsRankedGoesOnInItsOwnOrder) {
  AddDay("2025-10-29", "akhaliq", 510);
  harness_.backend.day_page = 500;
  harness_.backend.trending->add_papers()->mutable_paper()->set_id(
      "2510.1000499");
  const std::string list = "/api/daily_papers?date=2025-10-29&sort=trending";
  EXPECT_THAT(Texts(list + "&limit=2", "/id"),
              ElementsAre("2510.1000499", "2510.10000"));
  // Ids are enough to rank by.
  EXPECT_EQ(harness_.backend.rankings.back().view(), v1::PAPER_VIEW_ID);
  EXPECT_THAT(Texts(list + "&limit=3&p=166", "/id"),
              ElementsAre("2510.1000497", "2510.1000498", "2510.1000500"));
  EXPECT_THAT(HeaderOf(response_, "Link"), HasSubstr("p=167"));
  EXPECT_EQ(Texts(list + "&limit=100&p=4", "/id").size(), 100u);
  EXPECT_THAT(HeaderOf(response_, "Link"), HasSubstr("p=5"));
  const auto last = Texts(list + "&limit=100&p=5", "/id");
  ASSERT_EQ(last.size(), 10u);
  EXPECT_EQ(last[0], "2510.1000500");
  EXPECT_EQ(HeaderOf(response_, "Link"), "");
}

TEST_F(HuggingFaceTest, NamesTheReadersWhoAreKnownAsAuthors) {
  methods_.Add<v1::ListKnownAuthorsRequest, v1::ListKnownAuthorsResponse>(
      "CommentService/ListKnownAuthors",
      [](CallContext&, const Identity&,
         const v1::ListKnownAuthorsRequest& request)
          -> absl::StatusOr<v1::ListKnownAuthorsResponse> {
        v1::ListKnownAuthorsResponse response;
        for (const std::string& id : request.paper_ids()) {
          v1::KnownAuthor* author = response.add_authors();
          author->set_paper_id(id);
          author->set_author("Ada Lovelace");
          author->set_reader_id("ada");
          author->set_participating(id == "2510.10000" || id == "1706.03762");
        }
        return response;
      });
  const Json paper = Get("/api/papers/1706.03762");
  EXPECT_EQ(paper.at_pointer("/authors/0/user/user").get_string().value(),
            "ada");
  EXPECT_EQ(paper.at_pointer("/authors/0/status").get_string().value(),
            "claimed_verified");
  EXPECT_EQ(
      paper.at_pointer("/authors/0/statusLastChangedAt").get_string().value(),
      "1970-01-01T00:00:00.000Z");
  const Json daily = Get("/api/daily_papers?date=2025-10-30");
  EXPECT_TRUE(daily.at_pointer("/0/isAuthorParticipating").get_bool().value());
  EXPECT_FALSE(daily.at_pointer("/1/isAuthorParticipating").get_bool().value());
  // In a search, too, and where nobody has said anything.
  *harness_.backend.search->add_papers()->mutable_paper() =
      MakePaper("2401.00001", "Quiet");
  const Json found = Get("/api/papers/search?q=quiet");
  EXPECT_EQ(found.at_pointer("/0/authors/0/user/user").get_string().value(),
            "ada");
  EXPECT_EQ(found.at_pointer("/0/authors/0/status").get_string().value(),
            "claimed_verified");
  EXPECT_FALSE(found.at_pointer("/0/isAuthorParticipating").get_bool().value());
}

TEST_F(HuggingFaceTest, ASearchMarksWhatItFound) {
  *harness_.backend.search->add_papers()->mutable_paper() =
      MakePaper("1706.03762", "Attention Is All");
  v1::PaperHighlights* marks = harness_.backend.search->add_highlights();
  marks->set_paper_id("1706.03762");
  v1::Highlight* title = marks->add_highlights();
  title->set_field("title");
  title->set_fragment("Attention Is All");
  v1::TextRange* range = title->add_ranges();
  range->set_begin(0);
  range->set_end(9);
  v1::Highlight* summary = marks->add_highlights();
  summary->set_field("abstract");
  summary->set_fragment("of attention");
  range = summary->add_ranges();
  range->set_begin(3);
  range->set_end(400);  // Beyond the end: no mark.
  const Json items = Get("/api/papers/search?q=attention");
  EXPECT_TRUE(harness_.backend.searches.back().highlights());
  const auto at = [&](const char* pointer) {
    return std::string(items.at_pointer(pointer).get_string().value());
  };
  EXPECT_EQ(at("/0/highlightedTitle/0/text"), "Attention");
  EXPECT_EQ(at("/0/highlightedTitle/0/type"), "highlight");
  EXPECT_EQ(at("/0/highlightedTitle/1/text"), " Is All");
  EXPECT_EQ(at("/0/highlightedTitle/1/type"), "text");
  EXPECT_EQ(at("/0/highlightedSummary/0/text"), "of attention");
}

TEST_F(HuggingFaceTest, ShowsTheMediaThatReadersGave) {
  v1::PaperLink* link = harness_.backend.papers[0].add_links();
  link->set_kind(v1::PaperLink::KIND_MEDIA);
  link->set_url("https://a.example/film.mp4");
  EXPECT_EQ(Get("/api/papers/1706.03762")
                .at_pointer("/mediaUrls/0")
                .get_string()
                .value(),
            "https://a.example/film.mp4");
}

TEST_F(HuggingFaceTest, FiltersBySubmitter) {
  // The client reads the handle from "user" and the name from "fullname".
  for (const char* key : {"/submittedBy/user", "/submittedBy/fullname"}) {
    const auto names = Texts("/api/daily_papers?submitter=akhaliq", key);
    ASSERT_EQ(names.size(), 7u);
    EXPECT_EQ(names[0], "akhaliq");
  }
}

TEST_F(HuggingFaceTest, DatesAreTimesInUtcWithMilliseconds) {
  const std::regex form(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)");
  for (const char* key : {"/publishedAt", "/paper/publishedAt"}) {
    for (const std::string& date : Texts("/api/daily_papers", key)) {
      EXPECT_TRUE(std::regex_match(date, form)) << date;
    }
  }
}

TEST_F(HuggingFaceTest, OuterDateIsTheDayOfTheList) {
  // It becomes the client's submitted_at, because the paper has its own date,
  // and must lie within the week or month that was asked for.
  EXPECT_THAT(
      Texts("/api/daily_papers?date=2025-10-31&limit=1", "/publishedAt"),
      ElementsAre("2025-10-31T00:00:00.000Z"));
  EXPECT_THAT(
      Texts("/api/daily_papers?date=2025-10-31&limit=1", "/paper/publishedAt"),
      ElementsAre("2017-06-12T00:00:00.000Z"));
}

TEST_F(HuggingFaceTest, RepeatsFieldsAtBothLevels) {
  const Json item = Get("/api/daily_papers?limit=1").at(0).value();
  for (const char* key : {"id", "title", "summary", "upvotes", "discussionId",
                          "authors", "numComments"}) {
    EXPECT_EQ(item.at_key(key).error(), simdjson::SUCCESS) << key;
    EXPECT_EQ(item["paper"].at_key(key).error(), simdjson::SUCCESS) << key;
  }
  // Zero upvotes under "paper" alone would be lost.
  EXPECT_EQ(item["upvotes"].get_int64().value(), 0);
}

TEST_F(HuggingFaceTest, HasTheFieldsThatTheSdkRequires) {
  const Json item = Get("/api/daily_papers?limit=1").at(0).value();
  EXPECT_TRUE(item["thumbnail"].is_string());
  EXPECT_TRUE(item["isAuthorParticipating"].is_bool());
  EXPECT_TRUE(item["submittedBy"]["isPro"].is_bool());
  EXPECT_TRUE(item["submittedBy"]["avatarUrl"].is_string());
  const Json author = item["paper"]["authors"].at(0).value();
  EXPECT_EQ(author["name"].get_string().value(), "Ada Lovelace");
  EXPECT_EQ(author["_id"].get_string().value().size(), 24u);
  EXPECT_FALSE(author["hidden"].get_bool().value());
}

TEST_F(HuggingFaceTest, HasNoCommentsArray) {
  // An unknown key would overwrite the client's count of comments.
  const Json item = Get("/api/daily_papers?limit=1").at(0).value();
  EXPECT_NE(item.at_key("comments").error(), simdjson::SUCCESS);
}

TEST_F(HuggingFaceTest, SearchesWithExactlyTheLimit) {
  for (const v1::Paper& paper : harness_.backend.papers) {
    *harness_.backend.search->add_papers()->mutable_paper() = paper;
  }
  EXPECT_THAT(Texts("/api/papers/search?q=attention&limit=2", "/paper/id"),
              ElementsAre("1706.03762", "hep-th/9901001"));
  EXPECT_EQ(harness_.backend.searches.back().query(), "attention");
  EXPECT_EQ(harness_.backend.searches.back().page_size(), 2);
  EXPECT_THAT(Texts("/api/papers/search?q=a", "/title"),
              ElementsAre("Attention", "Strings"));
}

TEST_F(HuggingFaceTest, BoundsTheSearch) {
  EXPECT_EQ(harness_.Get("/api/papers/search?q=a&limit=121").status, 400);
  const std::string longest(250, 'x');
  EXPECT_EQ(harness_.Get("/api/papers/search?q=" + longest).status, 200);
  EXPECT_EQ(harness_.Get("/api/papers/search?q=x" + longest).status, 400);
}

TEST_F(HuggingFaceTest, AnswersOnePaperFlat) {
  const Json paper = Get("/api/papers/1706.03762");
  EXPECT_EQ(paper["title"].get_string().value(), "Attention");
  EXPECT_EQ(paper["summary"].get_string().value(), "We \"show\" it.\nTwice.");
  for (const char* key : {"linkedModels", "linkedDatasets", "linkedSpaces"}) {
    EXPECT_TRUE(paper[key].is_array()) << key;
  }
  EXPECT_EQ(Get("/api/papers/hep-th%2F9901001")["id"].get_string().value(),
            "hep-th/9901001");
}

TEST_F(HuggingFaceTest, AnswersUnknownPapersWith404) {
  for (const char* target :
       {"/api/papers/9999.99999", "/api/papers/no%20id",
        "/papers/9999.99999.md", "/api/arxiv/no%20id/repos"}) {
    EXPECT_EQ(harness_.Get(target).status, 404) << target;
  }
}

TEST_F(HuggingFaceTest, GivesAPaperAsMarkdown) {
  for (const HttpResponse& response :
       {harness_.Get("/papers/1706.03762.md"),
        harness_.Get("/papers/1706.03762", {{"Accept", "text/markdown"}})}) {
    EXPECT_EQ(response.status, 200);
    EXPECT_THAT(HeaderOf(response, "Content-Type"), HasSubstr("text/markdown"));
    EXPECT_THAT(response.body, HasSubstr("Title: Attention\n"));
    EXPECT_THAT(response.body,
                HasSubstr("URL Source: https://arxiv.org/abs/1706.03762\n"));
    EXPECT_THAT(response.body, HasSubstr("Published Time: 2017-06-12T"));
    EXPECT_THAT(response.body, HasSubstr("Markdown Content:\n# Attention"));
  }
}

TEST_F(HuggingFaceTest, ListsReposAsEmptyArrays) {
  Get("/api/arxiv/1706.03762/repos");
  EXPECT_EQ(response_.body, R"({"models":[],"datasets":[],"spaces":[]})");
}

TEST_F(HuggingFaceTest, NothingOnTheHubCitesAPaper) {
  for (const char* list : {"/api/models", "/api/datasets", "/api/spaces"}) {
    const std::string target = list;
    Get(target + "?filter=arxiv:1706.03762&limit=5");
    EXPECT_EQ(response_.body, "[]");
    for (const char* query :
         {"", "?filter=", "?filter=1706.03762", "?filter=arxiv:no%20id"}) {
      EXPECT_EQ(harness_.Get(target + query).status, 400) << query;
    }
  }
}

TEST_F(HuggingFaceTest, ListsAllPapers) {
  EXPECT_THAT(Texts("/api/papers?limit=1", "/id"), ElementsAre("1706.03762"));
}

TEST_F(HuggingFaceTest, TrendingComesFromTheRecommender) {
  *harness_.backend.trending->add_papers()->mutable_paper() =
      MakePaper("1706.03762", "Attention");
  EXPECT_THAT(Texts("/api/daily_papers?sort=trending", "/id"),
              ElementsAre("1706.03762"));
}

TEST_F(HuggingFaceTest, VotesForTheCredentialsReader) {
  EXPECT_EQ(harness_.Send("POST", "/api/papers/1706.03762/vote").status, 401);
  const HttpResponse vote = harness_.Send("POST", "/api/papers/1706.03762/vote",
                                          {Bearer(kAliceToken)});
  EXPECT_EQ(vote.body, R"({"upvotes":1,"isUpvotedByUser":true})");
  EXPECT_EQ(harness_.backend.appended[0].events(0).reader_id(), "alice");
  const HttpResponse undone = harness_.Send(
      "DELETE", "/api/papers/1706.03762/vote", {Bearer(kAliceToken)});
  EXPECT_EQ(undone.body, R"({"upvotes":0,"isUpvotedByUser":false})");
}

// A paper about which everything is known, on every list.
class HuggingFaceClientTest : public HuggingFaceTest {
 protected:
  HuggingFaceClientTest() {
    v1::Paper paper = MakePaper("1706.03762", "Attention");
    paper.set_summary("In short.");
    paper.add_keywords("transformers");
    paper.set_submitted_by("akhaliq");
    paper.mutable_submitted_at()->set_seconds(1761868800);
    v1::PaperSignal* stars = paper.add_signals();
    stars->set_name("github_stars");
    stars->set_value(7);
    AddLink(v1::PaperLink::KIND_CODE, "https://github.com/a/b", &paper);
    AddLink(v1::PaperLink::KIND_PROJECT_PAGE, "https://a.example/p", &paper);
    AddLink(v1::PaperLink::KIND_MODEL, "https://huggingface.co/a/m", &paper);
    AddLink(v1::PaperLink::KIND_DATASET, "https://huggingface.co/datasets/a/d",
            &paper);
    AddLink(v1::PaperLink::KIND_SPACE, "https://huggingface.co/spaces/a/s",
            &paper);
    harness_.backend.papers = {paper};
    harness_.backend.days.clear();
    AddDay("2025-10-31", "akhaliq", 1);
    *harness_.backend.days["2025-10-31"][0].mutable_listed()->mutable_paper() =
        paper;
    *harness_.backend.search->add_papers()->mutable_paper() = paper;
    *harness_.backend.trending->add_papers()->mutable_paper() = paper;
  }

  static void AddLink(v1::PaperLink::Kind kind, const std::string& url,
                      v1::Paper* paper) {
    v1::PaperLink* link = paper->add_links();
    link->set_kind(kind);
    link->set_url(url);
  }

  static constexpr const char* kLists[] = {"/api/daily_papers",
                                           "/api/daily_papers?sort=trending",
                                           "/api/papers/search?q=attention"};
};

// The client reads these at the top alone, where the hub's own lists lack them.
TEST_F(HuggingFaceClientTest, LosesNothingInLists) {
  for (const char* list : kLists) {
    const Json item = Get(list).at(0).value();
    for (const char* key : {"title", "ai_summary", "ai_keywords", "projectPage",
                            "githubRepo", "githubStars"}) {
      EXPECT_EQ(item.at_key(key).error(), simdjson::SUCCESS) << list << key;
      EXPECT_EQ(item["paper"].at_key(key).error(), simdjson::SUCCESS)
          << list << key;
    }
    EXPECT_EQ(item["githubStars"].get_int64().value(), 7);
    EXPECT_EQ(item["ai_summary"].get_string().value(), "In short.");
  }
}

TEST_F(HuggingFaceClientTest, MeetsNoNullAndNoListOfComments) {
  for (const char* target :
       {kLists[0], kLists[1], kLists[2], "/api/papers/1706.03762"}) {
    Get(target);
    EXPECT_THAT(response_.body, testing::Not(HasSubstr(":null"))) << target;
    EXPECT_THAT(response_.body, testing::Not(HasSubstr("\"comments\"")))
        << target;
  }
}

TEST_F(HuggingFaceClientTest, FindsTheColumnsOfItsCommandLine) {
  for (const char* list : kLists) {
    const Json item = Get(list).at(0).value();
    EXPECT_EQ(item["id"].get_string().value(), "1706.03762") << list;
    EXPECT_TRUE(item["title"].is_string()) << list;
    EXPECT_TRUE(item["summary"].is_string()) << list;
    EXPECT_TRUE(item["upvotes"].is_int64()) << list;
    EXPECT_TRUE(item["numComments"].is_int64()) << list;
    EXPECT_TRUE(item["publishedAt"].is_string()) << list;
  }
}

TEST_F(HuggingFaceClientTest, FindsTheHandleOfEveryUser) {
  const auto expect = [](const Json& user, const char* where) {
    for (const char* key : {"user", "name", "fullname"}) {
      EXPECT_EQ(user[key].get_string().value(), "akhaliq") << where << key;
    }
  };
  for (const char* list : kLists) {
    const Json item = Get(list).at(0).value();
    expect(item["paper"]["submittedOnDailyBy"].value(), list);
  }
  expect(Get(kLists[0]).at(0)["submittedBy"].value(), "submittedBy");
  expect(Get("/api/papers/1706.03762")["submittedOnDailyBy"].value(), "detail");
}

TEST_F(HuggingFaceClientTest, FindsAnIdInEveryLinkedRepository) {
  const Json paper = Get("/api/papers/1706.03762");
  for (const auto& [list, total, id] :
       {std::tuple{"linkedModels", "numTotalModels", "a/m"},
        std::tuple{"linkedDatasets", "numTotalDatasets", "a/d"},
        std::tuple{"linkedSpaces", "numTotalSpaces", "a/s"}}) {
    EXPECT_EQ(paper[list].at(0)["id"].get_string().value(), id) << list;
    EXPECT_EQ(paper[total].get_int64().value(), 1) << total;
  }
  Get("/api/arxiv/1706.03762/repos");
  for (const char* id : {"a/m", "a/d", "a/s"}) {
    EXPECT_THAT(response_.body, HasSubstr(absl::StrCat("\"", id, "\"")));
  }
}

TEST_F(HuggingFaceClientTest, MeetsTimesThatItParses) {
  const std::regex form(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)");
  const Json paper = Get("/api/papers/1706.03762");
  for (const char* key : {"publishedAt", "submittedOnDailyAt"}) {
    const std::string at(paper[key].get_string().value());
    EXPECT_TRUE(std::regex_match(at, form)) << key << at;
  }
}

TEST_F(HuggingFaceClientTest, IsToldWhatWasWrong) {
  for (const char* bad : {"/api/papers/9999.99999", "/papers/9999.99999.md",
                          "/api/daily_papers?date=2025-13-40",
                          "/api/papers/search?q=a&limit=0"}) {
    const HttpResponse response = harness_.Get(bad);
    EXPECT_THAT(response.status, testing::AnyOf(400, 404)) << bad;
    EXPECT_NE(HeaderOf(response, "X-Error-Message"), "") << bad;
  }
}

}  // namespace
}  // namespace broadsheet::gateway

// The Hugging Face Papers API, as its Python client uses it, and the pages.

#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tests/system/newspaper.h"

namespace broadsheet::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

class PapersApiTest : public ::testing::Test {
 protected:
  PapersApiTest() {
    newspaper_.Cli({"ingest", newspaper_.File("papers.jsonl", MadePapers(60))});
    newspaper_.WaitForPapers(60);
    for (int i = 1; i <= 15; ++i) {
      newspaper_.Cli({"submit", MadeId(i), "--reader", i == 1 ? "ada" : "bob",
                      "--day", "2026-01-06"});
    }
  }

  // The rows of an array; fails the test when it is none.
  google::protobuf::ListValue Rows(const std::string& target) {
    const HttpAnswer answer = newspaper_.Http({.target = target});
    EXPECT_EQ(answer.status, 200) << target << answer.body;
    google::protobuf::ListValue rows;
    const auto parsed =
        google::protobuf::util::JsonStringToMessage(answer.body, &rows);
    EXPECT_TRUE(parsed.ok()) << target << ": " << answer.body;
    return rows;
  }

  Newspaper newspaper_;
};

TEST_F(PapersApiTest, SearchFindsAWordOfATitleAndKeepsItsLimit) {
  const auto rows = Rows("/api/papers/search?q=coral&limit=2");
  ASSERT_EQ(rows.values_size(), 2);
  const auto& row = rows.values(0).struct_value().fields();
  EXPECT_THAT(row.at("title").string_value(), HasSubstr("coral"));
  EXPECT_TRUE(row.at("paper").struct_value().fields().contains("id"));
}

TEST_F(PapersApiTest, APaperHasItsTitleAtTheTopAndAnUnknownOneIs404) {
  const HttpAnswer paper =
      newspaper_.Http({.target = "/api/papers/2601.00003"});
  EXPECT_EQ(paper.status, 200);
  google::protobuf::Struct detail;
  ASSERT_TRUE(
      google::protobuf::util::JsonStringToMessage(paper.body, &detail).ok());
  EXPECT_THAT(detail.fields().at("title").string_value(),
              HasSubstr("Study 3 of"));
  EXPECT_EQ(detail.fields().at("id").string_value(), "2601.00003");
  EXPECT_THAT(detail.fields().at("publishedAt").string_value(),
              MatchesRegex("....-..-..T..:..:..(\\.[0-9]+)?Z"));
  EXPECT_EQ(newspaper_.Http({.target = "/api/papers/2699.99999"}).status, 404);
}

TEST_F(PapersApiTest, ADayListsWhatWasSubmittedAndABadDayIs400) {
  EXPECT_EQ(Rows("/api/daily_papers?date=2026-01-06").values_size(), 15);
  EXPECT_EQ(Rows("/api/daily_papers?date=2026-01-06&limit=10").values_size(),
            10);
  EXPECT_EQ(Rows("/api/daily_papers").values_size(), 15);
  EXPECT_EQ(Rows("/api/daily_papers?p=100").values_size(), 0);
  EXPECT_EQ(
      Rows("/api/daily_papers?date=2026-01-06&submitter=ada").values_size(), 1);
  EXPECT_EQ(
      newspaper_.Http({.target = "/api/daily_papers?date=2025-13-40"}).status,
      400);
}

// The official client's own tests hold weeks and months to these bounds.
TEST_F(PapersApiTest, RowsOfAPeriodAreFromItsBeginningToItsLastMidnight) {
  const std::vector<std::pair<int, std::string>> days = {{20, "2026-01-01"},
                                                         {21, "2026-01-05"},
                                                         {22, "2026-01-11"},
                                                         {23, "2026-01-31"},
                                                         {24, "2026-02-01"}};
  for (const auto& [paper, day] : days) {
    const CommandResult submit = newspaper_.Cli(
        {"submit", MadeId(paper), "--reader", "bob", "--day", day});
    ASSERT_EQ(submit.exit_code, 0) << submit.errors;
  }
  const auto expect = [&](const std::string& period, int count,
                          const std::string& first, const std::string& last) {
    const auto rows = Rows("/api/daily_papers?" + period);
    EXPECT_EQ(rows.values_size(), count) << period;
    for (const auto& row : rows.values()) {
      const std::string at =
          row.struct_value().fields().at("publishedAt").string_value();
      EXPECT_GE(at, first + "T00:00:00") << period;
      EXPECT_LE(at, last + "T00:00:00.000Z") << period;
    }
  };
  expect("week=2026-W02", 17, "2026-01-02", "2026-01-11");
  expect("month=2026-01", 19, "2025-12-31", "2026-01-31");
}

TEST_F(PapersApiTest, APaperIsAlsoMarkdown) {
  const HttpAnswer page = newspaper_.Http({.target = "/papers/2601.00003.md"});
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.headers, HasSubstr("text/markdown"));
  EXPECT_THAT(page.body, HasSubstr("Title: Study 3 of"));
}

TEST_F(PapersApiTest, EveryPageAnswers) {
  for (const char* target :
       {"/", "/papers", "/papers?q=coral", "/papers/date/2026-01-06",
        "/papers/week/2026-W02", "/papers/month/2026-01", "/papers/trending",
        "/papers/2601.00003", "/status"}) {
    const HttpAnswer page = newspaper_.Http({.target = target});
    EXPECT_EQ(page.status, 200) << target;
    EXPECT_THAT(page.body, HasSubstr("</html>")) << target;
  }
  EXPECT_EQ(newspaper_.Http({.target = "/papers/2699.99999"}).status, 404);
  EXPECT_EQ(newspaper_.Http({.target = "/no/such/page"}).status, 404);
}

}  // namespace
}  // namespace broadsheet::testing

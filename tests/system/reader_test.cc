// What readers do, and who may do it.

#include <algorithm>
#include <functional>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/wait.h"
#include "tests/system/newspaper.h"

namespace broadsheet::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> Feed(const Newspaper& newspaper,
                              const std::string& reader,
                              const std::string& ranking = "reading") {
  return Newspaper::Ids(newspaper.Cli({"feed", "--reader", reader, "--ranking",
                                       ranking, "--limit", "10", "--json"}));
}

// Until the event has reached the recommender. Other tests write to the same
// cluster at the same time, and their transactions hold its horizon.
bool SoonFeed(const Newspaper& newspaper, const std::string& reader,
              const std::function<bool(const std::vector<std::string>&)>& is) {
  return WaitUntil(absl::Seconds(30),
                   [&] { return is(Feed(newspaper, reader)); });
}

std::function<bool(const std::vector<std::string>&)> Lacks(std::string id) {
  return [id = std::move(id)](const std::vector<std::string>& feed) {
    return !feed.empty() &&
           std::find(feed.begin(), feed.end(), id) == feed.end();
  };
}

// A newspaper in which two readers have saved a paper each.
class ReaderTest : public ::testing::Test {
 protected:
  ReaderTest() {
    newspaper_.Cli({"ingest", newspaper_.File("papers.jsonl", MadePapers(80))});
    newspaper_.WaitForPapers(80);
    newspaper_.Cli({"save", MadeId(8), "--reader", "ada"});
    newspaper_.Cli({"save", MadeId(10), "--reader", "bob"});
    // What a reader has saved is not in that reader's feed.
    EXPECT_TRUE(SoonFeed(newspaper_, "ada", Lacks(MadeId(8))));
    EXPECT_TRUE(SoonFeed(newspaper_, "bob", Lacks(MadeId(10))));
  }

  Newspaper newspaper_;
};

TEST_F(ReaderTest, ALikeChangesThatReadersNextFeedAndNobodyElses) {
  const auto ada = Feed(newspaper_, "ada");
  // What trends for all may reorder bob's feed, not the models' view of bob.
  const auto bob = Feed(newspaper_, "bob", "relevance");
  ASSERT_FALSE(bob.empty());
  ASSERT_FALSE(ada.empty());
  const CommandResult vote =
      newspaper_.Cli({"vote", MadeId(13), "--reader", "ada"});
  ASSERT_EQ(vote.exit_code, 0) << vote.errors;
  EXPECT_TRUE(SoonFeed(newspaper_, "ada",
                       [&](const auto& feed) { return feed != ada; }));
  EXPECT_THAT(Feed(newspaper_, "ada"), Not(Contains(MadeId(13))));
  EXPECT_EQ(Feed(newspaper_, "bob", "relevance"), bob);
}

TEST_F(ReaderTest, AHiddenPaperLeavesTheNextFeed) {
  const auto before = Feed(newspaper_, "ada");
  ASSERT_FALSE(before.empty());
  newspaper_.Cli({"hide", before.front(), "--reader", "ada"});
  EXPECT_TRUE(SoonFeed(newspaper_, "ada", Lacks(before.front())));
}

TEST_F(ReaderTest, ASavedPaperIsInTheLibrary) {
  EXPECT_THAT(newspaper_.Cli({"library", "--reader", "ada"}).output,
              HasSubstr(MadeId(8)));
}

TEST_F(ReaderTest, ASubmittedPaperIsOnTheListOfItsDay) {
  const CommandResult submit = newspaper_.Cli(
      {"submit", MadeId(5), "--reader", "ada", "--day", "2026-01-06"});
  ASSERT_EQ(submit.exit_code, 0) << submit.errors;
  const HttpAnswer page =
      newspaper_.Http({.target = "/papers/date/2026-01-06"});
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr(MadeId(5)));
}

TEST_F(ReaderTest, WithoutACredentialOnlyPublicReadsAreAllowed) {
  EXPECT_EQ(newspaper_.AnonymousCli({"search", "coral"}).exit_code, 0);
  EXPECT_EQ(newspaper_.AnonymousCli({"show", MadeId(1)}).exit_code, 0);
  EXPECT_EQ(newspaper_.AnonymousCli({"trending"}).exit_code, 0);
  const std::string file = newspaper_.File("more.jsonl", MadePapers(1));
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"ingest", file},
                                             {"vote", MadeId(1)},
                                             {"feed", "--reader", "ada"},
                                             {"submit", MadeId(1)}}) {
    const CommandResult result = newspaper_.AnonymousCli(command);
    EXPECT_EQ(result.exit_code, 1) << command.front();
    EXPECT_THAT(result.errors, HasSubstr("--token-file")) << command.front();
  }
}

TEST_F(ReaderTest, AReadersTokenSpeaksForThatReaderOnly) {
  const HttpAnswer made =
      newspaper_.OperatorHttp({.method = "POST",
                               .target = "/api/v1/tokens",
                               .headers = {"Content-Type: application/json"},
                               .body = R"({"readerId":"ada","label":"test"})"});
  ASSERT_EQ(made.status, 200) << made.body;
  const size_t start = made.body.find(R"("token":)");
  ASSERT_NE(start, std::string::npos) << made.body;
  const size_t open = made.body.find('"', start + 8);
  const std::string token =
      made.body.substr(open + 1, made.body.find('"', open + 1) - open - 1);
  const std::string header = absl::StrCat("Authorization: Bearer ", token);

  const auto feed = [&](const std::string& reader) {
    return newspaper_
        .Http(
            {.target = "/api/v1/feed?readerId=" + reader, .headers = {header}})
        .status;
  };
  EXPECT_EQ(feed("ada"), 200);
  EXPECT_EQ(feed("bob"), 403);
  EXPECT_EQ(newspaper_.Http({.target = "/api/v1/feed?readerId=ada"}).status,
            401);
}

TEST_F(ReaderTest, AWriteOverHttpNeedsATokenAndAKnownHost) {
  const HttpQuestion write = {
      .method = "POST",
      .target = "/api/v1/events",
      .headers = {"Content-Type: application/json"},
      .body = R"({"events":[{"eventId":"e","readerId":"ada","paperId":")" +
              MadeId(1) + R"(","kind":"EVENT_KIND_UPVOTE"}]})"};
  EXPECT_EQ(newspaper_.Http(write).status, 401);
  HttpQuestion forged = write;
  forged.headers.push_back("Authorization: Bearer bs_op_wrong");
  EXPECT_EQ(newspaper_.Http(forged).status, 401);
  EXPECT_EQ(newspaper_.OperatorHttp(write).status, 200);
  HttpQuestion rebound = write;
  rebound.headers.push_back("Host: evil.example");
  EXPECT_EQ(newspaper_.OperatorHttp(rebound).status, 421);
}

}  // namespace
}  // namespace broadsheet::testing

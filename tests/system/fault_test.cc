// Services that die, cannot start or are asked to stop.

#include <csignal>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/wait.h"
#include "tests/system/newspaper.h"

namespace broadsheet::testing {
namespace {

using ::testing::HasSubstr;

// Enough to be killed in the middle of.
constexpr int kPapers = 40'000;

std::vector<std::vector<std::string>> Answers(const Newspaper& newspaper) {
  std::vector<std::vector<std::string>> answers;
  for (const char* query : {"coral reef", "black hole 17", "qubit errors"}) {
    answers.push_back(Newspaper::Ids(
        newspaper.Cli({"search", query, "--limit", "50", "--json"})));
  }
  answers.push_back(Newspaper::Ids(
      newspaper.Cli({"similar", MadeId(3), "--limit", "20", "--json"})));
  return answers;
}

TEST(KilledRecommender, AnswersAfterItsRestartAsIfNothingHadHappened) {
  Newspaper calm;
  Newspaper disturbed;
  const std::string file = calm.File("papers.jsonl", MadePapers(kPapers));
  ASSERT_EQ(calm.Cli({"ingest", file}).exit_code, 0);

  Process ingest(
      {.program = BinaryPath("broadsheet"),
       .arguments = {"--server", disturbed.Address("gateway"), "--token-file",
                     disturbed.token_file(), "ingest", file},
       .environment = {},
       .input_file = "",
       .output_file = "",
       .error_file = ""});
  ASSERT_TRUE(WaitUntil(absl::Seconds(30),
                        [&] { return disturbed.Rows("papers") > 0; }));
  disturbed.service("recommend").Signal(SIGKILL);
  EXPECT_TRUE(ingest.Running()) << "the kill came after the ingest";
  disturbed.service("recommend").WaitForExit(absl::Seconds(10));
  EXPECT_EQ(ingest.WaitForExit(absl::Seconds(60)), 0);
  disturbed.Restart("recommend");

  calm.WaitForPapers(kPapers);
  disturbed.WaitForPapers(kPapers);
  EXPECT_EQ(disturbed.Rows("papers"), kPapers);
  EXPECT_EQ(disturbed.Rows("changes"), calm.Rows("changes"));
  EXPECT_EQ(disturbed.Status().recommender().papers(),
            calm.Status().recommender().papers());
  EXPECT_EQ(Answers(disturbed), Answers(calm));
}

// A newspaper with papers, of which the fifth is today's list.
void Fill(const Newspaper& newspaper) {
  newspaper.Cli({"ingest", newspaper.File("papers.jsonl", MadePapers(20))});
  newspaper.Cli({"submit", MadeId(5), "--reader", "ada"});
  newspaper.WaitForPapers(20);
}

void Kill(Newspaper& newspaper, const std::string& name) {
  newspaper.service(name).Signal(SIGKILL);
  newspaper.service(name).WaitForExit(absl::Seconds(10));
}

bool HasNotice(const HttpAnswer& page) {
  return page.body.find("class=\"notice") != std::string::npos;
}

TEST(Pages, AreServedWithANoticeWithoutARecommenderAndRecoverByThemselves) {
  Newspaper newspaper;
  Fill(newspaper);
  Kill(newspaper, "recommend");
  for (const char* target : {"/", "/papers/2601.00005", "/papers/trending",
                             "/papers?q=coral", "/feed"}) {
    const HttpAnswer page = newspaper.Http({.target = target});
    EXPECT_EQ(page.status, 200) << target;
    EXPECT_TRUE(HasNotice(page)) << target;
  }
  // Kept for a second.
  EXPECT_TRUE(WaitUntil(absl::Seconds(10), [&] {
    return HasNotice(newspaper.Http({.target = "/status"}));
  }));
  for (const char* target : {"/api/daily_papers", "/api/papers/2601.00005"}) {
    EXPECT_EQ(newspaper.Http({.target = target}).status, 200) << target;
  }
  newspaper.Restart("recommend");
  EXPECT_TRUE(WaitUntil(absl::Seconds(30), [&] {
    return !HasNotice(newspaper.Http({.target = "/papers/trending"}));
  }));
}

TEST(Pages, AreServedWithANoticeWithoutStorage) {
  Newspaper newspaper;
  Fill(newspaper);
  Kill(newspaper, "storage");
  const HttpAnswer front = newspaper.Http({.target = "/"});
  EXPECT_EQ(front.status, 200);
  EXPECT_TRUE(HasNotice(front));
  for (const char* target :
       {"/papers/2601.00005", "/papers/trending", "/papers?q=coral"}) {
    const HttpAnswer page = newspaper.Http({.target = target});
    EXPECT_EQ(page.status, 200) << target;
    EXPECT_THAT(page.body, HasSubstr("<a href=\"/papers/2601.")) << target;
  }
  EXPECT_TRUE(HasNotice(newspaper.Http({.target = "/papers/2601.00005"})));
  EXPECT_EQ(newspaper.Http({.target = "/api/daily_papers"}).status, 503);
}

TEST(Service, EndsInOrderWhenItIsAskedTo) {
  Newspaper newspaper;
  for (const char* name : {"gateway", "recommend", "ingest", "storage"}) {
    newspaper.service(name).Signal(SIGTERM);
    EXPECT_EQ(newspaper.service(name).WaitForExit(absl::Seconds(15)), 0)
        << name << ": " << newspaper.Log(name);
  }
}

TEST(Recommender, WaitsForAStorageThatIsAwayFromTheBeginning) {
  const TempDir folder;
  Process recommend(
      {.program = BinaryPath("broadsheet-recommend"),
       .arguments = {"--listen", "127.0.0.1:0", "--metrics-listen",
                     "127.0.0.1:0", "--storage", "127.0.0.1:1", "--cache-dir",
                     folder.File("cache")},
       .output_file = folder.File("log"),
       .error_file = folder.File("log")});
  EXPECT_TRUE(WaitUntil(absl::Seconds(30), [&] {
    return !recommend.Running() ||
           ReadFile(folder.File("log")).find("trying again") !=
               std::string::npos;
  }));
  EXPECT_TRUE(recommend.Running()) << ReadFile(folder.File("log"));
  recommend.Signal(SIGTERM);
  EXPECT_EQ(recommend.WaitForExit(absl::Seconds(15)), 0);
}

TEST(Service, NamesAPortThatIsTaken) {
  Newspaper newspaper;
  const CommandResult second =
      RunCommand({BinaryPath("broadsheet-ingest"), "--listen",
                  newspaper.Address("ingest"), "--metrics-listen",
                  "127.0.0.1:0", "--storage", newspaper.Address("storage")});
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_THAT(second.errors, HasSubstr(newspaper.Address("ingest")));
}

TEST(Gateway, NamesAnHttpPortThatIsTaken) {
  Newspaper newspaper;
  const CommandResult second = RunCommand(
      {BinaryPath("broadsheet-gateway"), "--listen", "127.0.0.1:0",
       "--metrics-listen", "127.0.0.1:0", "--http-listen",
       newspaper.http_address(), "--storage", newspaper.Address("storage"),
       "--ingest", newspaper.Address("ingest"), "--recommend",
       newspaper.Address("recommend")});
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_THAT(second.errors, HasSubstr(newspaper.http_address()));
}

TEST(Storage, SaysThatTheDatabaseCannotBeReached) {
  const CommandResult storage =
      RunCommand({BinaryPath("broadsheet-storage"), "--listen", "127.0.0.1:0",
                  "--database", "host=/nonexistent dbname=broadsheet",
                  "--database-wait", "200ms"});
  EXPECT_EQ(storage.exit_code, 1);
  EXPECT_THAT(storage.errors, HasSubstr("database"));
}

TEST(Service, RefusesAFlagThatItDoesNotHave) {
  for (const char* name : {"storage", "ingest", "recommend", "gateway"}) {
    const CommandResult result =
        RunCommand({BinaryPath(std::string("broadsheet-") + name), "--bogus"});
    EXPECT_EQ(result.exit_code, 2) << name;
    EXPECT_THAT(result.errors, HasSubstr("--bogus")) << name;
  }
}

TEST(AcknowledgedPapers, SurviveTheDeathOfStorage) {
  Newspaper newspaper;
  const CommandResult ingest = newspaper.Cli(
      {"ingest", newspaper.File("papers.jsonl", MadePapers(100))});
  ASSERT_EQ(ingest.exit_code, 0) << ingest.errors;
  newspaper.service("storage").Signal(SIGKILL);
  newspaper.service("storage").WaitForExit(absl::Seconds(10));
  newspaper.Restart("storage");
  newspaper.WaitUntilReady();
  EXPECT_EQ(newspaper.Rows("papers"), 100);
  newspaper.WaitForPapers(100);
}

}  // namespace
}  // namespace broadsheet::testing

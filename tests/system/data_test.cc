// What goes out and goes away: exports, erasures, the end of old changes.

#include <csignal>
#include <cstdlib>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/wait.h"
#include "tests/system/newspaper.h"

namespace broadsheet::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr absl::Duration kLimit = absl::Seconds(30);

std::string Export(const Newspaper& newspaper, const std::string& what) {
  const CommandResult result = newspaper.Cli({"export", what});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  return result.output;
}

std::vector<std::string> FeedOf(const Newspaper& newspaper,
                                const std::string& reader) {
  return Newspaper::Ids(
      newspaper.Cli({"feed", "--reader", reader, "--json", "--limit", "20"}));
}

TEST(Export, IsTakenInAgainByAnotherNewspaper) {
  Newspaper first;
  first.Cli({"ingest", first.File("papers.jsonl", MadePapers(30))});
  first.Cli({"vote", MadeId(3), "--reader", "ada"});
  first.Cli({"save", MadeId(4), "--reader", "ada"});
  first.Cli({"submit", MadeId(5), "--reader", "ada"});
  const std::string papers = Export(first, "papers");
  const std::string events = Export(first, "events");
  EXPECT_THAT(Export(first, "lists"), HasSubstr(MadeId(5)));

  Newspaper second;
  const std::string file = second.File("papers.jsonl", papers);
  const CommandResult ingest = second.Cli({"ingest", file});
  EXPECT_EQ(ingest.exit_code, 0) << ingest.errors;
  EXPECT_THAT(ingest.output, HasSubstr("30 created"));
  EXPECT_THAT(second.Cli({"ingest", file}).output, HasSubstr("30 unchanged"));
  const std::string other = second.File("events.jsonl", events);
  EXPECT_EQ(second.Cli({"events", other}).exit_code, 0);
  EXPECT_EQ(Export(second, "events"), events);
}

TEST(Export, GoesToAFileOnlyWhenItIsWhole) {
  Newspaper newspaper;
  newspaper.Cli({"ingest", newspaper.File("papers.jsonl", MadePapers(3))});
  const std::string file = newspaper.File("out.jsonl", "old");
  const CommandResult result =
      newspaper.Cli({"export", "papers", "--output", file});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(ReadFile(file), Export(newspaper, "papers"));
  EXPECT_NE(
      newspaper.Cli({"export", "papers", "--output", "/nowhere/papers.jsonl"})
          .exit_code,
      0);
}

TEST(Export, OfEventsIsTheOperatorsAlone) {
  Newspaper newspaper;
  newspaper.Cli({"ingest", newspaper.File("papers.jsonl", MadePapers(3))});
  EXPECT_EQ(newspaper.AnonymousCli({"export", "papers"}).exit_code, 0);
  EXPECT_EQ(newspaper.AnonymousCli({"export", "events"}).exit_code, 1);
}

TEST(ErasedReader, IsForgottenEverywhere) {
  Newspaper newspaper;
  newspaper.Cli({"ingest", newspaper.File("papers.jsonl", MadePapers(30))});
  newspaper.WaitForPapers(30);
  for (int i = 1; i <= 3; ++i) {
    newspaper.Cli({"vote", MadeId(i), "--reader", "ada"});
  }
  EXPECT_THAT(FeedOf(newspaper, "ada"), Not(Contains(MadeId(1))));
  newspaper.Sql(
      "insert into subscriptions values ('s', 'ada@example.org', 'ada', 2, "
      "'', now(), now(), 0, now(), now(), 1)");
  const CommandResult data = newspaper.Cli({"reader", "export", "ada"});
  EXPECT_THAT(data.output, HasSubstr(MadeId(3)));
  EXPECT_THAT(data.output, HasSubstr("ada@example.org"));

  EXPECT_EQ(newspaper.Cli({"reader", "erase", "ada"}).exit_code, 2);
  const CommandResult erase =
      newspaper.Cli({"reader", "erase", "ada", "--yes"});
  EXPECT_EQ(erase.exit_code, 0) << erase.errors;
  EXPECT_THAT(erase.output, HasSubstr("erased 3 events"));
  EXPECT_EQ(newspaper.Rows("subscriptions"), 0);
  EXPECT_EQ(newspaper.Rows("events"), 0);
  EXPECT_TRUE(WaitUntil(
      kLimit, [&] { return newspaper.Status().recommender().readers() == 0; }));
  EXPECT_EQ(FeedOf(newspaper, "ada"), FeedOf(newspaper, "nobody"));
  EXPECT_THAT(newspaper.Cli({"show", MadeId(1), "--json"}).output,
              HasSubstr("\"upvotes\":0"));
}

void KillAndRestartStorage(Newspaper& newspaper) {
  newspaper.service("storage").Signal(SIGKILL);
  newspaper.service("storage").WaitForExit(absl::Seconds(10));
  newspaper.Restart("storage");
}

TEST(TrimmedFeed, SendsARecommenderThatIsBehindToASnapshot) {
  setenv("BROADSHEET_FEED_RETENTION", "1s", 1);
  setenv("BROADSHEET_SNAPSHOT_AGE", "0s", 1);
  Newspaper newspaper;
  newspaper.Cli({"ingest", newspaper.File("some.jsonl", MadePapers(20))});
  newspaper.WaitForPapers(20);
  // Nothing reaches it on the connection that it has, nor from the memory of
  // storage.
  newspaper.service("recommend").Signal(SIGSTOP);
  KillAndRestartStorage(newspaper);
  newspaper.Cli({"ingest", newspaper.File("all.jsonl", MadePapers(40))});
  EXPECT_EQ(newspaper.Rows("papers"), 40);
  EXPECT_TRUE(
      WaitUntil(kLimit, [&] { return newspaper.Rows("changes") == 0; }));
  KillAndRestartStorage(newspaper);
  newspaper.service("recommend").Signal(SIGCONT);
  newspaper.WaitForPapers(40);
  EXPECT_THAT(newspaper.Log("recommend"),
              HasSubstr("a new snapshot is needed"));
  EXPECT_EQ(
      Newspaper::Ids(newspaper.Cli({"search", "study 37", "--json"})).front(),
      MadeId(37));
  unsetenv("BROADSHEET_FEED_RETENTION");
  unsetenv("BROADSHEET_SNAPSHOT_AGE");
}

}  // namespace
}  // namespace broadsheet::testing

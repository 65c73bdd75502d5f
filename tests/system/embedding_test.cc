// A newspaper with an embedding server beside it.

#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/wait.h"
#include "tests/system/embedding_server.h"
#include "tests/system/trained.h"

namespace broadsheet::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr absl::Duration kPatience = absl::Seconds(60);

// A newspaper whose services find the server in their environment.
class EmbeddedNewspaper {
 public:
  explicit EmbeddedNewspaper(absl::Duration delay = absl::ZeroDuration())
      : server(delay) {
    setenv("BROADSHEET_ENCODER_URL", server.url().c_str(), 1);
    setenv("BROADSHEET_ENCODER_MODEL", "made", 1);
    setenv("BROADSHEET_ENCODER_DIMENSION", "32", 1);
    setenv("BROADSHEET_ENCODER_BATCH", "4", 1);
    newspaper = std::make_unique<Newspaper>(Newspaper::Transport::kPlain, 2,
                                            Newspaper::Trainer::kTold);
  }

  // Until every recommender has the vectors of so many papers.
  bool AwaitVectors(int64_t papers) const {
    return WaitUntil(kPatience, [&] {
      const auto status = newspaper->Status();
      if (status.recommenders_size() != 2) return false;
      for (const auto& one : status.recommenders()) {
        if (one.status().encoder().papers() != papers ||
            one.status().encoder().papers_left() != 0) {
          return false;
        }
      }
      return true;
    });
  }
  CommandResult Search(const std::string& query) const {
    return newspaper->Cli({"search", query, "--limit", "20", "--json"});
  }

  EmbeddingServer server;
  std::unique_ptr<Newspaper> newspaper;
};

TEST(EmbeddingServerTest, PapersAreFoundByWhatTheServerSaysTheyMean) {
  const EmbeddedNewspaper house;
  Newspaper& newspaper = *house.newspaper;
  LoadTrainingData(newspaper);
  ASSERT_TRUE(house.AwaitVectors(kTrainedPapers))
      << newspaper.Cli({"status"}).output << newspaper.Log("recommend");
  EXPECT_THAT(house.server.texts(), SizeIs(kTrainedPapers));
  EXPECT_THAT(newspaper.Cli({"status"}).output,
              HasSubstr("80 of 80 papers have its vectors"));
  EXPECT_THAT(Newspaper::Ids(house.Search("ocean")), IsEmpty());

  const CommandResult trained = newspaper.Cli({"train", "--force"});
  ASSERT_EQ(trained.exit_code, 0) << trained.errors << newspaper.Log("trainer");
  ASSERT_NE(AwaitModel(newspaper), "");
  EXPECT_THAT(newspaper.Cli({"models", "list", "--json"}).output,
              HasSubstr("texts by made"));
  const auto found = Newspaper::Ids(house.Search("ocean"));
  ASSERT_GE(found.size(), 10u);
  // The ten papers about corals come first.
  const std::vector<std::string> first(found.begin(), found.begin() + 10);
  for (int paper = 7; paper <= kTrainedPapers; paper += 8) {
    EXPECT_THAT(first, Contains(MadeId(paper)));
  }

  // A new paper, with its vector.
  newspaper.Cli({"ingest", newspaper.File("more.jsonl", MadePapers(87))});
  ASSERT_TRUE(house.AwaitVectors(87));
  EXPECT_THAT(Newspaper::Ids(house.Search("ocean")), Contains(MadeId(87)));
}

TEST(EmbeddingServerTest, ARecommenderThatDiesIsFollowedByAnother) {
  const EmbeddedNewspaper house(absl::Milliseconds(200));
  Newspaper& newspaper = *house.newspaper;
  newspaper.Cli(
      {"ingest", newspaper.File("papers.jsonl", MadePapers(kTrainedPapers))});
  ASSERT_TRUE(
      WaitUntil(kPatience, [&] { return house.server.texts().size() >= 8; }));
  for (const std::string& name : newspaper.recommenders()) {
    newspaper.service(name).Signal(SIGKILL);
    ASSERT_TRUE(newspaper.service(name).WaitForExit(kPatience).has_value());
    newspaper.Restart(name);
  }
  // When the lease of the dead one ends.
  EXPECT_TRUE(WaitUntil(2 * kPatience,
                        [&] { return house.AwaitVectors(kTrainedPapers); }));
  // What was stored is not asked for again: a batch may have been on its way.
  EXPECT_LE(house.server.texts().size(), kTrainedPapers + 8u);
}

TEST(EmbeddingServerTest, SearchesGoByWordsWhileTheServerIsOutOfOrder) {
  EmbeddedNewspaper house;
  Newspaper& newspaper = *house.newspaper;
  LoadTrainingData(newspaper);
  ASSERT_TRUE(house.AwaitVectors(kTrainedPapers));
  ASSERT_EQ(newspaper.Cli({"train", "--force"}).exit_code, 0);
  ASSERT_NE(AwaitModel(newspaper), "");
  house.server.Break();
  const HttpAnswer answer =
      newspaper.Http({.target = "/api/v1/search?query=coral"});
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("the embedding server is silent"));
  EXPECT_THAT(answer.body, HasSubstr(MadeId(7)));
}

}  // namespace
}  // namespace broadsheet::testing

#include "storage/own_commits.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Every entry as "XID/ORDINAL:PAYLOAD".
std::vector<std::string> Texts(const FeedEntries& entries) {
  std::vector<std::string> texts;
  for (const auto& entry : entries) {
    texts.push_back(std::to_string(entry->place.xid) + "/" +
                    std::to_string(entry->place.ordinal) + ":" +
                    entry->payload);
  }
  return texts;
}

FeedEntries Entries(const std::vector<FeedPlace>& places) {
  FeedEntries entries;
  for (const FeedPlace& place : places) {
    entries.push_back(std::make_shared<FeedEntry>(FeedEntry{place, "read"}));
  }
  return entries;
}

TEST(OwnCommits, AreTakenInTheOrderOfTheFeedBelowTheHorizon) {
  OwnCommits commits(1000);
  commits.Add(12, {"c"});
  commits.Add(10, {"a", "b"});
  commits.Add(15, {"d"});
  EXPECT_THAT(Texts(commits.Take(FeedPlace::Before(10), 15)),
              ElementsAre("10/0:a", "10/1:b", "12/0:c"));
  EXPECT_THAT(Texts(commits.Take(FeedPlace::Before(15), 16)),
              ElementsAre("15/0:d"));
}

TEST(OwnCommits, AreForgottenWhenTheyWereReadFromTheTable) {
  OwnCommits commits(1000);
  commits.Add(10, {"a"});
  commits.Add(11, {"b", "c"});
  // The tailer stands in the middle of one.
  EXPECT_THAT(commits.Take({11, 0}, 12), IsEmpty());
  EXPECT_THAT(commits.Take({}, 12), IsEmpty());
}

TEST(OwnCommits, AreLeftToTheTableWhenThereIsNoRoom) {
  OwnCommits commits(3);
  commits.Add(10, {"aa"});
  commits.Add(11, {"bb"});
  commits.Add(12, {"c"});
  EXPECT_THAT(Texts(commits.Take({}, 20)), ElementsAre("10/0:aa", "12/0:c"));
  commits.Add(21, {"ddd"});
  EXPECT_THAT(Texts(commits.Take({}, 30)), ElementsAre("21/0:ddd"));
}

TEST(OwnCommits, AreSkippedAsFarAsNoOtherTransactionIsBetween) {
  const FeedEntries own = Entries({{10, 0}, {10, 1}, {11, 0}, {13, 0}});
  EXPECT_EQ(Skip(own, FeedPlace::Before(10)), FeedPlace::Before(12));
  EXPECT_EQ(Skip(own, FeedPlace::Before(9)), FeedPlace::Before(9));
  EXPECT_THAT(TransactionsOf(own), ElementsAre(10u, 11u, 13u));
}

TEST(OwnCommits, GoBetweenThoseOfOthers) {
  FeedEntries own = Entries({{10, 0}, {12, 0}, {14, 0}});
  FeedPage page{Entries({{11, 0}, {13, 0}}), /*complete=*/false};
  MergeInto(&page, &own);
  EXPECT_THAT(Texts(page.entries),
              ElementsAre("10/0:read", "11/0:read", "12/0:read", "13/0:read"));
  FeedPage last{{}, /*complete=*/true};
  MergeInto(&last, &own);
  EXPECT_THAT(Texts(last.entries), ElementsAre("14/0:read"));
  EXPECT_THAT(own, IsEmpty());
}

}  // namespace
}  // namespace broadsheet::storage

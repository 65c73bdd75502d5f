#include "recommend/reader_store.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

v1::Event MakeEvent(std::string id, v1::EventKind kind, int64_t second) {
  v1::Event event;
  event.set_event_id(std::move(id));
  event.set_reader_id("ada");
  event.set_kind(kind);
  event.mutable_at()->set_seconds(second);
  return event;
}

const PaperMarks& Marks(const ReaderStore& store) {
  return store.Get(*store.Find("ada")).papers.at(0);
}

TEST(ReaderStore, FollowsTheOrderOfTimeNotOfArrival) {
  std::vector<v1::Event> events = {MakeEvent("a", v1::EVENT_KIND_UPVOTE, 10),
                                   MakeEvent("b", v1::EVENT_KIND_UNVOTE, 20),
                                   MakeEvent("c", v1::EVENT_KIND_UPVOTE, 30),
                                   MakeEvent("d", v1::EVENT_KIND_UNVOTE, 30)};
  std::sort(events.begin(), events.end(), [](const auto& a, const auto& b) {
    return a.event_id() < b.event_id();
  });
  do {
    ReaderStore store;
    for (const auto& event : events) store.Apply(event, 0);
    EXPECT_FALSE(Marks(store).Has(v1::EVENT_KIND_UPVOTE));
    EXPECT_TRUE(Marks(store).seen());
  } while (std::next_permutation(events.begin(), events.end(),
                                 [](const auto& a, const auto& b) {
                                   return a.event_id() < b.event_id();
                                 }));
}

TEST(ReaderStore, ReportsWhatAMarkCountedForBeforeAndNow) {
  ReaderStore store;
  auto change = store.Apply(MakeEvent("a", v1::EVENT_KIND_SAVE, 10), 0);
  ASSERT_TRUE(change);
  EXPECT_FALSE(change->before);
  EXPECT_EQ(*change->after, absl::FromUnixSeconds(10));
  change = store.Apply(MakeEvent("b", v1::EVENT_KIND_UNSAVE, 11), 0);
  ASSERT_TRUE(change);
  EXPECT_EQ(*change->before, absl::FromUnixSeconds(10));
  EXPECT_FALSE(change->after);
}

TEST(ReaderStore, CountsRepeatedReadsOnceFromTheFirst) {
  ReaderStore store;
  store.Apply(MakeEvent("b", v1::EVENT_KIND_READ, 20), 0);
  EXPECT_FALSE(store.Apply(MakeEvent("c", v1::EVENT_KIND_READ, 30), 0));
  EXPECT_FALSE(store.Apply(MakeEvent("b", v1::EVENT_KIND_READ, 20), 0));
  const auto change = store.Apply(MakeEvent("a", v1::EVENT_KIND_READ, 10), 0);
  ASSERT_TRUE(change);
  EXPECT_EQ(*change->after, absl::FromUnixSeconds(10));
}

TEST(ReaderStore, TellsSeenFromUnwanted) {
  ReaderStore store;
  store.Apply(MakeEvent("a", v1::EVENT_KIND_IMPRESSION, 1), 0);
  EXPECT_FALSE(store.Find("ada"));
  store.Apply(MakeEvent("b", v1::EVENT_KIND_HIDE, 2), 0);
  EXPECT_FALSE(Marks(store).seen());
  EXPECT_TRUE(Marks(store).unwanted());
  store.Apply(MakeEvent("c", v1::EVENT_KIND_UNHIDE, 3), 0);
  EXPECT_FALSE(Marks(store).unwanted());
}

TEST(ReaderStore, HasNotSeenAPaperThatWasOnlyEverUndone) {
  const auto undo = MakeEvent("b", v1::EVENT_KIND_UNSAVE, 20);
  const auto save = MakeEvent("a", v1::EVENT_KIND_SAVE, 10);
  ReaderStore store;
  store.Apply(undo, 0);
  EXPECT_FALSE(Marks(store).seen());
  store.Apply(save, 0);
  EXPECT_TRUE(Marks(store).seen()) << "saved before, heard of later";
  EXPECT_FALSE(Marks(store).Has(v1::EVENT_KIND_SAVE));
  ReaderStore straight;
  straight.Apply(save, 0);
  straight.Apply(undo, 0);
  EXPECT_TRUE(Marks(straight).seen());
}

TEST(ReaderStore, CountsWhoLikesAPaperAsItStands) {
  ReaderStore store;
  const auto after = [&](const char* id, v1::EventKind kind, int64_t second) {
    store.Apply(MakeEvent(id, kind, second), 0);
    return store.LikedBy(0);
  };
  EXPECT_EQ(after("a", v1::EVENT_KIND_VIEW, 1), 0u);
  EXPECT_EQ(after("b", v1::EVENT_KIND_CLICK, 2), 0u);
  EXPECT_EQ(after("c", v1::EVENT_KIND_SAVE, 3), 1u);
  EXPECT_EQ(after("d", v1::EVENT_KIND_READ, 4), 1u) << "of one reader";
  EXPECT_EQ(after("e", v1::EVENT_KIND_DISLIKE, 5), 0u);
  EXPECT_EQ(after("f", v1::EVENT_KIND_UNDISLIKE, 6), 1u);
  store.Move(0, 1);
  EXPECT_EQ(store.LikedBy(0), 0u);
  EXPECT_EQ(store.LikedBy(1), 1u);
  store.Forget("ada");
  EXPECT_EQ(store.LikedBy(1), 0u);
}

TEST(ReaderStore, KeepsTheLatestWordOnAFollow) {
  ReaderStore store;
  auto follow = MakeEvent("b", v1::EVENT_KIND_FOLLOW, 20);
  follow.set_target("category:cs.CL");
  auto unfollow = MakeEvent("a", v1::EVENT_KIND_UNFOLLOW, 10);
  unfollow.set_target("category:cs.CL");
  store.Apply(follow, 0);
  store.Apply(unfollow, 0);
  EXPECT_TRUE(store.Get(0).follows.at("category:cs.CL").on);
}

}  // namespace
}  // namespace broadsheet::recommend

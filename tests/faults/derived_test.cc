#include "tests/faults/derived.h"

#include "broadsheet/v1/event.pb.h"
#include "gtest/gtest.h"

namespace broadsheet::faults {
namespace {

TEST(Derived, TheLatestOfAReadersEventsCounts) {
  const Derived derived = Derive({
      {{"ada", "1"}, {"p", v1::EVENT_KIND_UPVOTE, 20, ""}},
      {{"ada", "2"}, {"p", v1::EVENT_KIND_UNVOTE, 10, ""}},
      {{"bob", "1"}, {"p", v1::EVENT_KIND_UPVOTE, 10, ""}},
      {{"bob", "2"}, {"p", v1::EVENT_KIND_UNVOTE, 20, ""}},
      {{"eve", "1"}, {"p", v1::EVENT_KIND_UPVOTE, 10, ""}},
  });
  EXPECT_EQ(derived.upvotes.at("p"), 2);
  EXPECT_FALSE(derived.standings.at({"bob", kVoteAspect, "p"}).on);
  EXPECT_TRUE(derived.standings.at({"bob", kSeenAspect, "p"}).on);
}

TEST(Derived, OfEqualTimesTheGreaterIdIsTheLater) {
  const Derived derived = Derive({
      {{"ada", "a"}, {"p", v1::EVENT_KIND_UPVOTE, 10, ""}},
      {{"ada", "b"}, {"p", v1::EVENT_KIND_UNVOTE, 10, ""}},
  });
  EXPECT_EQ(derived.upvotes.count("p"), 0u);
}

TEST(Derived, FollowsAreOfTheirTarget) {
  const Derived derived = Derive(
      {{{"ada", "a"}, {"", v1::EVENT_KIND_FOLLOW, 10, "category:cs.CL"}}});
  EXPECT_TRUE(derived.standings.at({"ada", 5, "category:cs.CL"}).on);
}

}  // namespace
}  // namespace broadsheet::faults

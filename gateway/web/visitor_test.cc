#include "gateway/web/visitor.h"

#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1795435200);

Visitor SomeVisitor() {
  Visitor visitor;
  visitor.set_id("0a1b2c");
  visitor.Apply(v1::EVENT_KIND_SAVE, "2611.10000", kNow);
  visitor.Apply(v1::EVENT_KIND_DISLIKE, "hep-th/9901001", kNow);
  visitor.Apply(v1::EVENT_KIND_FOLLOW, "author:Ada Lovelace", kNow);
  return visitor;
}

std::string ValueOf(const std::string& cookie) {
  const size_t begin = cookie.find('=') + 1;
  return cookie.substr(begin, cookie.find(';') - begin);
}

TEST(Visitor, ComesBackFromItsCookie) {
  const VisitorCookies cookies("secret");
  const std::string cookie = cookies.Seal(SomeVisitor(), /*secure=*/false);
  const Visitor back = cookies.Open(ValueOf(cookie));
  EXPECT_EQ(back.Pack(), SomeVisitor().Pack());
  EXPECT_EQ(back.id(), "0a1b2c");
  EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
  EXPECT_EQ(cookie.find("Secure"), std::string::npos);
}

TEST(Visitor, OfAnotherSecretOrAlteredIsNobody) {
  const std::string value =
      ValueOf(VisitorCookies("secret").Seal(SomeVisitor(), false));
  EXPECT_TRUE(VisitorCookies("other").Open(value).empty());
  for (size_t i = 0; i < value.size(); i += 7) {
    std::string altered = value;
    altered[i] = altered[i] == 'a' ? 'b' : 'a';
    if (altered == value) continue;
    EXPECT_TRUE(VisitorCookies("secret").Open(altered).empty()) << i;
  }
}

TEST(Visitor, TakesBackWhatIsUndone) {
  Visitor visitor = SomeVisitor();
  visitor.Apply(v1::EVENT_KIND_UNSAVE, "2611.10000", kNow);
  visitor.Apply(v1::EVENT_KIND_UNDISLIKE, "hep-th/9901001", kNow);
  visitor.Apply(v1::EVENT_KIND_UNFOLLOW, "author:Ada Lovelace", kNow);
  EXPECT_TRUE(visitor.empty());
  const std::string ended = VisitorCookies("secret").Seal(visitor, true);
  EXPECT_NE(ended.find("Max-Age=0; Secure"), std::string::npos);
}

TEST(Visitor, LikesOrDislikesAPaperButNotBoth) {
  Visitor visitor;
  visitor.Apply(v1::EVENT_KIND_SAVE, "a:1", kNow);
  visitor.Apply(v1::EVENT_KIND_DISLIKE, "a:1", kNow);
  EXPECT_FALSE(visitor.Has(v1::EVENT_KIND_SAVE, "a:1"));
  EXPECT_TRUE(visitor.Has(v1::EVENT_KIND_DISLIKE, "a:1"));
}

TEST(Visitor, KeepsNoVotesAndNothingOdd) {
  Visitor visitor;
  visitor.Apply(v1::EVENT_KIND_UPVOTE, "a:1", kNow);
  visitor.Apply(v1::EVENT_KIND_SAVE, "", kNow);
  visitor.Apply(v1::EVENT_KIND_SAVE, "a:1\ns2 a:2", kNow);
  visitor.Apply(v1::EVENT_KIND_FOLLOW, std::string(301, 'x'), kNow);
  EXPECT_TRUE(visitor.empty());
}

TEST(Visitor, ForgetsTheOldestBeforeTheCookieIsTooLarge) {
  Visitor visitor;
  visitor.set_id("0a1b2c");
  for (int i = 0; i < 500; ++i) {
    visitor.Apply(v1::EVENT_KIND_SAVE, "2611." + std::to_string(10000 + i),
                  kNow);
  }
  EXPECT_TRUE(visitor.Has(v1::EVENT_KIND_SAVE, "2611.10499"));
  EXPECT_FALSE(visitor.Has(v1::EVENT_KIND_SAVE, "2611.10000"));
  EXPECT_GT(visitor.marks().size(), 100u);
  EXPECT_LT(VisitorCookies("secret").Seal(visitor, true).size(), 4000u);
}

TEST(Visitor, BecomesTheSameEventsEachTime) {
  const auto events = SomeVisitor().EventsOf("ada");
  const auto again = SomeVisitor().EventsOf("ada");
  ASSERT_EQ(events.size(), 3u);
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].event_id(), again[i].event_id());
    EXPECT_EQ(events[i].reader_id(), "ada");
    EXPECT_EQ(events[i].at().seconds(), 1795435200);
  }
  EXPECT_EQ(events[0].paper_id(), "2611.10000");
  EXPECT_EQ(events[2].target(), "author:Ada Lovelace");
  Visitor other = SomeVisitor();
  other.set_id("ffff");
  EXPECT_NE(other.EventsOf("ada")[0].event_id(), events[0].event_id());
}

TEST(Visitor, IsNobodyInTornText) {
  for (const char* text : {"", "\n", "id\nx1 a:1\n", "id\ns a:1\n", "i d\n",
                           "id\ns1\n", "id\ns12x a:1\n"}) {
    EXPECT_TRUE(Visitor::Unpack(text).empty()) << text;
  }
}

}  // namespace
}  // namespace broadsheet::gateway

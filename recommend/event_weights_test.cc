#include "recommend/event_weights.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

using ::testing::HasSubstr;

std::string Complaint(const std::string& text) {
  return std::string(ParseEventWeights(text).status().message());
}

TEST(EventWeights, AreStandardUnlessNamed) {
  EXPECT_EQ(ParseEventWeights("")->Of(v1::EVENT_KIND_UPVOTE), 4);
  const auto weights = ParseEventWeights("save=0,view=1000");
  ASSERT_TRUE(weights.ok()) << weights.status();
  EXPECT_EQ(weights->Of(v1::EVENT_KIND_SAVE), 0);
  EXPECT_EQ(weights->Of(v1::EVENT_KIND_VIEW), 1000);
  EXPECT_EQ(weights->Of(v1::EVENT_KIND_READ), 2);
  EXPECT_EQ(weights->Of(v1::EVENT_KIND_DISLIKE), 0);
}

TEST(EventWeights, NameThePartThatIsWrong) {
  for (const char* text :
       {"dislike=1", "upvote=1,upvote=2", "upvote=1, save=1", "upvote=1,"}) {
    EXPECT_THAT(Complaint(text), HasSubstr("does not begin with")) << text;
  }
  for (const char* text :
       {"save", "save=", "save=-1", "save=+1", "save=1001", "save=1.5",
        "save=1=2", "save= 1", "save=99999999999999999999"}) {
    EXPECT_THAT(Complaint(text), HasSubstr("whole number")) << text;
  }
}

}  // namespace
}  // namespace broadsheet::recommend

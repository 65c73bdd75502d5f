#include "common/page_token.h"

#include <string>

#include "common/errors.h"
#include "gtest/gtest.h"

namespace broadsheet {
namespace {

TEST(PageToken, OpensToWhatWasSealed) {
  const PageTokenCodec codec("secret");
  const std::string payload("\0binary\xFF", 8);
  const auto opened = codec.Open("Search|q", codec.Seal("Search|q", payload));
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(*opened, payload);
}

TEST(PageToken, IsSharedByReplicasWithTheSameSecret) {
  const std::string token = PageTokenCodec("secret").Seal("scope", "x");
  EXPECT_TRUE(PageTokenCodec("secret").Open("scope", token).ok());
  EXPECT_FALSE(PageTokenCodec("other").Open("scope", token).ok());
}

TEST(PageToken, IsRefusedForAnotherRequest) {
  const PageTokenCodec codec("secret");
  const auto opened = codec.Open("Search|b", codec.Seal("Search|a", "x"));
  EXPECT_EQ(ReasonOf(opened.status()), "BAD_PAGE_TOKEN");
}

TEST(PageToken, IsRefusedWhenScopeAndPayloadWereShifted) {
  const PageTokenCodec codec("secret");
  EXPECT_NE(codec.Seal("ab", "c"), codec.Seal("a", "bc"));
  EXPECT_FALSE(codec.Open("a", codec.Seal("ab", "c")).ok());
}

TEST(PageToken, IsRefusedWithAnyCharacterChanged) {
  const PageTokenCodec codec("secret");
  const std::string token = codec.Seal("scope", "served:1,2,3");
  for (size_t i = 0; i < token.size(); ++i) {
    std::string altered = token;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    const auto opened = codec.Open("scope", altered);
    // The last character may carry unused bits only.
    if (opened.ok()) {
      EXPECT_EQ(*opened, "served:1,2,3") << i;
    }
  }
}

TEST(PageToken, IsRefusedWhenShortOrNoBase64) {
  const PageTokenCodec codec("secret");
  for (const char* token : {"", "AAAA", "%%%", "\xFF"}) {
    EXPECT_FALSE(codec.Open("scope", token).ok()) << token;
  }
}

}  // namespace
}  // namespace broadsheet

#include "gateway/web/assets.h"

#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

constexpr EmbeddedFile kFiles[] = {
    {"site.css", "0123456789abcdef0123", "body{}"},
};

TEST(Assets, UrlContainsTheDigestOfTheContent) {
  EXPECT_EQ(Assets(kFiles).Url("site.css"),
            "/static/site.0123456789abcdef.css");
}

TEST(Assets, UnknownFileHasNoUrl) {
  EXPECT_EQ(Assets(kFiles).Url("other.css"), "");
}

TEST(Assets, OnlyTheCurrentVersionIsFound) {
  const Assets assets(kFiles);
  ASSERT_NE(assets.FindVersioned("site.0123456789abcdef.css"), nullptr);
  EXPECT_EQ(assets.FindVersioned("site.0123456789abcdef.css")->content,
            "body{}");
  EXPECT_EQ(assets.FindVersioned("site.ffffffffffffffff.css"), nullptr);
  EXPECT_EQ(assets.FindVersioned("site.css"), nullptr);
  EXPECT_EQ(assets.FindVersioned(""), nullptr);
}

TEST(Assets, TheBinaryCarriesItsStyleSheetScriptAndIcon) {
  const Assets assets(EmbeddedAssets());
  for (const char* name : {"site.css", "site.js", "favicon.svg"}) {
    const EmbeddedFile* file = assets.Find(name);
    ASSERT_NE(file, nullptr) << name;
    EXPECT_FALSE(file->content.empty()) << name;
    EXPECT_EQ(file->digest.size(), 64u) << name;
  }
}

}  // namespace
}  // namespace broadsheet::gateway

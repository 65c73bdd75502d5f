#include "ingest/web_address.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

// "KIND URL" of what is known at an address; "" for nothing.
std::string Known(std::string_view text) {
  const auto address = ParseWebAddress(text);
  if (!address) return "no address";
  const auto link = KnownLink(*address);
  if (!link) return "";
  return absl::StrCat(v1::PaperLink::Kind_Name(link->kind()).substr(5), " ",
                      link->url());
}

TEST(ParseWebAddress, TakesAnAddressApart) {
  const auto address = ParseWebAddress("HTTP://Example.ORG:80/a/b?c=d#e");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->scheme, "http");
  EXPECT_EQ(address->host, "example.org:80");
  EXPECT_EQ(address->path, "/a/b");
  EXPECT_EQ(address->query, "c=d");
  EXPECT_EQ(address->ToString(), "http://example.org:80/a/b?c=d");
}

TEST(ParseWebAddress, RefusesWhatIsNoAddressOfTheWeb) {
  for (const char* text :
       {"", "https://", "javascript://a.bc/", "ftp://a.bc/", "http://user@a.bc",
        "http://localhost/", "http://a..bc/", "http://a.bc/\"x", "http://a bc",
        "http://a.bc:x/", "http://.abc/", "https://a.bc/<b>"}) {
    EXPECT_FALSE(ParseWebAddress(text)) << text;
  }
  EXPECT_FALSE(ParseWebAddress("http://a.bc/" + std::string(500, 'x')));
}

TEST(KnownLink, NamesRepositoriesInOneForm) {
  for (const char* text :
       {"https://github.com/a/b", "http://www.github.com/a/b.git",
        "github.com/a/b/tree/main/x?y=z", "https://github.com/a/b."}) {
    EXPECT_EQ(Known(text), "CODE https://github.com/a/b") << text;
  }
  EXPECT_EQ(Known("https://gitlab.com/g/s/r/-/tree/main"),
            "CODE https://gitlab.com/g/s/r");
  EXPECT_EQ(Known("https://gitlab.example.org/g/r"),
            "CODE https://gitlab.example.org/g/r");
  EXPECT_EQ(Known("https://bitbucket.org/a/b/src"),
            "CODE https://bitbucket.org/a/b");
  EXPECT_EQ(Known("https://codeberg.org/a/b"), "CODE https://codeberg.org/a/b");
  for (const char* text :
       {"https://github.com/a", "https://github.com/topics/x",
        "https://github.com/a/..", "https://gitlab.com/g"}) {
    EXPECT_EQ(Known(text), "") << text;
  }
}

TEST(KnownLink, TellsModelsDatasetsAndSpacesApart) {
  EXPECT_EQ(Known("https://huggingface.co/o/m/tree/main"),
            "MODEL https://huggingface.co/o/m");
  EXPECT_EQ(Known("https://hf.co/datasets/o/d"),
            "DATASET https://huggingface.co/datasets/o/d");
  EXPECT_EQ(Known("https://huggingface.co/spaces/o/s"),
            "SPACE https://huggingface.co/spaces/o/s");
  for (const char* text :
       {"https://huggingface.co/papers/2407.21783", "https://huggingface.co/o",
        "https://huggingface.co/datasets"}) {
    EXPECT_EQ(Known(text), "") << text;
  }
}

TEST(KnownLink, KnowsVideosAndProjectPages) {
  for (const char* text : {"https://youtu.be/dQw4w9WgXcQ?t=3",
                           "https://m.youtube.com/watch?a=1&v=dQw4w9WgXcQ",
                           "https://www.youtube.com/embed/dQw4w9WgXcQ"}) {
    EXPECT_EQ(Known(text), "VIDEO https://www.youtube.com/watch?v=dQw4w9WgXcQ");
  }
  EXPECT_EQ(Known("https://vimeo.com/123456"),
            "VIDEO https://vimeo.com/123456");
  EXPECT_EQ(Known("https://www.bilibili.com/video/BV1xx411c7mD/"),
            "VIDEO https://www.bilibili.com/video/BV1xx411c7mD");
  EXPECT_EQ(Known("https://a.github.io/b/"),
            "PROJECT_PAGE https://a.github.io/b/");
  EXPECT_EQ(Known("https://example.org/"), "");
}

}  // namespace
}  // namespace broadsheet::ingest

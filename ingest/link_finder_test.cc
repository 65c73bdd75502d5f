#include "ingest/link_finder.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Links(std::string_view text) {
  v1::Paper paper;
  FindLinks(text, &paper);
  std::vector<std::string> urls;
  for (const auto& link : paper.links()) urls.push_back(link.url());
  return urls;
}

TEST(FindLinks, FindsLinksInSentences) {
  EXPECT_THAT(
      Links("Code (https://github.com/a/b), models (see huggingface.co/o/m). "
            "Demo: https://x.github.io."),
      ElementsAre("https://github.com/a/b", "https://huggingface.co/o/m",
                  "https://x.github.io"));
  EXPECT_THAT(Links("Code is at github.com/a/b-c.d."),
              ElementsAre("https://github.com/a/b-c.d"));
  EXPECT_THAT(Links("Videos at x.github.io and https://youtu.be/dQw4w9WgXcQ"),
              ElementsAre("https://x.github.io",
                          "https://www.youtube.com/watch?v=dQw4w9WgXcQ"));
}

TEST(FindLinks, ReadsTex) {
  EXPECT_THAT(Links("at \\url{https://github.com/a/b\\_c}."),
              ElementsAre("https://github.com/a/b_c"));
  EXPECT_THAT(Links("\\href{https://github.com/a/b}{our code}"),
              ElementsAre("https://github.com/a/b"));
}

TEST(FindLinks, JoinsAddressesThatALineBreakCut) {
  EXPECT_THAT(Links("at https://github.com/owner/ repository for use"),
              ElementsAre("https://github.com/owner/repository"));
  EXPECT_THAT(Links("at https://github.com/owner/long-\nname."),
              ElementsAre("https://github.com/owner/long-name"));
  EXPECT_THAT(Links("at https:// github.com/a/b."),
              ElementsAre("https://github.com/a/b"));
}

TEST(FindLinks, TakesAnyAddressForTheProjectsPageWhenTheTextSaysSo) {
  EXPECT_THAT(Links("Project page: https://example.org/x. See "
                    "https://other.org/y and more."),
              ElementsAre("https://example.org/x"));
  EXPECT_THAT(Links("Website: https://arxiv.org/abs/2407.21783"), IsEmpty());
}

TEST(FindLinks, FindsEachLinkOnceAndAtMostFifty) {
  EXPECT_THAT(Links("github.com/A/b https://github.com/a/B.git"),
              ElementsAre("https://github.com/A/b"));
  std::string text;
  for (int i = 0; i < 200; ++i)
    absl::StrAppend(&text, "github.com/a/b", i, " ");
  EXPECT_EQ(Links(text).size(), 50);
}

TEST(FindLinks, FindsNothingInOrdinaryAndHostileText) {
  EXPECT_THAT(Links("A and/or B at 3 km/s, see [1/2] and a//b: http://"),
              IsEmpty());
  EXPECT_THAT(Links("javascript://github.com/a/b file:///etc/passwd"),
              IsEmpty());
  EXPECT_THAT(Links("https://evil.org/github.com/a/b"), IsEmpty());
  EXPECT_THAT(Links("https://github.com@evil.org/a/b"), IsEmpty());
  EXPECT_THAT(Links("https://github.com/a/b<script>"),
              ElementsAre("https://github.com/a/b"));
  EXPECT_THAT(Links(std::string(100'000, '/')), IsEmpty());
  EXPECT_THAT(Links(std::string(100'000, '.')), IsEmpty());
}

}  // namespace
}  // namespace broadsheet::ingest

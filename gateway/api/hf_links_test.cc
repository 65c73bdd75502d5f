#include "gateway/api/hf_links.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto kCode = v1::PaperLink::KIND_CODE;
constexpr auto kMedia = v1::PaperLink::KIND_MEDIA;
constexpr auto kRemoved = v1::PaperLink::KIND_REMOVED;

class HfLinksTest : public ::testing::Test {
 protected:
  void Add(v1::PaperLink::Kind kind, const std::string& url) {
    v1::PaperLink* link = paper_.add_links();
    link->set_kind(kind);
    link->set_url(url);
  }

  // In their order.
  std::vector<std::string> Urls(v1::PaperLink::Kind kind) const {
    std::vector<std::string> urls;
    for (const v1::PaperLink& link : paper_.links()) {
      if (link.kind() == kind) urls.push_back(link.url());
    }
    return urls;
  }

  v1::Paper paper_;
};

TEST_F(HfLinksTest, ALinkThatIsThereIsNotNew) {
  Add(kCode, "https://github.com/a/b");
  Add(kRemoved, "https://github.com/a/gone");
  EXPECT_THAT(
      NewUrls(paper_, {"https://github.com/A/b", "https://github.com/a/gone",
                       "https://a.example", "https://a.example"}),
      ElementsAre("https://a.example"));
}

TEST_F(HfLinksTest, APaperHasRoomForTenMediaAndFiftyLinks) {
  EXPECT_TRUE(CheckMediaRoom(paper_, 10).ok());
  for (int i = 0; i < 9; ++i) Add(kMedia, absl::StrCat("https://m/", i));
  EXPECT_TRUE(CheckMediaRoom(paper_, 1).ok());
  EXPECT_FALSE(CheckMediaRoom(paper_, 2).ok());
  for (int i = 0; i < 41; ++i) Add(kCode, absl::StrCat("https://c/", i));
  EXPECT_TRUE(CheckMediaRoom(paper_, 0).ok());
  EXPECT_FALSE(CheckMediaRoom(paper_, 1).ok());
}

TEST_F(HfLinksTest, ANewLinkStandsInPlaceOfTheFirstOfItsKindAlone) {
  Add(kMedia, "https://m");
  Add(kCode, "https://c/1");
  Add(kCode, "https://c/2");
  SetLink("https://c/new", kCode, &paper_);
  EXPECT_THAT(Urls(kCode), ElementsAre("https://c/new", "https://c/2"));
  EXPECT_THAT(Urls(kRemoved), ElementsAre("https://c/1"));
  EXPECT_THAT(Urls(kMedia), ElementsAre("https://m"));
  // The same again changes nothing.
  SetLink("https://c/new", kCode, &paper_);
  EXPECT_EQ(paper_.links_size(), 4);
}

TEST_F(HfLinksTest, ALinkThatIsThereOnceIsThereOnceAfterwards) {
  Add(kCode, "https://c/1");
  Add(kCode, "https://c/2");
  Add(kRemoved, "https://c/3");
  SetLink("https://c/2", kCode, &paper_);
  EXPECT_THAT(Urls(kCode), ElementsAre("https://c/2"));
  SetLink("https://c/3", kCode, &paper_);
  EXPECT_THAT(Urls(kCode), ElementsAre("https://c/3"));
  EXPECT_THAT(Urls(kRemoved), ElementsAre("https://c/1", "https://c/2"));
}

TEST_F(HfLinksTest, AnEmptyLinkTakesAllOfItsKindAway) {
  Add(kCode, "https://c/1");
  Add(kMedia, "https://m");
  Add(kCode, "https://c/2");
  SetLink("", kCode, &paper_);
  EXPECT_THAT(Urls(kCode), IsEmpty());
  EXPECT_THAT(Urls(kRemoved), ElementsAre("https://c/1", "https://c/2"));
  EXPECT_THAT(Urls(kMedia), ElementsAre("https://m"));
}

TEST_F(HfLinksTest, TheLastTenThatWentAreRemembered) {
  for (int i = 0; i < 13; ++i) {
    SetLink(absl::StrCat("https://c/", i), kCode, &paper_);
  }
  ASSERT_EQ(Urls(kRemoved).size(), 10u);
  EXPECT_EQ(Urls(kRemoved).front(), "https://c/2");
  EXPECT_EQ(Urls(kRemoved).back(), "https://c/11");
}

TEST_F(HfLinksTest, AFullPaperForgetsWhatWentBeforeItRefusesALink) {
  Add(kRemoved, "https://c/gone");
  for (int i = 0; i < 49; ++i) Add(kMedia, absl::StrCat("https://m/", i));
  SetLink("https://c", kCode, &paper_);
  EXPECT_EQ(paper_.links_size(), 50);
  EXPECT_THAT(Urls(kCode), ElementsAre("https://c"));
  EXPECT_THAT(Urls(kRemoved), IsEmpty());
}

}  // namespace
}  // namespace broadsheet::gateway

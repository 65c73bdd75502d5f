#include "gateway/web/page_writer.h"

#include <regex>

#include "gateway/web/page_fixture.h"
#include "gateway/web/plain_pages.h"
#include "gmock/gmock.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PageFrameTest : public PageFixture {
 protected:
  std::string Write(const PageFrame& frame) const {
    return WriteMessagePage(writer(), frame, ErrorMessage(404, "")).value();
  }
};

TEST_F(PageFrameTest, NamesThePageAndTheDay) {
  const std::string page = Write(Frame());
  EXPECT_THAT(page, HasSubstr("<title>Test · Broadsheet</title>"));
  EXPECT_THAT(page, HasSubstr("<time datetime=\"2026-11-23\">Monday, 23 "
                              "November 2026</time>"));
}

TEST_F(PageFrameTest, HasLandmarksASkipLinkAndALanguage) {
  const std::string page = Write(Frame());
  EXPECT_THAT(page, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(page, HasSubstr("<a class=\"skip\" href=\"#main\">"));
  EXPECT_THAT(page, HasSubstr("<main id=\"main\""));
  EXPECT_THAT(page, HasSubstr("role=\"search\""));
  EXPECT_THAT(page, HasSubstr("aria-label=\"Sections\""));
}

TEST_F(PageFrameTest, MarksTheSectionThatIsShown) {
  PageFrame frame = Frame();
  frame.section = "week";
  EXPECT_THAT(Write(frame), HasSubstr("<a href=\"/papers/week/2026-W48\" "
                                      "aria-current=\"page\">Week</a>"));
}

TEST_F(PageFrameTest, VisitorsMaySignInAndComeBack) {
  PageFrame frame = Frame();
  frame.path = "/papers?q=a&page_token=b";
  const std::string page = Write(frame);
  EXPECT_THAT(page, HasSubstr("/sign-in?next=%2Fpapers%3Fq%3Da%26page_token"));
  EXPECT_THAT(page, Not(HasSubstr("Sign out")));
  EXPECT_THAT(page, Not(HasSubstr("/library")));
}

TEST_F(PageFrameTest, ReadersSeeTheirNameAndMaySignOut) {
  const std::string page = Write(ReaderFrame());
  EXPECT_THAT(page, HasSubstr("<a class=\"who\" href=\"/settings\">ada</a>"));
  EXPECT_THAT(page, HasSubstr("action=\"/sign-out\""));
  EXPECT_THAT(page, HasSubstr("name=\"csrf\" value=\"csrf-token\""));
  EXPECT_THAT(page, HasSubstr("href=\"/library\""));
}

TEST_F(PageFrameTest, SaysWhenThePageIsASubstitute) {
  PageFrame frame = Frame();
  EXPECT_THAT(Write(frame), Not(HasSubstr("Reduced service")));
  frame.degraded = "No recommender answers.";
  EXPECT_THAT(Write(frame), HasSubstr("No recommender answers."));
}

TEST_F(PageFrameTest, EscapesTheQueryAndTheTitle) {
  PageFrame frame = Frame();
  frame.query = kHostile;
  frame.title = kHostile;
  frame.degraded = kHostile;
  const std::string page = Write(frame);
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, Not(HasSubstr("\"' onload")));
}

TEST_F(PageFrameTest, NothingInItIsInlineScriptOrStyle) {
  const std::string page = Write(ReaderFrame());
  EXPECT_FALSE(std::regex_search(page, std::regex("<style|style=| on[a-z]+=")));
  EXPECT_FALSE(std::regex_search(page, std::regex("<script(?![^>]* src=)")));
}

}  // namespace
}  // namespace broadsheet::gateway

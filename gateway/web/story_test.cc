#include "gateway/web/story.h"

#include "gateway/web/page_fixture.h"
#include "gateway/web/ranked_page.h"
#include "gmock/gmock.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class StoryTest : public PageFixture {
 protected:
  std::string Write(const PageFrame& frame, const Story& story,
                    const Standings& standings = {}) const {
    RankedPage page;
    page.stories = {story};
    page.standings = standings;
    page.first_rank = 21;
    return WriteRankedPage(writer(), frame, page).value();
  }
};

TEST_F(StoryTest, ShowsWhatAPaperIs) {
  const std::string page =
      Write(Frame(), {Paper("hep-th/9901001", "M$^3$Net"), "", ""});
  EXPECT_THAT(page,
              HasSubstr("<a href=\"/papers/hep-th%2F9901001\">M³Net</a>"));
  EXPECT_THAT(page, HasSubstr("Ada Lovelace"));
  EXPECT_THAT(page, HasSubstr("What it is about."));
  EXPECT_THAT(page, HasSubstr("<a href=\"/papers/trending?category=cs.CL\">"
                              "Computation and Language</a>"));
  EXPECT_THAT(page, HasSubstr("1,234"));
  EXPECT_THAT(page, HasSubstr("<p class=\"rank\" aria-hidden=\"true\">21</p>"));
}

TEST_F(StoryTest, APaperWithoutTitleIsKnownByItsId) {
  v1::Paper paper;
  paper.set_id("doi:10.1/x");
  EXPECT_THAT(Write(Frame(), {paper, "", ""}), HasSubstr(">doi:10.1/x</a>"));
}

TEST_F(StoryTest, EscapesEveryText) {
  v1::Paper paper = Paper("doi:\"><script>", kHostile);
  paper.set_abstract(kHostile);
  paper.set_authors(0, kHostile);
  paper.set_categories(0, kHostile);
  for (const PageFrame& frame : {Frame(), ReaderFrame()}) {
    const std::string page = Write(frame, {paper, kHostile, kHostile});
    EXPECT_THAT(page, Not(HasSubstr("<script>")));
    EXPECT_THAT(page, Not(HasSubstr("\"' onload")));
    EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  }
}

TEST_F(StoryTest, CutsLongAbstracts) {
  v1::Paper paper = Paper("1", "T");
  std::string words;
  while (words.size() < 90000) words += "word ";
  paper.set_abstract(words);
  EXPECT_LT(Write(Frame(), {paper, "", ""}).size(), 8000u);
}

TEST_F(StoryTest, VisitorsSeeTheCountAndNoForm) {
  const std::string page = Write(Frame(), {Paper("1", "T"), "", ""});
  EXPECT_THAT(page, Not(HasSubstr("formaction")));
  EXPECT_THAT(page, HasSubstr("rel=\"nofollow\""));
}

TEST_F(StoryTest, ReadersGetButtonsWithAnIdThatIsTheirsAlone) {
  const std::string page = Write(ReaderFrame(), {Paper("1", "T"), "", ""});
  EXPECT_THAT(page, HasSubstr("formaction=\"/papers/1/vote\""));
  EXPECT_THAT(page, HasSubstr("formaction=\"/papers/1/save\""));
  EXPECT_THAT(page, HasSubstr("name=\"event_id\" value=\"0123.0\""));
  EXPECT_THAT(page, HasSubstr("name=\"csrf\" value=\"csrf-token\""));
  EXPECT_THAT(page, HasSubstr("aria-pressed=\"false\""));
}

TEST_F(StoryTest, AButtonUndoesWhatStands) {
  v1::Standing standing;
  standing.set_upvoted(true);
  const std::string page =
      Write(ReaderFrame(), {Paper("1", "T"), "", ""}, {{"1", standing}});
  EXPECT_THAT(page, HasSubstr("formaction=\"/papers/1/unvote\" "
                              "data-undo=\"/papers/1/vote\" "
                              "aria-pressed=\"true\""));
  EXPECT_THAT(page, HasSubstr("formaction=\"/papers/1/save\""));
}

TEST_F(StoryTest, ReadersMayHideEveryStoryAndVisitorsSayThatTheyDoNotCare) {
  const std::string page = Write(ReaderFrame(), {Paper("1", "T"), "", ""});
  EXPECT_THAT(page, HasSubstr("formaction=\"/papers/1/hide\""));
  EXPECT_THAT(page, HasSubstr("formaction=\"/papers/1/dislike\""));
  PageFrame frame = Frame();
  frame.visitors = true;
  const std::string visitor = Write(frame, {Paper("1", "T"), "", ""});
  EXPECT_THAT(visitor, HasSubstr("formaction=\"/papers/1/dislike\""));
  EXPECT_THAT(visitor, Not(HasSubstr("/papers/1/hide")));
}

TEST_F(StoryTest, WhatWasDismissedShrinksAndCanBeUndone) {
  for (const bool hidden : {true, false}) {
    v1::Standing standing;
    standing.set_hidden(hidden);
    standing.set_disliked(!hidden);
    Story story = {Paper("1", "T"), "", ""};
    const std::string page = Write(ReaderFrame(), story, {{"1", standing}});
    EXPECT_THAT(page, HasSubstr("<article class=\"story gone\">"));
    EXPECT_THAT(
        page, HasSubstr(hidden ? ">Hidden: undo<" : ">Not interested: undo<"));
    EXPECT_THAT(page, HasSubstr(hidden ? "formaction=\"/papers/1/unhide\""
                                       : "formaction=\"/papers/1/undislike\""));
    story.whole = true;
    EXPECT_THAT(Write(ReaderFrame(), story, {{"1", standing}}),
                HasSubstr("<article class=\"story whole\">"));
  }
}

TEST_F(StoryTest, LeadsToTheDiscussionTheTextAndTheCode) {
  v1::Paper paper = Paper("2407.21783", "T");
  paper.set_num_comments(1);
  v1::PaperLink* link = paper.add_links();
  link->set_kind(v1::PaperLink::KIND_CODE);
  link->set_url("https://github.com/a/b");
  v1::PaperSignal* stars = paper.add_signals();
  stars->set_name("github_stars");
  stars->set_value(12345);
  const std::string page = Write(Frame(), {paper, "", ""});
  EXPECT_THAT(page, HasSubstr("href=\"/papers/2407.21783#comments\""));
  EXPECT_THAT(page, HasSubstr(">1 comment</a>"));
  EXPECT_THAT(page, HasSubstr("href=\"https://arxiv.org/pdf/2407.21783\""));
  EXPECT_THAT(page, HasSubstr("href=\"https://github.com/a/b\""));
  EXPECT_THAT(page, HasSubstr(">Code, 12,345 stars</a>"));
}

TEST_F(StoryTest, HasNoLinksToWhatIsNotThere) {
  v1::Paper paper = Paper("doi:10.1/x", "T");
  v1::PaperLink* link = paper.add_links();
  link->set_kind(v1::PaperLink::KIND_REMOVED);
  link->set_url("https://github.com/a/b");
  link = paper.add_links();
  link->set_kind(v1::PaperLink::KIND_CODE);
  link->set_url("javascript:alert(1)");
  EXPECT_THAT(Write(Frame(), {paper, "", ""}), Not(HasSubstr("story-links")));
}

TEST_F(StoryTest, MayBeTakenOffTheListWhereItsReaderMay) {
  Story story = {Paper("1", "T"), "", ""};
  EXPECT_THAT(Write(ReaderFrame(), story), Not(HasSubstr("/submit/retract")));
  story.retractable = "2026-11-23";
  const std::string page = Write(ReaderFrame(), story);
  EXPECT_THAT(page, HasSubstr("action=\"/submit/retract\""));
  EXPECT_THAT(page, HasSubstr("name=\"day\" value=\"2026-11-23\""));
  EXPECT_THAT(page, HasSubstr("name=\"request_id\" value=\"0123.r0\""));
  EXPECT_THAT(page, Not(HasSubstr("<summary>Take off the list")));
}

TEST_F(StoryTest, AsksBeforeItIsTakenOffTheListForGood) {
  Story story = {Paper("1", "T"), "", ""};
  story.retractable = "2026-11-23";
  story.for_good = true;
  const std::string page = Write(ReaderFrame(), story);
  EXPECT_THAT(page, HasSubstr("<summary>Take off the list</summary>"));
  EXPECT_THAT(page, HasSubstr("Yes, no reader can put it back</button>"));
  EXPECT_THAT(page, Not(HasSubstr(">Take off the list</button>")));
}

TEST(ReasonText, BeginsWithACapital) {
  v1::Reason reason;
  reason.set_text("because you saved $x^2$");
  EXPECT_EQ(ReasonText(reason), "Because you saved x²");
  EXPECT_EQ(ReasonText(v1::Reason()), "");
}

}  // namespace
}  // namespace broadsheet::gateway

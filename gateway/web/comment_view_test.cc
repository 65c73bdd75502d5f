#include "gateway/web/comment_view.h"

#include "gateway/web/page_fixture.h"
#include "gateway/web/paper_page.h"
#include "gmock/gmock.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class CommentViewTest : public PageFixture {
 protected:
  CommentViewTest() {
    page_.paper = Paper("2611.1", "T");
    page_.discussion.offered = true;
    page_.discussion.paper_id = "2611.1";
  }

  v1::Comment& Add(const std::string& id, const std::string& reader) {
    v1::Comment& comment = page_.discussion.comments.emplace_back();
    comment.set_comment_id(id);
    comment.set_reader_id(reader);
    comment.set_text("as **written** </textarea>");
    comment.set_html("<p>as <strong>written</strong></p>");
    return comment;
  }

  std::string Html(const PageFrame& frame) {
    return *WritePaperPage(writer(), frame, page_);
  }

  PaperPage page_;
};

TEST_F(CommentViewTest, ShowsWhatTheGatewayMadeOfTheMarkdown) {
  Add("c1", "bob").set_depth(2);
  const std::string html = Html(Frame());
  EXPECT_THAT(html, HasSubstr("<p>as <strong>written</strong></p>"));
  EXPECT_THAT(html, HasSubstr("talk depth-2"));
  EXPECT_THAT(html, HasSubstr("to join the discussion"));
  EXPECT_THAT(html, Not(HasSubstr("/comments/create")));
}

TEST_F(CommentViewTest, ReadersReplyAndEditOnlyTheirOwn) {
  Add("c1", "bob");
  const std::string others = Html(ReaderFrame());
  EXPECT_THAT(others, HasSubstr("/comments/report"));
  EXPECT_THAT(others, Not(HasSubstr("/comments/edit")));
  page_.discussion.comments[0].set_reader_id("ada");
  const std::string own = Html(ReaderFrame());
  EXPECT_THAT(own, HasSubstr("/comments/edit"));
  EXPECT_THAT(own, HasSubstr("as **written** &lt;/textarea&gt;</textarea>"));
  EXPECT_THAT(own, Not(HasSubstr("/comments/report")));
}

TEST_F(CommentViewTest, WhatIsGoneKeepsItsPlaceAndShowsNothing) {
  Add("c1", "").set_deleted(true);
  Add("c2", "").set_hidden(true);
  const std::string html = Html(ReaderFrame());
  EXPECT_THAT(html, HasSubstr("Deleted by its author."));
  EXPECT_THAT(html, HasSubstr("Hidden by an editor."));
  EXPECT_THAT(html, Not(HasSubstr("<strong>written")));
}

TEST_F(CommentViewTest, MarksWhatAnAuthorOfThePaperSays) {
  Add("c1", "bob");
  EXPECT_THAT(Html(Frame()), Not(HasSubstr(">author</span>")));
  Add("c2", "ann").set_by_author(true);
  EXPECT_THAT(Html(Frame()), HasSubstr("<strong>ann</strong> "
                                       "<span class=\"known\">author</span>"));
}

TEST_F(CommentViewTest, EditorsMayHide) {
  Add("c1", "bob");
  EXPECT_THAT(Html(ReaderFrame()), Not(HasSubstr("/comments/moderate")));
  page_.discussion.editor = true;
  EXPECT_THAT(Html(ReaderFrame()), HasSubstr("/comments/moderate"));
}

TEST_F(CommentViewTest, NamesAreEscaped) {
  Add(kHostile, kHostile);
  EXPECT_THAT(Html(ReaderFrame()), Not(HasSubstr("<script>alert")));
}

TEST_F(CommentViewTest, WithoutCommentsThereIsNoDiscussion) {
  page_.discussion.offered = false;
  EXPECT_THAT(Html(Frame()), Not(HasSubstr("id=\"comments\"")));
}

}  // namespace
}  // namespace broadsheet::gateway

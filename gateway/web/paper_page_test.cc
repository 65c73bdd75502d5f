#include "gateway/web/paper_page.h"

#include "gateway/web/page_fixture.h"
#include "gmock/gmock.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PaperPageTest : public PageFixture {
 protected:
  std::string Write(const PageFrame& frame, const v1::Paper& paper) {
    page_.paper = paper;
    return WritePaperPage(writer(), frame, page_).value();
  }

  PaperPage page_;
};

TEST_F(PaperPageTest, ShowsTheRecord) {
  v1::Paper paper = Paper("2407.21783", "A Herd of Models");
  paper.set_abstract("First.\nSecond with $x^2$.");
  paper.set_comment("12 pages");
  paper.set_published("2024-07-31");
  paper.set_announced("2026-11-22");
  paper.set_doi("10.1000/xyz");
  paper.set_submitted_by("ada");
  const std::string page = Write(Frame(), paper);
  EXPECT_THAT(page, HasSubstr("<h1>A Herd of Models</h1>"));
  EXPECT_THAT(page, HasSubstr("<p>First.</p>"));
  EXPECT_THAT(page, HasSubstr("<p>Second with <span class=\"math\" "
                              "data-tex=\"$x^2$\">x²</span>.</p>"));
  EXPECT_THAT(page, HasSubstr("12 pages"));
  EXPECT_THAT(page, HasSubstr("First version of 31 July 2024 · announced "
                              "yesterday"));
  EXPECT_THAT(page, HasSubstr("<dd>ada</dd>"));
}

TEST_F(PaperPageTest, LeadsToArxivAndTheDoi) {
  v1::Paper paper = Paper("hep-th/9901001", "T");
  paper.set_doi("10.1000/xyz");
  const std::string page = Write(Frame(), paper);
  EXPECT_THAT(page, HasSubstr("href=\"https://arxiv.org/abs/hep-th/9901001\""));
  EXPECT_THAT(page, HasSubstr("href=\"https://arxiv.org/pdf/hep-th/9901001\""));
  EXPECT_THAT(page, HasSubstr("href=\"https://doi.org/10.1000/xyz\""));
  EXPECT_THAT(page, HasSubstr("href=\"/papers/hep-th%2F9901001.md\""));
}

TEST_F(PaperPageTest, APaperFromElsewhereHasNoArxivLink) {
  const std::string page = Write(Frame(), Paper("doi:10.1000/xyz", "T"));
  EXPECT_THAT(page, Not(HasSubstr("arxiv.org")));
  EXPECT_THAT(page, HasSubstr("href=\"https://doi.org/10.1000/xyz\""));
}

TEST_F(PaperPageTest, FormulasAreForTheBrowserToSet) {
  v1::Paper paper = Paper("1", "A $\\frac{1}{2}$ title");
  paper.set_abstract("We show $x^{a_<}$ and $\\alpha$.");
  const std::string page = Write(Frame(), paper);
  EXPECT_THAT(page, HasSubstr("data-tex=\"$\\frac{1}{2}$\""));
  EXPECT_THAT(page, HasSubstr("data-tex=\"$x^{a_&lt;}$\""));
}

TEST_F(PaperPageTest, ShowsWhatBelongsToThePaper) {
  v1::Paper paper = Paper("2407.21783", "T");
  v1::PaperLink* link = paper.add_links();
  link->set_kind(v1::PaperLink::KIND_CODE);
  link->set_url("https://github.com/a/b/");
  paper.add_links()->set_url("javascript:alert(1)");
  paper.add_keywords("neural \"nets\"");
  paper.set_summary("In one sentence.");
  for (int i = 1; i <= 3; ++i) paper.add_versions()->set_number(i);
  v1::PaperSignal* stars = paper.add_signals();
  stars->set_name("github_stars");
  stars->set_value(12345);
  const std::string page = Write(Frame(), paper);
  EXPECT_THAT(page, HasSubstr("github.com/a/b</a>"));
  EXPECT_THAT(page, Not(HasSubstr("javascript:")));
  EXPECT_THAT(page, HasSubstr("In one sentence."));
  EXPECT_THAT(page, HasSubstr("3 versions"));
  EXPECT_THAT(page, HasSubstr("https://arxiv.org/abs/2407.21783v2"));
  EXPECT_THAT(page, HasSubstr("GitHub stars</dt><dd>12,345"));
  EXPECT_THAT(page, HasSubstr("/papers/2407.21783.bib"));
  EXPECT_THAT(page, HasSubstr("@misc{lovelace"));
}

TEST_F(PaperPageTest, AuthorsLeadToTheirPapers) {
  EXPECT_THAT(Write(Frame(), Paper("1", "T")),
              HasSubstr("<a href=\"/authors/Ada%20Lovelace\">Ada Lovelace"));
}

TEST_F(PaperPageTest, StaysSmallWithThousandsOfAuthors) {
  v1::Paper paper = Paper("1", "T");
  for (int i = 0; i < 4999; ++i) paper.add_authors("Some Author");
  const std::string page = Write(Frame(), paper);
  EXPECT_THAT(page, HasSubstr("and 4,940 others"));
  EXPECT_LT(page.size(), 20000u);
}

TEST_F(PaperPageTest, EscapesEveryText) {
  v1::Paper paper = Paper("doi:\"><script>", kHostile);
  paper.set_abstract(kHostile);
  paper.set_comment(kHostile);
  paper.set_journal_ref(kHostile);
  paper.set_submitted_by(kHostile);
  paper.set_source(kHostile);
  paper.set_published(kHostile);
  paper.set_doi("javascript:alert(1)");
  paper.set_authors(0, kHostile);
  paper.set_categories(0, kHostile);
  const std::string page = Write(ReaderFrame(), paper);
  EXPECT_THAT(page, Not(HasSubstr("<script>")));
  EXPECT_THAT(page, Not(HasSubstr("\"' onload")));
  EXPECT_THAT(page, Not(HasSubstr("href=\"javascript")));
}

TEST_F(PaperPageTest, NamesTheReaderWhoIsKnownAsAnAuthor) {
  v1::Paper paper = Paper("1", "T");
  paper.add_authors("Bob Other");
  v1::KnownAuthor& known = page_.known_authors.emplace_back();
  known.set_author("Ada Lovelace");
  known.set_reader_id("ada<");
  const std::string page = Write(Frame(), paper);
  EXPECT_THAT(page, HasSubstr("Ada Lovelace</a> <span class=\"known\" "
                              "title=\"Known here as ada&lt;\">(ada&lt;)"
                              "</span>, "));
  EXPECT_THAT(page, HasSubstr("Bob Other</a></p>"));
}

TEST_F(PaperPageTest, ShowsNoLinkThatWasTakenAway) {
  v1::Paper paper = Paper("1", "T");
  v1::PaperLink* link = paper.add_links();
  link->set_kind(v1::PaperLink::KIND_REMOVED);
  link->set_url("https://github.com/a/b");
  EXPECT_THAT(Write(Frame(), paper), Not(HasSubstr("github.com")));
}

TEST_F(PaperPageTest, ReadersMayHideAndDismiss) {
  v1::Standing standing;
  standing.set_hidden(true);
  page_.standings = {{"1", standing}};
  const std::string page = Write(ReaderFrame(), Paper("1", "T"));
  EXPECT_THAT(page, HasSubstr("formaction=\"/papers/1/unhide\""));
  EXPECT_THAT(page, HasSubstr("formaction=\"/papers/1/dislike\""));
}

TEST_F(PaperPageTest, VisitorsAreToldToSignIn) {
  EXPECT_THAT(Write(Frame(), Paper("1", "T")),
              HasSubstr("Sign in</a> to vote, comment and keep "
                        "what you save."));
}

TEST_F(PaperPageTest, SimilarPapersComeWithReasons) {
  v1::ListedPaper listed;
  *listed.mutable_paper() = Paper("2", "Another");
  listed.mutable_reason()->set_text("similar to this");
  page_.similar = {listed};
  const std::string page = Write(Frame(), Paper("1", "T"));
  EXPECT_THAT(page, HasSubstr("Similar papers"));
  EXPECT_THAT(page, HasSubstr("Another"));
  EXPECT_THAT(page, HasSubstr("Similar to this"));
}

TEST_F(PaperPageTest, AWithdrawnPaperSaysSo) {
  v1::Paper paper = Paper("1", "T");
  EXPECT_THAT(Write(Frame(), paper), Not(HasSubstr("Withdrawn")));
  paper.set_withdrawn(true);
  EXPECT_THAT(Write(Frame(), paper), HasSubstr("Withdrawn"));
}

TEST_F(PaperPageTest, NamesTheMachinesThatSubmitted) {
  v1::Paper paper = Paper("1", "T");
  paper.set_submitted_by("automatic-editor");
  EXPECT_THAT(Write(Frame(), paper), HasSubstr("the automatic editor"));
  paper.set_submitted_by("sim-editor-2");
  EXPECT_THAT(Write(Frame(), paper), HasSubstr("a simulated reader"));
}

}  // namespace
}  // namespace broadsheet::gateway

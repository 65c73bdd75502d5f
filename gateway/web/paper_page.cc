#include "gateway/web/paper_page.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/text.h"
#include "ctemplate/template.h"
#include "gateway/web/categories.h"
#include "gateway/web/links.h"
#include "gateway/web/math_text.h"
#include "gateway/web/paper_parts.h"
#include "gateway/web/tex_text.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

using ctemplate::TemplateDictionary;

// Collaborations have thousands of authors; the page stays below 100 kB.
constexpr int kMaxAuthors = 60;
constexpr size_t kMaxAbstractBytes = 30000;

void FillCategories(const v1::Paper& paper, TemplateDictionary& body) {
  for (const std::string& category : paper.categories()) {
    TemplateDictionary* chip = body.AddSectionDictionary("CATEGORY");
    chip->SetValue("CATEGORY_ID", category);
    chip->SetValue("CATEGORY_NAME", CategoryName(category));
    chip->SetValue("CATEGORY_URL",
                   WithQuery("/papers/trending", {{"category", category}}));
  }
}

void FillAuthors(const PaperPage& page, TemplateDictionary& body) {
  const v1::Paper& paper = page.paper;
  if (paper.authors_size() == 0) return;
  TemplateDictionary* authors = body.AddSectionDictionary("AUTHORS");
  const int named = std::min(paper.authors_size(), kMaxAuthors);
  for (int i = 0; i < named; ++i) {
    TemplateDictionary* author = authors->AddSectionDictionary("AUTHOR");
    author->SetValue("AUTHOR_NAME", PlainText(paper.authors(i)));
    author->SetValue("AUTHOR_URL", AuthorUrl(paper.authors(i)));
    for (const v1::KnownAuthor& known : page.known_authors) {
      if (known.author() != paper.authors(i)) continue;
      author->SetValueAndShowSection("KNOWN_AS", known.reader_id(), "KNOWN");
    }
  }
  if (named < paper.authors_size()) {
    const std::string others =
        CountOf(paper.authors_size() - named, "other", "others");
    authors->SetValueAndShowSection("OTHERS_TEXT", "and " + others, "OTHERS");
  }
}

void FillAbstract(const v1::Paper& paper, TemplateDictionary& body) {
  if (paper.abstract().empty()) {
    body.ShowSection("NO_ABSTRACT");
    return;
  }
  const std::string_view shown = CutUtf8(paper.abstract(), kMaxAbstractBytes);
  for (absl::string_view paragraph :
       absl::StrSplit(AsAbsl(shown), '\n', absl::SkipWhitespace())) {
    AddMathText(AsStd(paragraph), *body.AddSectionDictionary("PARAGRAPH"));
  }
}

std::string Dateline(const v1::Paper& paper, absl::CivilDay today) {
  std::string line;
  if (!paper.published().empty()) {
    line = "First version of " + ShortDayOf(paper.published());
  }
  const auto announced = ParseDay(paper.announced());
  if (announced.ok()) {
    absl::StrAppend(&line, line.empty() ? "Announced " : " · announced ",
                    RelativeDay(*announced, today));
  }
  return line;
}

void AddLink(const std::string& url, const char* name,
             TemplateDictionary& body) {
  if (url.empty()) return;
  TemplateDictionary* link = body.AddSectionDictionary("LINK");
  link->SetValue("LINK_URL", url);
  link->SetValue("LINK_NAME", name);
}

void AddFact(const char* name, const std::string& value,
             TemplateDictionary& body) {
  if (value.empty()) return;
  TemplateDictionary* fact = body.AddSectionDictionary("FACT");
  fact->SetValue("FACT_NAME", name);
  fact->SetValue("FACT_VALUE", value);
}

std::string Submitter(const v1::Paper& paper) {
  const std::string& name = paper.submitted_by();
  if (name == "automatic-editor") return "the automatic editor";
  return IsSimulated(name) ? "a simulated reader" : name;
}

void FillSide(const v1::Paper& paper, TemplateDictionary& body) {
  AddLink(ArxivUrl(paper.id()), "arXiv", body);
  AddLink(ArxivPdfUrl(paper.id()), "PDF", body);
  const std::string doi =
      paper.id().starts_with("doi:") ? paper.id().substr(4) : paper.doi();
  AddLink(DoiUrl(doi), "DOI", body);
  body.SetValue("MARKDOWN_URL", PaperUrl(paper.id()) + ".md");
  AddFact("Id", paper.id(), body);
  AddFact("Submitted by", Submitter(paper), body);
  AddFact("Announced", ShortDayOf(paper.announced()), body);
  AddFact("First version", ShortDayOf(paper.published()), body);
  AddFact("Latest version", ShortDayOf(paper.updated()), body);
  AddFact("Journal", PlainText(paper.journal_ref()), body);
  for (const v1::PaperSignal& signal : paper.signals()) {
    AddFact(SignalName(signal.name()).c_str(), WithThousands(signal.value()),
            body);
  }
  AddFact("Source", paper.source(), body);
}

void FillSimilar(const PageFrame& frame, const PaperPage& page,
                 TemplateDictionary& body) {
  if (page.similar.empty()) return;
  TemplateDictionary* similar = body.AddSectionDictionary("SIMILAR");
  int number = 1;  // 0 is the paper's own form.
  for (const v1::ListedPaper& listed : page.similar) {
    AddStory(frame, page.standings, ListedStory(listed), {number++}, "STORY",
             *similar);
  }
}

void FillBody(const PageFrame& frame, const PaperPage& page,
              TemplateDictionary& body) {
  const v1::Paper& paper = page.paper;
  AddMathText(paper.title().empty() ? paper.id() : paper.title(),
              *body.AddSectionDictionary("TITLE"));
  body.SetValue("DATELINE", Dateline(paper, frame.today));
  if (!paper.merged_into().empty()) {
    TemplateDictionary* merged = body.AddSectionDictionary("MERGED");
    merged->SetValue("MERGED_URL", PaperUrl(paper.merged_into()));
    merged->SetValue("MERGED_ID", paper.merged_into());
  } else if (paper.withdrawn()) {
    body.ShowSection("WITHDRAWN");
  }
  // Many are the abstract's own first sentence.
  if (!paper.summary().empty() &&
      paper.abstract().find(paper.summary()) == std::string::npos) {
    body.SetValueAndShowSection("SUMMARY_TEXT", PlainText(paper.summary()),
                                "SUMMARY");
  }
  FillCategories(paper, body);
  FillAuthors(page, body);
  FillAbstract(paper, body);
  if (!paper.comment().empty()) {
    body.SetValueAndShowSection("COMMENT_TEXT", PlainText(paper.comment()),
                                "COMMENT");
  }
  FillSide(paper, body);
  FillResources(paper, body);
  FillVersions(paper, body);
  FillCitation(paper, body);
  FillExplanation(page.explained, body);
  AddActions(frame, page.standings, paper, 0, body);
  if (frame.identity.anonymous()) body.ShowSection("SIGN_IN_HINT");
  AddDiscussion(frame, page.discussion, body);
  if (page.discussion.offered && frame.identity.is_reader()) {
    body.SetValueAndShowSection(
        "CLAIM_URL", WithQuery("/claim", {{"paper_id", paper.id()}}), "CLAIM");
  }
  FillSimilar(frame, page, body);
}

}  // namespace

absl::StatusOr<std::string> WritePaperPage(const PageWriter& writer,
                                           const PageFrame& frame,
                                           const PaperPage& page) {
  return writer.Write(frame, "paper.tpl", [&](TemplateDictionary& body) {
    FillBody(frame, page, body);
  });
}

}  // namespace broadsheet::gateway

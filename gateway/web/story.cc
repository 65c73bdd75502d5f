#include "gateway/web/story.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "ctemplate/template.h"
#include "gateway/web/categories.h"
#include "gateway/web/links.h"
#include "gateway/web/tex_text.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

using ctemplate::TemplateDictionary;

constexpr size_t kLeadExcerptBytes = 800;
// Below this a lead is set in one column of larger type.
constexpr size_t kShortLeadBytes = 450;
// Above this its title is set in smaller type.
constexpr size_t kLongTitleBytes = 55;
constexpr size_t kExcerptBytes = 300;
constexpr size_t kNamedAuthors = 3;

// A button that does `action` or, when that stands already, undoes it.
void SetButton(const std::string& name, const std::string& paper_url,
               const char* action, bool stands, TemplateDictionary& form) {
  const std::string act = absl::StrCat(paper_url, "/", action);
  const std::string undo = absl::StrCat(paper_url, "/un", action);
  form.SetValue(name + "_URL", stands ? undo : act);
  form.SetValue(name + "_UNDO_URL", stands ? act : undo);
}

void FillForm(const std::string& paper_url, const v1::Standing& standing,
              TemplateDictionary& form) {
  SetButton("VOTE", paper_url, "vote", standing.upvoted(), form);
  SetButton("SAVE", paper_url, "save", standing.saved(), form);
  form.SetValue("VOTED", standing.upvoted() ? "true" : "false");
  form.SetValue("SAVED", standing.saved() ? "true" : "false");
  form.SetValue("SAVE_LABEL", standing.saved() ? "Saved" : "Save");
  SetButton("HIDE", paper_url, "hide", standing.hidden(), form);
  SetButton("DISLIKE", paper_url, "dislike", standing.disliked(), form);
  form.SetValue("HIDDEN", standing.hidden() ? "true" : "false");
  form.SetValue("HIDE_LABEL", standing.hidden() ? "Hidden: undo" : "Hide");
  form.SetValue("DISLIKED", standing.disliked() ? "true" : "false");
  form.SetValue("DISLIKE_LABEL", standing.disliked() ? "Not interested: undo"
                                                     : "Not interested");
}

void FillText(const v1::Paper& paper, TemplateDictionary& story) {
  story.SetValue("URL", PaperUrl(paper.id()));
  if (paper.categories_size() > 0) {
    const std::string& category = paper.categories(0);
    story.ShowSection("KICKER");
    story.SetValue("CATEGORY_NAME", CategoryName(category));
    story.SetValue("CATEGORY_URL",
                   WithQuery("/papers/trending", {{"category", category}}));
  }
  if (paper.authors_size() > 0) {
    story.SetValueAndShowSection(
        "AUTHORS",
        PlainText(AuthorsLine({paper.authors().begin(), paper.authors().end()},
                              kNamedAuthors)),
        "BYLINE");
  }
  if (paper.withdrawn()) story.ShowSection("WITHDRAWN");
}

void AddMarked(const std::vector<MarkedPart>& parts, TemplateDictionary& text) {
  for (const MarkedPart& part : parts) {
    TemplateDictionary* piece = text.AddSectionDictionary("PIECE");
    if (part.marked) {
      piece->SetValueAndShowSection("MARK_TEXT", part.text, "MARK");
    } else {
      piece->SetValue("PIECE_TEXT", part.text);
    }
  }
}

void FillMarked(const Story& story, StorySize size, TemplateDictionary& out) {
  const v1::Paper& paper = story.paper;
  std::vector<MarkedPart> title = story.title;
  if (title.empty()) title = {{TitleOf(paper)}};
  AddMarked(title, *out.AddSectionDictionary("TITLE"));
  std::vector<MarkedPart> abstract = story.abstract;
  if (abstract.empty() && !paper.abstract().empty()) {
    const size_t bytes =
        size == StorySize::kLead ? kLeadExcerptBytes : kExcerptBytes;
    // Converted first: the cut must not fall into a formula. Four times the
    // bytes are enough for any text with TeX in it.
    const std::string beginning = Excerpt(paper.abstract(), bytes * 4);
    abstract = {{Excerpt(PlainText(beginning), bytes)}};
  }
  if (abstract.empty()) return;
  AddMarked(abstract, *out.AddSectionDictionary("ABSTRACT"));
}

v1::Standing StandingTo(const Standings& standings, const v1::Paper& paper) {
  const auto found = standings.find(paper.id());
  return found == standings.end() ? v1::Standing() : found->second;
}

std::string ClassOf(const Story& story, const v1::Standing& standing,
                    StorySize size) {
  const v1::Paper& paper = story.paper;
  std::string name = "story";
  if (story.whole) {
    name += " whole";
  } else if (standing.hidden() || standing.disliked()) {
    name += " gone";
  }
  if (size != StorySize::kLead) return name;
  name += " lead";
  if (paper.abstract().size() < kShortLeadBytes) name += " short";
  if (paper.title().size() > kLongTitleBytes) name += " long";
  return name;
}

void AddLink(const v1::Paper& paper, const std::string& url,
             const std::string& name, bool outside, TemplateDictionary* links) {
  if (url.empty()) return;
  TemplateDictionary* link = links->AddSectionDictionary("LINK");
  link->SetValue("LINK_URL", url);
  link->SetValue("LINK_NAME", name);
  // For those who hear the links of a page one after the other.
  link->SetValue("LINK_TITLE", TitleOf(paper));
  if (outside) link->ShowSection("OUTSIDE");
}

std::string CodeName(const v1::Paper& paper) {
  for (const v1::PaperSignal& signal : paper.signals()) {
    if (signal.name() == "github_stars" && signal.value() > 0) {
      return absl::StrCat("Code, ", CountOf(signal.value(), "star", "stars"));
    }
  }
  return "Code";
}

// The first that a browser may follow; storage keeps no other, but a page must
// not depend on it.
std::string CodeUrl(const v1::Paper& paper) {
  for (const v1::PaperLink& link : paper.links()) {
    if (link.kind() == v1::PaperLink::KIND_CODE &&
        (link.url().starts_with("https://") ||
         link.url().starts_with("http://"))) {
      return link.url();
    }
  }
  return "";
}

// Where to go on from here: what was said, the text, the code.
void FillLinks(const v1::Paper& paper, TemplateDictionary& story) {
  const std::string pdf = ArxivPdfUrl(paper.id());
  const std::string code = CodeUrl(paper);
  if (paper.num_comments() == 0 && pdf.empty() && code.empty()) return;
  TemplateDictionary* links = story.AddSectionDictionary("LINKS");
  if (paper.num_comments() > 0) {
    AddLink(paper, PaperUrl(paper.id()) + "#comments",
            CountOf(paper.num_comments(), "comment", "comments"), false, links);
  }
  AddLink(paper, pdf, "PDF", true, links);
  AddLink(paper, code, CodeName(paper), true, links);
}

}  // namespace

std::string TitleOf(const v1::Paper& paper) {
  return paper.title().empty() ? paper.id() : PlainText(paper.title());
}

bool IsSimulated(const std::string& submitter) {
  return submitter.starts_with("sim-");
}

std::string ReasonText(const v1::Reason& reason) {
  std::string text = PlainText(reason.text());
  if (!text.empty()) text[0] = absl::ascii_toupper(text[0]);
  return text;
}

Story ListedStory(const v1::ListedPaper& listed) {
  return {listed.paper(), ReasonText(listed.reason()), ""};
}

void AddActions(const PageFrame& frame, const Standings& standings,
                const v1::Paper& paper, int number,
                TemplateDictionary& parent) {
  TemplateDictionary* actions = parent.AddIncludeDictionary("ACTIONS");
  actions->SetFilename("actions.tpl");
  actions->SetValue("UPVOTES", WithThousands(paper.upvotes()));
  const bool visitor = frame.visitors && frame.identity.anonymous();
  if (!frame.identity.is_reader() && !visitor) {
    actions->ShowSection("COUNT_ONLY");
    return;
  }
  TemplateDictionary* form =
      actions->AddSectionDictionary(visitor ? "VISITOR" : "FORM");
  FillForm(PaperUrl(paper.id()), StandingTo(standings, paper), *form);
  form->SetValue("EVENT_ID", absl::StrCat(frame.nonce, ".", number));
}

void AddStory(const PageFrame& frame, const Standings& standings,
              const Story& story, const StoryPlace& place, const char* marker,
              TemplateDictionary& parent) {
  TemplateDictionary* values = parent.AddIncludeDictionary(marker);
  values->SetFilename("story.tpl");
  values->SetValue(
      "CLASS", ClassOf(story, StandingTo(standings, story.paper), place.size));
  if (place.rank > 0) {
    values->SetValueAndShowSection("RANK_NUMBER", WithThousands(place.rank),
                                   "RANK");
  }
  FillText(story.paper, *values);
  FillMarked(story, place.size, *values);
  if (!story.reason.empty()) {
    values->SetValueAndShowSection("REASON_TEXT", story.reason, "REASON");
  }
  if (!story.provenance.empty()) {
    values->SetValueAndShowSection("PROVENANCE_TEXT", story.provenance,
                                   "PROVENANCE");
  }
  if (story.movable) {
    TemplateDictionary* move = values->AddSectionDictionary("MOVE");
    move->SetValue("PAPER_ID", story.paper.id());
    move->SetValue("FOLDER", story.folder);
    move->SetValue("FOLDER_ID", absl::StrCat("folder-", place.number));
    move->SetValue("FOLDER_NAME",
                   story.folder.empty() ? "No folder" : story.folder);
  }
  if (!story.retractable.empty()) {
    TemplateDictionary* retract = values->AddSectionDictionary("RETRACT");
    retract->SetValue("PAPER_ID", story.paper.id());
    retract->SetValue("DAY", story.retractable);
    retract->SetValue("REQUEST_ID",
                      absl::StrCat(frame.nonce, ".r", place.number));
    retract->ShowSection(story.for_good ? "FOR_GOOD" : "OWN");
  }
  FillLinks(story.paper, *values);
  AddActions(frame, standings, story.paper, place.number, *values);
}

}  // namespace broadsheet::gateway

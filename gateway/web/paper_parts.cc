#include "gateway/web/paper_parts.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "common/days.h"
#include "ctemplate/template.h"
#include "gateway/web/citation.h"
#include "gateway/web/links.h"
#include "gateway/web/math_text.h"
#include "gateway/web/story.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

using ctemplate::TemplateDictionary;

constexpr int kMaxVersions = 20;
constexpr size_t kMaxUrlShown = 60;

const char* KindName(v1::PaperLink::Kind kind) {
  switch (kind) {
    case v1::PaperLink::KIND_CODE:
      return "Code";
    case v1::PaperLink::KIND_MODEL:
      return "Model";
    case v1::PaperLink::KIND_DATASET:
      return "Dataset";
    case v1::PaperLink::KIND_SPACE:
      return "Demo";
    case v1::PaperLink::KIND_PROJECT_PAGE:
      return "Project";
    case v1::PaperLink::KIND_VIDEO:
      return "Video";
    case v1::PaperLink::KIND_MEDIA:
      return "Media";
    default:
      return "Link";
  }
}

void FillKeywords(const v1::Paper& paper, TemplateDictionary& body) {
  if (paper.keywords_size() == 0) return;
  TemplateDictionary* keywords = body.AddSectionDictionary("KEYWORDS");
  for (const std::string& word : paper.keywords()) {
    TemplateDictionary* keyword = keywords->AddSectionDictionary("KEYWORD");
    keyword->SetValue("KEYWORD_NAME", word);
    keyword->SetValue("KEYWORD_URL",
                      WithQuery("/papers", {{"q", "\"" + word + "\""}}));
  }
}

}  // namespace

void AddMathText(std::string_view tex, TemplateDictionary& parent) {
  for (const MathPart& part : SplitMath(tex)) {
    TemplateDictionary* section = parent.AddSectionDictionary("PART");
    if (!part.tex.empty()) {
      TemplateDictionary* math = section->AddSectionDictionary("MATH");
      math->SetValue("MATH_TEXT", part.text);
      math->SetValue("MATH_TEX", part.tex);
    } else {
      section->SetValue("PART_TEXT", part.text);
    }
  }
}

void FillResources(const v1::Paper& paper, TemplateDictionary& body) {
  FillKeywords(paper, body);
  const bool any = std::ranges::any_of(paper.links(), [](const auto& link) {
    return link.kind() != v1::PaperLink::KIND_REMOVED;
  });
  if (!any) return;
  TemplateDictionary* resources = body.AddSectionDictionary("RESOURCES");
  for (const v1::PaperLink& link : paper.links()) {
    if (link.kind() == v1::PaperLink::KIND_REMOVED) continue;
    // Storage keeps no other; a page must not depend on it.
    if (!link.url().starts_with("https://") &&
        !link.url().starts_with("http://")) {
      continue;
    }
    TemplateDictionary* entry = resources->AddSectionDictionary("RESOURCE");
    entry->SetValue("RESOURCE_KIND", KindName(link.kind()));
    entry->SetValue("RESOURCE_URL", link.url());
    entry->SetValue("RESOURCE_NAME", ShortUrl(link.url()));
  }
}

void FillVersions(const v1::Paper& paper, TemplateDictionary& body) {
  const int count = paper.versions_size();
  if (count < 2) return;
  TemplateDictionary* versions = body.AddSectionDictionary("VERSIONS");
  versions->SetValue("VERSIONS_TITLE", CountOf(count, "version", "versions"));
  const std::string home = ArxivUrl(paper.id());
  for (int i = count - 1; i >= std::max(0, count - kMaxVersions); --i) {
    const v1::PaperVersion& version = paper.versions(i);
    TemplateDictionary* entry = versions->AddSectionDictionary("VERSION");
    entry->SetValue("VERSION_NAME", absl::StrCat("v", version.number()));
    entry->SetValue("VERSION_URL",
                    home.empty() ? PaperUrl(paper.id())
                                 : absl::StrCat(home, "v", version.number()));
    entry->SetValue(
        "VERSION_DAY",
        ShortDay(DayAt(absl::FromUnixSeconds(version.submitted_at().seconds()),
                       absl::UTCTimeZone())));
  }
}

void FillCitation(const v1::Paper& paper, TemplateDictionary& body) {
  body.SetValue("BIBTEX", WriteBibtex(paper));
  body.SetValue("BIBTEX_URL", PaperUrl(paper.id()) + ".bib");
  body.SetValue("RIS_URL", PaperUrl(paper.id()) + ".ris");
}

void FillExplanation(const v1::ListedPaper& explained,
                     TemplateDictionary& body) {
  const std::string reason = ReasonText(explained.reason());
  if (reason.empty()) return;
  TemplateDictionary* why = body.AddSectionDictionary("WHY");
  why->SetValue("WHY_TEXT", reason);
  for (const v1::ScoreComponent& component : explained.components()) {
    TemplateDictionary* entry = why->AddSectionDictionary("COMPONENT");
    entry->SetValue("COMPONENT_NAME",
                    absl::StrReplaceAll(component.name(), {{"_", " "}}));
    entry->SetValue("COMPONENT_VALUE",
                    absl::StrFormat("%.3g", component.value()));
  }
}

std::string SignalName(std::string_view name) {
  if (name == "github_stars") return "GitHub stars";
  if (name == "hf_upvotes") return "Votes at Hugging Face";
  std::string text = absl::StrReplaceAll(std::string(name), {{"_", " "}});
  if (!text.empty()) text[0] = absl::ascii_toupper(text[0]);
  return text;
}

std::string ShortUrl(std::string_view url) {
  const size_t begin = url.find("://");
  if (begin != std::string_view::npos) url.remove_prefix(begin + 3);
  if (url.starts_with("www.")) url.remove_prefix(4);
  if (url.ends_with('/')) url.remove_suffix(1);
  return Excerpt(url, kMaxUrlShown);
}

}  // namespace broadsheet::gateway

#include "digest/issue_words.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace broadsheet::digest {
namespace {

constexpr size_t kMaxSummary = 320;
constexpr size_t kMaxSubjectTitle = 56;
constexpr size_t kMaxAbout = 160;
constexpr char kEllipsis[] = "\xe2\x80\xa6";

std::string CodeOf(const v1::Paper& paper) {
  for (const v1::PaperLink& link : paper.links()) {
    if (link.kind() == v1::PaperLink::KIND_CODE) return link.url();
  }
  return "";
}

}  // namespace

std::string Shortened(const std::string& text, size_t limit) {
  if (text.size() <= limit) return text;
  size_t end = limit - (sizeof(kEllipsis) - 1);
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
    --end;
  }
  const size_t space = text.rfind(' ', end);
  if (space != std::string::npos && space > end / 2) end = space;
  return text.substr(0, end) + kEllipsis;
}

internal::v1::IssuePaper PrintedPaper(const v1::ListedPaper& listed) {
  const v1::Paper& paper = listed.paper();
  internal::v1::IssuePaper printed;
  printed.set_paper_id(paper.id());
  printed.set_title(paper.title());
  *printed.mutable_authors() = paper.authors();
  if (printed.authors_size() > 100) {
    printed.mutable_authors()->DeleteSubrange(50, printed.authors_size() - 100);
  }
  printed.set_summary(
      Shortened(paper.summary().empty() ? paper.abstract() : paper.summary(),
                kMaxSummary));
  printed.set_reason(listed.reason().text());
  printed.set_code_url(CodeOf(paper));
  printed.set_upvotes(paper.upvotes());
  printed.set_announced(paper.announced());
  for (int i = 0; i < paper.categories_size() && i < 3; ++i) {
    printed.add_categories(paper.categories(i));
  }
  return printed;
}

std::string SubjectOf(const internal::v1::IssueContent& content) {
  const int count = content.papers_size();
  if (count == 0) return "Nothing new today";
  const std::string first =
      Shortened(content.papers(0).title(), kMaxSubjectTitle);
  if (count == 1) return first;
  return absl::StrCat(first, ", and ", count - 1,
                      count == 2 ? " more paper" : " more papers");
}

std::string AboutOf(const v1::DigestSettings& settings) {
  std::vector<std::string> topics(settings.keywords().begin(),
                                  settings.keywords().end());
  for (const std::string& one : settings.categories()) topics.push_back(one);
  for (const std::string& one : settings.authors()) {
    topics.push_back("papers by " + one);
  }
  if (!settings.edition().empty()) topics.push_back(settings.edition());
  const bool personal = settings.kind() == v1::DigestSettings::KIND_PERSONAL;
  std::string about = personal ? "papers by your taste" : "trending papers";
  if (!topics.empty()) {
    absl::StrAppend(&about, ": ", absl::StrJoin(topics, ", "));
  }
  return Shortened(about, kMaxAbout);
}

}  // namespace broadsheet::digest

#include "ingest/enrichers/citations.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/http_client/url.h"
#include "common/paper_id.h"
#include "ingest/enrichers/answer.h"
#include "ingest/source_fields.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kMaxDoiBytes = 100;
constexpr char kPageSize[] = "200";  // The most that is allowed.

// "|" and "," part the values and the filters.
bool FitsFilter(const std::string& doi) {
  return !doi.empty() && doi.size() <= kMaxDoiBytes &&
         std::ranges::all_of(doi, [](unsigned char c) {
           return absl::ascii_isgraph(c) && c != '|' && c != ',';
         });
}

// arXiv's own and the publisher's, in lower case.
std::vector<std::string> DoisOf(const v1::Paper& paper) {
  std::vector<std::string> dois;
  if (IsArxivId(paper.id())) {
    dois.push_back(
        absl::StrCat("10.48550/arxiv.", absl::AsciiStrToLower(paper.id())));
  }
  for (const std::string& text : {paper.id(), paper.doi()}) {
    const std::string doi = NormalizeDoi(text);
    if (FitsFilter(doi) && std::ranges::count(dois, doi) == 0) {
      dois.push_back(doi);
    }
  }
  return dois;
}

}  // namespace

Citations::Citations(std::string works, const std::string& contact)
    : works_(std::move(works)),
      mail_(absl::StrContains(contact, '@') ? contact : "") {}

std::vector<HttpQuestion> Citations::Ask(
    std::span<const v1::Paper> papers) const {
  std::vector<std::string> dois;
  for (const v1::Paper& paper : papers) {
    for (std::string& doi : DoisOf(paper)) dois.push_back(std::move(doi));
  }
  if (dois.empty()) return {};
  return {{.url = WithParameters(works_,
                                 {{"filter", "doi:" + absl::StrJoin(dois, "|")},
                                  {"select", "doi,cited_by_count"},
                                  {"per-page", kPageSize},
                                  {"mailto", mail_}})}};
}

absl::Status Citations::Read(std::string_view answer,
                             std::span<const v1::Paper> papers,
                             std::span<v1::Paper> gains) const {
  JsonTree tree;
  if (auto parsed = ParseAnswer(answer, &tree); !parsed.ok()) return parsed;
  if (!Find(tree.root(), {"results"})) return BadAnswer("has no results");
  std::map<std::string, int64_t> counts;
  ForEach(tree.root(), {"results"}, [&](JsonElement work) {
    const std::string doi = NormalizeDoi(FindText(work, {"doi"}));
    const auto count = FindInt(work, {"cited_by_count"});
    if (doi.empty() || !count || *count < 0) return;
    const auto [known, is_new] = counts.emplace(doi, *count);
    if (!is_new) known->second = std::max(known->second, *count);
  });
  for (size_t i = 0; i < papers.size(); ++i) {
    int64_t most = -1;
    for (const std::string& doi : DoisOf(papers[i])) {
      const auto found = counts.find(doi);
      if (found != counts.end()) most = std::max(most, found->second);
    }
    if (most >= 0) SetSignal("citations", most, &gains[i]);
  }
  return absl::OkStatus();
}

}  // namespace broadsheet::ingest

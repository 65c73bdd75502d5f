#include "ingest/enrichers/github_stars.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/http_client/url.h"
#include "ingest/enrichers/answer.h"
#include "ingest/source_fields.h"
#include "ingest/web_address.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kMaxRepositories = 5;
constexpr char kGithub[] = "https://github.com/";
constexpr char kSignal[] = "github_stars";

// "owner/name"; empty when the link leads elsewhere.
std::string RepositoryOf(const v1::PaperLink& link) {
  if (link.kind() != v1::PaperLink::KIND_CODE) return "";
  const auto address = ParseWebAddress(link.url());
  if (!address) return "";
  const auto known = KnownLink(*address);
  if (!known || !absl::StartsWith(known->url(), kGithub)) return "";
  return std::string(absl::StripPrefix(known->url(), kGithub));
}

int64_t SignalOf(const v1::Paper& paper) {
  for (const v1::PaperSignal& signal : paper.signals()) {
    if (signal.name() == kSignal) return signal.value();
  }
  return 0;
}

}  // namespace

GithubStars::GithubStars(std::string api, std::string token)
    : api_(std::move(api)), token_(std::move(token)) {}

std::vector<HttpQuestion> GithubStars::Ask(
    std::span<const v1::Paper> papers) const {
  std::vector<HttpQuestion> questions;
  for (const v1::PaperLink& link : papers.front().links()) {
    const std::string repository = RepositoryOf(link);
    if (repository.empty()) continue;
    questions.push_back(
        {.url = WithPath(api_, absl::StrCat("repos/", repository)),
         .token = token_});
    if (questions.size() == kMaxRepositories) break;
  }
  return questions;
}

absl::Status GithubStars::Read(std::string_view answer,
                               std::span<const v1::Paper> /*papers*/,
                               std::span<v1::Paper> gains) const {
  JsonTree tree;
  if (auto parsed = ParseAnswer(answer, &tree); !parsed.ok()) return parsed;
  const auto stars = FindInt(tree.root(), {"stargazers_count"});
  if (!stars || *stars < 0) return BadAnswer("has no stargazers_count");
  v1::Paper& gain = gains.front();
  const int64_t most = std::max(*stars, SignalOf(gain));
  gain.clear_signals();
  SetSignal(kSignal, most, &gain);
  return absl::OkStatus();
}

}  // namespace broadsheet::ingest

#ifndef BROADSHEET_INGEST_ENRICHERS_GITHUB_STARS_H_
#define BROADSHEET_INGEST_ENRICHERS_GITHUB_STARS_H_

#include <string>

#include "ingest/paper_enricher.h"

namespace broadsheet::ingest {

// The signal "github_stars": stars of the most starred repository of GitHub
// that a paper links to, of the first five
// (docs.github.com/rest/repos/repos#get-a-repository).
class GithubStars final : public PaperEnricher {
 public:
  // `api`: "https://api.github.com". `token` may be empty.
  GithubStars(std::string api, std::string token);

  std::string_view name() const override { return "github-stars"; }
  std::vector<HttpQuestion> Ask(
      std::span<const v1::Paper> papers) const override;
  absl::Status Read(std::string_view answer, std::span<const v1::Paper> papers,
                    std::span<v1::Paper> gains) const override;

 private:
  const std::string api_;
  const std::string token_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_ENRICHERS_GITHUB_STARS_H_

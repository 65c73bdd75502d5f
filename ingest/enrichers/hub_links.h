#ifndef BROADSHEET_INGEST_ENRICHERS_HUB_LINKS_H_
#define BROADSHEET_INGEST_ENRICHERS_HUB_LINKS_H_

#include <string>

#include "ingest/paper_enricher.h"

namespace broadsheet::ingest {

// Links to the models, datasets and spaces of a hub like Hugging Face's that
// name a paper of arXiv (GET /api/arxiv/ID/repos): the first 15 of each kind.
// Storage adds them to the links that the paper has by then.
class HubLinks final : public PaperEnricher {
 public:
  // `hub`: "https://huggingface.co".
  explicit HubLinks(std::string hub);

  std::string_view name() const override { return "hub-links"; }
  std::vector<HttpQuestion> Ask(
      std::span<const v1::Paper> papers) const override;
  absl::Status Read(std::string_view answer, std::span<const v1::Paper> papers,
                    std::span<v1::Paper> gains) const override;

 private:
  const std::string hub_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_ENRICHERS_HUB_LINKS_H_

#ifndef BROADSHEET_INGEST_ENRICHERS_CITATIONS_H_
#define BROADSHEET_INGEST_ENRICHERS_CITATIONS_H_

#include <string>

#include "ingest/paper_enricher.h"

namespace broadsheet::ingest {

// The signal "citations", from works as OpenAlex lists them by their DOIs
// (docs.openalex.org, "Filter entity lists"): 25 papers a question. Of several
// works of a paper the most cited one counts.
class Citations final : public PaperEnricher {
 public:
  // `works`: "https://api.openalex.org/works". `contact` is told to the server
  // when it is a mail address.
  Citations(std::string works, const std::string& contact);

  std::string_view name() const override { return "citations"; }
  size_t max_papers() const override { return 25; }
  std::vector<HttpQuestion> Ask(
      std::span<const v1::Paper> papers) const override;
  absl::Status Read(std::string_view answer, std::span<const v1::Paper> papers,
                    std::span<v1::Paper> gains) const override;

 private:
  const std::string works_;
  const std::string mail_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_ENRICHERS_CITATIONS_H_

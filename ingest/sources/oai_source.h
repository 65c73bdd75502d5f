#ifndef BROADSHEET_INGEST_SOURCES_OAI_SOURCE_H_
#define BROADSHEET_INGEST_SOURCES_OAI_SOURCE_H_

#include <string>
#include <string_view>

#include "ingest/harvest_source.h"

namespace broadsheet::ingest {

// OAI-PMH 2.0 (openarchives.org/OAI/openarchivesprotocol.html), ListRecords
// with arXiv's format arXivRaw, which alone has all versions and their dates.
// - A request without dates goes on from the day of the last whole list's first
//   answer; `until` is sent only when asked for: a list that is open at its end
//   cannot miss what changes while it is read.
// - Tokens are opaque. One that the server does not know any more begins a list
//   from the latest datestamp seen, if they came in order, else from the start.
// - "noRecordsMatch" is an empty list.
class OaiSource final : public HarvestSource {
 public:
  const SourceInfo& info() const override { return info_; }
  absl::Status Check(const v1::RunHarvestRequest& request) const override;
  HarvestPlace Begin(const v1::RunHarvestRequest& request,
                     const std::string& covered_until,
                     absl::Time now) const override;
  std::string Url(const v1::RunHarvestRequest& request,
                  const HarvestPlace& place) const override;
  absl::StatusOr<PageVerdict> Judge(const v1::RunHarvestRequest& request,
                                    const HarvestPlace& place,
                                    std::string_view page,
                                    int tries) const override;
  std::string CoveredUntil(const v1::RunHarvestRequest& request,
                           const HarvestPlace& place) const override;
  std::string Describe(const HarvestPlace& place) const override;

 private:
  const SourceInfo info_ = {
      "arxiv-oai", "arXiv, all records and their changes (OAI-PMH)",
      "https://oaipmh.arxiv.org/oai", v1::INPUT_FORMAT_OAI_XML};
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SOURCES_OAI_SOURCE_H_

#ifndef BROADSHEET_INGEST_SOURCES_BIORXIV_SOURCE_H_
#define BROADSHEET_INGEST_SOURCES_BIORXIV_SOURCE_H_

#include <string>
#include <string_view>

#include "ingest/harvest_source.h"

namespace broadsheet::ingest {

// bioRxiv and medRxiv (api.biorxiv.org): what was posted on the days `from` to
// `until`, 100 a page. A request without dates goes on from the last day that
// was read; the first one begins yesterday.
class BiorxivSource final : public HarvestSource {
 public:
  // `server`: "biorxiv" or "medrxiv"; `title` for people.
  BiorxivSource(const std::string& server, const std::string& title);

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
  const SourceInfo info_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SOURCES_BIORXIV_SOURCE_H_

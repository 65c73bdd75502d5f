#ifndef BROADSHEET_INGEST_SOURCES_OPENALEX_SOURCE_H_
#define BROADSHEET_INGEST_SOURCES_OPENALEX_SOURCE_H_

#include <string>
#include <string_view>

#include "ingest/harvest_source.h"

namespace broadsheet::ingest {

// OpenAlex works (docs.openalex.org): what the filter `set` lets through, such
// as "primary_location.source.id:S4306400194"; `from` and `until` bound the day
// of publication. Pages follow each other by a cursor.
class OpenAlexSource final : public HarvestSource {
 public:
  // An e-mail address in `contact` is sent: callers that give one are served
  // from a better pool.
  explicit OpenAlexSource(const std::string& contact);

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
  std::string Describe(const HarvestPlace& place) const override;

 private:
  const std::string mail_;
  const SourceInfo info_ = {"openalex", "OpenAlex, what a filter lets through",
                            "https://api.openalex.org/works",
                            v1::INPUT_FORMAT_OPENALEX};
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SOURCES_OPENALEX_SOURCE_H_

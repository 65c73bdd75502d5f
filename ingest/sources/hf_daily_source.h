#ifndef BROADSHEET_INGEST_SOURCES_HF_DAILY_SOURCE_H_
#define BROADSHEET_INGEST_SOURCES_HF_DAILY_SOURCE_H_

#include <string>
#include <string_view>

#include "ingest/harvest_source.h"

namespace broadsheet::ingest {

// Hugging Face's daily papers (huggingface.co/docs/hub/api): a JSON list for
// each day of `from` to `until`. A request without dates goes on with the last
// day that was read, whose list may have grown, to today; the first one begins
// yesterday.
class HfDailySource final : public HarvestSource {
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
      "hf-daily", "Hugging Face, papers of the day and their upvotes",
      "https://huggingface.co/api/daily_papers", v1::INPUT_FORMAT_HF_DAILY};
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SOURCES_HF_DAILY_SOURCE_H_

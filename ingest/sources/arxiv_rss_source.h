#ifndef BROADSHEET_INGEST_SOURCES_ARXIV_RSS_SOURCE_H_
#define BROADSHEET_INGEST_SOURCES_ARXIV_RSS_SOURCE_H_

#include <string>
#include <string_view>

#include "ingest/harvest_source.h"

namespace broadsheet::ingest {

// arXiv's RSS feed of the day (info.arxiv.org/help/rss_specifications.html):
// one page for the categories of `set`, joined by "+". It is asked for only if
// it has changed; on days without announcements it is empty.
class ArxivRssSource final : public HarvestSource {
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
  std::string Describe(const HarvestPlace& place) const override;
  bool IsConditional() const override { return true; }

 private:
  const SourceInfo info_ = {"arxiv-rss",
                            "arXiv, announcements of the day (RSS)",
                            "https://rss.arxiv.org/rss", v1::INPUT_FORMAT_RSS};
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SOURCES_ARXIV_RSS_SOURCE_H_

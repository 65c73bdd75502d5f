#ifndef BROADSHEET_INGEST_SOURCES_ARXIV_API_SOURCE_H_
#define BROADSHEET_INGEST_SOURCES_ARXIV_API_SOURCE_H_

#include <string>
#include <string_view>

#include "ingest/harvest_source.h"

namespace broadsheet::ingest {

// arXiv's search API (info.arxiv.org/help/api/user-manual.html): the papers
// that the query `set` finds ("cat:cs.CL AND ti:attention"), by the time of
// their first submission, which `from` and `until` bound. The server answers
// only the first 10,000 of a query: then a query from the day of the last one
// follows. It now and then answers nothing to a query that finds something.
//
// A set like "id:2407.21783,hep-th/9901001" without days is just these papers,
// on one page. For an id that no paper has the server answers nothing, or an
// entry without an id.
class ArxivApiSource final : public HarvestSource {
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

 private:
  const SourceInfo info_ = {"arxiv-api", "arXiv, what a query finds (API)",
                            "https://export.arxiv.org/api/query",
                            v1::INPUT_FORMAT_ATOM};
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SOURCES_ARXIV_API_SOURCE_H_

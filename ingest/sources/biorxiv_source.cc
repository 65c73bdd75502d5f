#include "ingest/sources/biorxiv_source.h"

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/http_client/url.h"
#include "common/sizes.h"
#include "ingest/sources/days_place.h"
#include "ingest/sources/doubt.h"
#include "ingest/sources/json_page.h"

namespace broadsheet::ingest {

BiorxivSource::BiorxivSource(const std::string& server,
                             const std::string& title)
    : info_({server, title + ", preprints by day", "https://api.biorxiv.org",
             v1::INPUT_FORMAT_BIORXIV}) {}

absl::Status BiorxivSource::Check(const v1::RunHarvestRequest& request) const {
  if (request.set().empty()) return absl::OkStatus();
  return InvalidField("set", "is not for this source, which has days only");
}

HarvestPlace BiorxivSource::Begin(const v1::RunHarvestRequest& request,
                                  const std::string& covered_until,
                                  absl::Time now) const {
  return PlaceOfDays(request, covered_until, now);
}

std::string BiorxivSource::Url(const v1::RunHarvestRequest& request,
                               const HarvestPlace& place) const {
  return WithPath(request.url(),
                  absl::StrCat("details/", info_.name, "/", place.from(), "/",
                               place.latest_day(), "/", place.offset()));
}

absl::StatusOr<PageVerdict> BiorxivSource::Judge(
    const v1::RunHarvestRequest& /*request*/, const HarvestPlace& place,
    std::string_view page, int tries) const {
  const JsonPage json(page);
  if (!json.ok()) return Doubt(tries, "is not JSON");
  const int64_t papers = CountElements(json.root()["collection"]);
  if (papers < 0) return Doubt(tries, "has no collection");
  PageVerdict verdict;
  verdict.total = ToNumber(json.root()["messages"].at(0)["total"]);
  verdict.has_records = papers > 0;
  verdict.next = place;
  verdict.next.set_offset(place.offset() + papers);
  if (papers == 0 && place.offset() < verdict.total) {
    return Doubt(tries, absl::StrCat("is empty, but counts ",
                                     WithCommas(verdict.total), " papers"));
  }
  verdict.done = papers == 0 ||
                 (verdict.total > 0 && verdict.next.offset() >= verdict.total);
  return verdict;
}

std::string BiorxivSource::CoveredUntil(
    const v1::RunHarvestRequest& /*request*/, const HarvestPlace& place) const {
  return place.latest_day();
}

std::string BiorxivSource::Describe(const HarvestPlace& place) const {
  return DescribeDays(place);
}

}  // namespace broadsheet::ingest

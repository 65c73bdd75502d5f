#include "ingest/sources/hf_daily_source.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/days.h"
#include "common/errors.h"
#include "common/http_client/url.h"
#include "ingest/sources/days_place.h"
#include "ingest/sources/doubt.h"
#include "ingest/sources/json_page.h"

namespace broadsheet::ingest {
namespace {

// The most that the server gives in a page.
constexpr int kMaxPapers = 100;

// The page of the day, which the place's token counts.
int PageOf(const HarvestPlace& place) {
  int page = 0;
  return absl::SimpleAtoi(place.token(), &page) ? page : 0;
}

}  // namespace

absl::Status HfDailySource::Check(const v1::RunHarvestRequest& request) const {
  if (request.set().empty()) return absl::OkStatus();
  return InvalidField("set", "is not for this source, which has days only");
}

HarvestPlace HfDailySource::Begin(const v1::RunHarvestRequest& request,
                                  const std::string& covered_until,
                                  absl::Time now) const {
  return PlaceOfDays(request, covered_until, now);
}

std::string HfDailySource::Url(const v1::RunHarvestRequest& request,
                               const HarvestPlace& place) const {
  return WithParameters(request.url(), {{"date", place.from()},
                                        {"limit", absl::StrCat(kMaxPapers)},
                                        {"p", place.token()}});
}

absl::StatusOr<PageVerdict> HfDailySource::Judge(
    const v1::RunHarvestRequest& /*request*/, const HarvestPlace& place,
    std::string_view page, int tries) const {
  const JsonPage json(page);
  if (!json.ok()) return Doubt(tries, "is not JSON");
  const int64_t papers = CountElements(json.root());
  if (papers < 0) return Doubt(tries, "is no JSON list");
  const auto day = ParseDay(place.from());
  if (!day.ok()) return absl::InternalError("the place has no day");
  PageVerdict verdict;
  verdict.has_records = papers > 0;
  verdict.next = place;
  verdict.next.set_offset(place.offset() + papers);
  if (papers >= kMaxPapers) {
    verdict.next.set_token(absl::StrCat(PageOf(place) + 1));
    return verdict;
  }
  verdict.next.clear_token();
  verdict.done = place.from() >= place.latest_day();
  if (!verdict.done) verdict.next.set_from(FormatDay(*day + 1));
  return verdict;
}

std::string HfDailySource::CoveredUntil(
    const v1::RunHarvestRequest& /*request*/, const HarvestPlace& place) const {
  return place.latest_day();
}

std::string HfDailySource::Describe(const HarvestPlace& place) const {
  return DescribeDays(place);
}

}  // namespace broadsheet::ingest

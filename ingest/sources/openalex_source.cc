#include "ingest/sources/openalex_source.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors.h"
#include "common/http_client/url.h"
#include "common/sizes.h"
#include "common/text.h"
#include "ingest/sources/doubt.h"
#include "ingest/sources/json_page.h"

namespace broadsheet::ingest {
namespace {

constexpr char kFirstCursor[] = "*";
constexpr char kPageSize[] = "200";  // The most that is allowed.

}  // namespace

OpenAlexSource::OpenAlexSource(const std::string& contact)
    : mail_(absl::StrContains(contact, '@') ? contact : "") {}

absl::Status OpenAlexSource::Check(const v1::RunHarvestRequest& request) const {
  if (!request.set().empty() && IsUtf8(request.set())) return absl::OkStatus();
  return InvalidField(
      "set", "is no filter, like primary_location.source.id:S4306400194");
}

HarvestPlace OpenAlexSource::Begin(const v1::RunHarvestRequest& request,
                                   const std::string& /*covered_until*/,
                                   absl::Time /*now*/) const {
  HarvestPlace place;
  place.set_from(request.from());
  place.set_token(kFirstCursor);
  return place;
}

std::string OpenAlexSource::Url(const v1::RunHarvestRequest& request,
                                const HarvestPlace& place) const {
  std::vector<std::string> filters = {request.set()};
  if (!request.from().empty()) {
    filters.push_back("from_publication_date:" + request.from());
  }
  if (!request.until().empty()) {
    filters.push_back("to_publication_date:" + request.until());
  }
  return WithParameters(request.url(), {{"filter", absl::StrJoin(filters, ",")},
                                        {"per-page", kPageSize},
                                        {"cursor", place.token()},
                                        {"mailto", mail_}});
}

absl::StatusOr<PageVerdict> OpenAlexSource::Judge(
    const v1::RunHarvestRequest& /*request*/, const HarvestPlace& place,
    std::string_view page, int tries) const {
  const JsonPage json(page);
  if (!json.ok()) return Doubt(tries, "is not JSON");
  const int64_t works = CountElements(json.root()["results"]);
  if (works < 0) return Doubt(tries, "has no results");
  PageVerdict verdict;
  verdict.has_records = works > 0;
  verdict.next = place;
  verdict.next.set_offset(place.offset() + works);
  verdict.total = ToNumber(json.root()["meta"]["count"]);
  const std::string cursor = ToText(json.root()["meta"]["next_cursor"]);
  verdict.done = works == 0 || cursor.empty();
  if (verdict.done && verdict.next.offset() < verdict.total) {
    return Doubt(tries, absl::StrCat("ends before its ",
                                     WithCommas(verdict.total), " works"));
  }
  if (!verdict.done && cursor == place.token()) {
    return Doubt(tries, "asks for the same page again");
  }
  verdict.next.set_token(cursor);
  return verdict;
}

std::string OpenAlexSource::Describe(const HarvestPlace& place) const {
  return absl::StrCat(WithCommas(place.offset()), " records");
}

}  // namespace broadsheet::ingest

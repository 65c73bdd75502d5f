#include "ingest/sources/arxiv_api_source.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/days.h"
#include "common/errors.h"
#include "common/http_client/url.h"
#include "common/paper_id.h"
#include "common/sizes.h"
#include "common/text.h"
#include "ingest/sources/doubt.h"
#include "ingest/sources/xml_scan.h"

namespace broadsheet::ingest {
namespace {

constexpr int64_t kPageSize = 1000;  // 2,000 are allowed.
constexpr int64_t kWindow = 10'000;
constexpr size_t kMaxErrorBytes = 300;
constexpr absl::string_view kIds = "id:";
// Of an empty answer to ids: whoever asks for one paper waits for it.
constexpr int kMaxTriesOfIds = 2;

struct Envelope {
  bool is_feed = false;
  int64_t total = 0;
  int64_t entries = 0;
  int64_t named = 0;  // Entries with an id.
  bool is_error = false;
  std::string summary;   // Of the last entry.
  std::string last_day;  // The last entry's, of its first submission.
};

void Add(const XmlElement& element, Envelope* envelope) {
  if (element.name == "feed") envelope->is_feed = true;
  if (element.name == "totalResults") {
    (void)absl::SimpleAtoi(AsAbsl(element.text), &envelope->total);
  }
  if (element.name == "entry") ++envelope->entries;
  if (element.parent != "entry") return;
  if (element.name == "id") {
    ++envelope->named;
    envelope->is_error |=
        absl::StrContains(AsAbsl(element.text), "/api/errors");
  }
  if (element.name == "summary") {
    envelope->summary = CutUtf8(element.text, kMaxErrorBytes);
  }
  if (element.name == "published") {
    envelope->last_day = element.text.substr(0, 10);
  }
}

// "202611230000" for the beginning of a day.
std::string Minute(const std::string& day, std::string_view time) {
  return absl::StrCat(absl::StrReplaceAll(day, {{"-", ""}}), AsAbsl(time));
}

// The place behind a page; the window's end moves on to another query.
absl::StatusOr<PageVerdict> GoOn(const HarvestPlace& place,
                                 const Envelope& envelope) {
  PageVerdict verdict;
  verdict.next = place;
  verdict.total = place.records() - place.offset() + envelope.total;
  const int64_t end = place.offset() + envelope.entries;
  verdict.next.set_offset(end);
  verdict.done = end >= envelope.total;
  if (verdict.done || end + kPageSize <= kWindow) return verdict;
  if (!ParseDay(envelope.last_day).ok() || envelope.last_day <= place.from()) {
    return absl::OutOfRangeError(
        "the query finds more than 10,000 papers of one day; narrow it");
  }
  verdict.next.set_from(envelope.last_day);
  verdict.next.set_offset(0);
  return verdict;
}

std::string IdsOf(const v1::RunHarvestRequest& request) {
  return std::string(absl::StripPrefix(request.set(), kIds));
}

// "id:" also begins queries, of other words and of days.
bool AsksForIds(const v1::RunHarvestRequest& request) {
  if (!absl::StartsWith(request.set(), kIds)) return false;
  if (!request.from().empty() || !request.until().empty()) return false;
  const std::string ids = IdsOf(request);
  const std::vector<absl::string_view> each = absl::StrSplit(ids, ',');
  return std::ranges::all_of(
      each, [](absl::string_view id) { return IsArxivId(AsStd(id)); });
}

PageVerdict Nothing(const HarvestPlace& place) {
  PageVerdict nothing;
  nothing.next = place;
  nothing.done = true;
  nothing.has_records = false;
  return nothing;
}

// The server counts ids that no paper has, too.
absl::StatusOr<PageVerdict> JudgeIds(const HarvestPlace& place,
                                     const Envelope& envelope, int tries) {
  if (envelope.named == 0) {
    if (tries < kMaxTriesOfIds) return Doubt(tries, "finds nothing");
    return Nothing(place);
  }
  PageVerdict verdict;
  verdict.next = place;
  verdict.total = envelope.entries;
  verdict.done = true;
  return verdict;
}

}  // namespace

absl::Status ArxivApiSource::Check(const v1::RunHarvestRequest& request) const {
  if (!request.set().empty() && IsUtf8(request.set())) return absl::OkStatus();
  return InvalidField("set", "is no query, like cat:cs.CL AND ti:attention");
}

// The last day is bounded, so that the pages of one harvest belong together.
HarvestPlace ArxivApiSource::Begin(const v1::RunHarvestRequest& request,
                                   const std::string& /*covered_until*/,
                                   absl::Time now) const {
  HarvestPlace place;
  place.set_from(request.from());
  place.set_latest_day(request.until().empty() ? FormatDay(absl::ToCivilDay(
                                                     now, absl::UTCTimeZone()))
                                               : request.until());
  return place;
}

std::string ArxivApiSource::Url(const v1::RunHarvestRequest& request,
                                const HarvestPlace& place) const {
  if (AsksForIds(request)) {
    return WithParameters(request.url(),
                          {{"id_list", IdsOf(request)},
                           {"max_results", absl::StrCat(kPageSize)}});
  }
  const std::string first = place.from().empty() ? "1991-01-01" : place.from();
  return WithParameters(
      request.url(), {{"search_query",
                       absl::StrCat("(", request.set(), ") AND submittedDate:[",
                                    Minute(first, "0000"), " TO ",
                                    Minute(place.latest_day(), "2359"), "]")},
                      {"start", absl::StrCat(place.offset())},
                      {"max_results", absl::StrCat(kPageSize)},
                      {"sortBy", "submittedDate"},
                      {"sortOrder", "ascending"}});
}

absl::StatusOr<PageVerdict> ArxivApiSource::Judge(
    const v1::RunHarvestRequest& request, const HarvestPlace& place,
    std::string_view page, int tries) const {
  Envelope envelope;
  const absl::Status scanned = ScanXml(
      page, [&](const XmlElement& element) { Add(element, &envelope); });
  if (!scanned.ok()) return Doubt(tries, AsStd(scanned.message()));
  if (!envelope.is_feed) return Doubt(tries, "is no Atom feed");
  if (envelope.is_error) {
    return absl::FailedPreconditionError(
        absl::StrCat("the server refuses the query: ", envelope.summary));
  }
  if (AsksForIds(request)) return JudgeIds(place, envelope, tries);
  if (envelope.entries > 0) return GoOn(place, envelope);
  if (envelope.total > place.offset()) {
    return Doubt(tries, absl::StrCat("is empty, but counts ",
                                     WithCommas(envelope.total), " papers"));
  }
  if (tries < kMaxTries) {
    return Doubt(tries, "finds nothing");
  }
  return Nothing(place);
}

std::string ArxivApiSource::Describe(const HarvestPlace& place) const {
  return absl::StrCat(
      WithCommas(place.records()), " records",
      place.from().empty() ? "" : ", submitted from " + place.from());
}

}  // namespace broadsheet::ingest

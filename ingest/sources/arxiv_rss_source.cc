#include "ingest/sources/arxiv_rss_source.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/http_client/url.h"
#include "common/sizes.h"
#include "ingest/sources/doubt.h"
#include "ingest/sources/xml_scan.h"

namespace broadsheet::ingest {
namespace {

// "cs.CL", "hep-th".
bool IsCategory(absl::string_view text) {
  return !text.empty() &&
         absl::ascii_isalpha(static_cast<unsigned char>(text.front())) &&
         std::ranges::all_of(text, [](unsigned char c) {
           return absl::ascii_isalpha(c) || c == '.' || c == '-';
         });
}

}  // namespace

absl::Status ArxivRssSource::Check(const v1::RunHarvestRequest& request) const {
  if (!request.from().empty() || !request.until().empty()) {
    return InvalidField(request.from().empty() ? "until" : "from",
                        "is not for a feed, which has only the latest day");
  }
  const std::vector<std::string> categories =
      absl::StrSplit(request.set(), '+');
  if (std::ranges::all_of(categories, IsCategory)) return absl::OkStatus();
  return InvalidField("set", "is not a list of categories, like cs.CL+cs.LG");
}

HarvestPlace ArxivRssSource::Begin(const v1::RunHarvestRequest& /*request*/,
                                   const std::string& /*covered_until*/,
                                   absl::Time /*now*/) const {
  return {};
}

std::string ArxivRssSource::Url(const v1::RunHarvestRequest& request,
                                const HarvestPlace& /*place*/) const {
  return WithPath(request.url(), request.set());
}

absl::StatusOr<PageVerdict> ArxivRssSource::Judge(
    const v1::RunHarvestRequest& /*request*/, const HarvestPlace& place,
    std::string_view page, int tries) const {
  PageVerdict verdict;
  verdict.done = true;
  verdict.next = place;
  bool is_feed = false;
  const absl::Status scanned = ScanXml(page, [&](const XmlElement& element) {
    is_feed |= element.name == "channel";
    if (element.name == "item") ++verdict.total;
  });
  if (!scanned.ok()) return Doubt(tries, AsStd(scanned.message()));
  if (!is_feed) return Doubt(tries, "is no RSS feed: it has no channel");
  verdict.has_records = verdict.total > 0;
  verdict.next.set_offset(verdict.total);
  return verdict;
}

std::string ArxivRssSource::Describe(const HarvestPlace& place) const {
  return absl::StrCat(WithCommas(place.offset()), " records");
}

}  // namespace broadsheet::ingest

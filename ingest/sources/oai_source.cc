#include "ingest/sources/oai_source.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/days.h"
#include "common/errors.h"
#include "common/http_client/url.h"
#include "common/sizes.h"
#include "common/text.h"
#include "ingest/sources/doubt.h"
#include "ingest/sources/xml_scan.h"

namespace broadsheet::ingest {
namespace {

constexpr char kFormat[] = "arXivRaw";
// Tokens that expire without any new day in between.
constexpr int kMaxRestarts = 5;
constexpr size_t kMaxErrorBytes = 300;

// The answer without its records.
struct Envelope {
  bool is_list = false;
  std::string response_day;
  std::string error_code;
  std::string error_text;
  std::string token;
  int64_t list_size = 0;
  int64_t records = 0;
  std::string latest_day;
  bool unordered = false;
};

// The day of a date or time of the protocol; empty when it is none.
std::string DayOf(std::string_view text) {
  const std::string day(text.substr(0, 10));
  return ParseDay(day).ok() ? day : "";
}

void AddDay(std::string_view datestamp, Envelope* envelope) {
  const std::string day = DayOf(datestamp);
  if (day < envelope->latest_day) {
    envelope->unordered = true;
  } else {
    envelope->latest_day = day;
  }
}

void AddToken(const XmlElement& element, Envelope* envelope) {
  envelope->token = element.text;
  const auto size = element.attributes.find("completeListSize");
  int64_t number = 0;
  if (size != element.attributes.end() &&
      absl::SimpleAtoi(size->second, &number) && number > 0) {
    envelope->list_size = number;
  }
}

void Add(const XmlElement& element, Envelope* envelope) {
  if (element.name == "responseDate") {
    envelope->response_day = DayOf(element.text);
  } else if (element.name == "error" && element.parent == "OAI-PMH") {
    const auto code = element.attributes.find("code");
    envelope->error_code = code == element.attributes.end()
                               ? "unknown"
                               : code->second.substr(0, kMaxErrorBytes);
    envelope->error_text = CutUtf8(element.text, kMaxErrorBytes);
  } else if (element.name == "ListRecords") {
    envelope->is_list = true;
  } else if (element.name == "resumptionToken") {
    AddToken(element, envelope);
  } else if (element.name == "record" && element.parent == "ListRecords") {
    ++envelope->records;
  } else if (element.name == "datestamp" && element.parent == "header") {
    AddDay(element.text, envelope);
  }
}

// A list that begins where the one whose token expired came to.
absl::StatusOr<PageVerdict> BeginAnew(const HarvestPlace& place) {
  if (place.token().empty() || place.restarts() >= kMaxRestarts) {
    return absl::FailedPreconditionError(
        "the server forgets its resumption tokens before they are used");
  }
  PageVerdict verdict;
  verdict.has_records = false;
  verdict.next = place;
  verdict.next.clear_token();
  verdict.next.set_restarts(place.restarts() + 1);
  if (!place.unordered() && !place.latest_day().empty()) {
    verdict.next.set_from(place.latest_day());
  }
  return verdict;
}

PageVerdict ToVerdict(const HarvestPlace& place, const Envelope& envelope) {
  PageVerdict verdict;
  verdict.next = place;
  verdict.done = envelope.token.empty();
  verdict.total = envelope.list_size;
  verdict.next.set_token(envelope.token);
  verdict.next.set_offset(place.offset() + envelope.records);
  if (place.response_day().empty()) {
    verdict.next.set_response_day(envelope.response_day);
  }
  verdict.next.set_unordered(place.unordered() || envelope.unordered);
  if (envelope.latest_day > place.latest_day()) {
    verdict.next.set_latest_day(envelope.latest_day);
    verdict.next.set_restarts(0);
  }
  return verdict;
}

}  // namespace

absl::Status OaiSource::Check(const v1::RunHarvestRequest& request) const {
  const bool plain = std::ranges::all_of(request.set(), [](unsigned char c) {
    return absl::ascii_isalnum(c) ||
           std::string_view("-_.!~*'():").find(static_cast<char>(c)) !=
               std::string_view::npos;
  });
  if (plain) return absl::OkStatus();
  return InvalidField("set", "is not the name of an OAI set, like cs:cs:CL");
}

HarvestPlace OaiSource::Begin(const v1::RunHarvestRequest& request,
                              const std::string& covered_until,
                              absl::Time /*now*/) const {
  HarvestPlace place;
  place.set_from(request.from().empty() ? covered_until : request.from());
  return place;
}

// A token excludes all other arguments.
std::string OaiSource::Url(const v1::RunHarvestRequest& request,
                           const HarvestPlace& place) const {
  if (!place.token().empty()) {
    return WithParameters(request.url(), {{"verb", "ListRecords"},
                                          {"resumptionToken", place.token()}});
  }
  return WithParameters(request.url(), {{"verb", "ListRecords"},
                                        {"metadataPrefix", kFormat},
                                        {"set", request.set()},
                                        {"from", place.from()},
                                        {"until", request.until()}});
}

absl::StatusOr<PageVerdict> OaiSource::Judge(
    const v1::RunHarvestRequest& /*request*/, const HarvestPlace& place,
    std::string_view page, int tries) const {
  Envelope envelope;
  envelope.latest_day = place.latest_day();
  const absl::Status scanned = ScanXml(
      page, [&](const XmlElement& element) { Add(element, &envelope); });
  if (!scanned.ok()) return Doubt(tries, AsStd(scanned.message()));
  if (envelope.error_code == "badResumptionToken") return BeginAnew(place);
  if (envelope.error_code == "noRecordsMatch") {
    PageVerdict verdict = ToVerdict(place, envelope);
    verdict.done = true;
    verdict.has_records = false;
    return verdict;
  }
  if (!envelope.error_code.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the server answers with the error ", envelope.error_code,
                     ": ", envelope.error_text));
  }
  if (!envelope.is_list) {
    return Doubt(tries, "is no OAI-PMH list: it has neither records nor error");
  }
  if (!envelope.token.empty() && envelope.token == place.token()) {
    return Doubt(tries, "asks for the same page again");
  }
  return ToVerdict(place, envelope);
}

std::string OaiSource::CoveredUntil(const v1::RunHarvestRequest& request,
                                    const HarvestPlace& place) const {
  const auto until = ParseDay(request.until());
  if (!until.ok()) return place.response_day();
  return std::min(place.response_day(), FormatDay(*until + 1));
}

std::string OaiSource::Describe(const HarvestPlace& place) const {
  return absl::StrCat(
      WithCommas(place.offset()), " records",
      place.from().empty() ? "" : " of the list from " + place.from(),
      place.latest_day().empty() ? "" : ", changed up to " + place.latest_day(),
      place.token().empty() ? "" : ", token " + place.token());
}

}  // namespace broadsheet::ingest

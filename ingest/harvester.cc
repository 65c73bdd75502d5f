#include "ingest/harvester.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/days.h"
#include "common/errors.h"
#include "ingest/oai_xml_reader.h"
#include "ingest/sizes.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kMaxUrlBytes = 2000;
constexpr size_t kMaxSetBytes = 200;
// More pages than any list has: 100,000 of arXiv's would be 250 million papers.
constexpr int kMaxPages = 100'000;

struct UrlDeleter {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using UrlPtr = std::unique_ptr<CURLU, UrlDeleter>;

UrlPtr ParseUrl(const std::string& text) {
  UrlPtr url(curl_url());
  if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) {
    return nullptr;
  }
  return url;
}

std::string Part(const UrlPtr& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return "";
  std::string copy(text);
  curl_free(text);
  return copy;
}

void AddParameter(const UrlPtr& url, const char* name,
                  const std::string& value) {
  if (value.empty()) return;
  const std::string pair = absl::StrCat(name, "=", value);
  curl_url_set(url.get(), CURLUPART_QUERY, pair.c_str(),
               CURLU_APPENDQUERY | CURLU_URLENCODE);
}

std::string FirstPage(const v1::RunHarvestRequest& request) {
  const UrlPtr url = ParseUrl(request.url());
  AddParameter(url, "verb", "ListRecords");
  AddParameter(url, "metadataPrefix", "arXiv");
  AddParameter(url, "set", request.set());
  AddParameter(url, "from", request.from());
  AddParameter(url, "until", request.until());
  return Part(url, CURLUPART_URL);
}

// The token excludes all other arguments.
std::string NextPage(const v1::RunHarvestRequest& request,
                     const std::string& token) {
  const UrlPtr url = ParseUrl(request.url());
  AddParameter(url, "verb", "ListRecords");
  AddParameter(url, "resumptionToken", token);
  return Part(url, CURLUPART_URL);
}

absl::Status CheckUrl(const std::string& text) {
  if (text.size() > kMaxUrlBytes) {
    return InvalidField("url", TooLong(text.size(), kMaxUrlBytes));
  }
  const UrlPtr url = ParseUrl(text);
  if (url == nullptr) return InvalidField("url", "is not a URL");
  const std::string scheme = Part(url, CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") {
    return InvalidField("url", "is neither http nor https");
  }
  if (!Part(url, CURLUPART_QUERY).empty() ||
      !Part(url, CURLUPART_FRAGMENT).empty()) {
    return InvalidField("url", "has a query; the base URL is needed");
  }
  if (!Part(url, CURLUPART_USER).empty()) {
    return InvalidField("url", "has a user name");
  }
  return absl::OkStatus();
}

absl::Status CheckSet(const std::string& set) {
  const bool plain = std::ranges::all_of(set, [](unsigned char c) {
    return absl::ascii_isalnum(c) ||
           std::string_view("-_.!~*'():").find(static_cast<char>(c)) !=
               std::string_view::npos;
  });
  if (plain && set.size() <= kMaxSetBytes) return absl::OkStatus();
  return InvalidField("set", "is not the name of an OAI set, like cs:cs:CL");
}

absl::Status CheckDays(const v1::RunHarvestRequest& request) {
  if (!request.from().empty()) {
    const auto day = ParseDay(request.from());
    if (!day.ok()) return InvalidField("from", AsStd(day.status().message()));
  }
  if (request.until().empty()) return absl::OkStatus();
  const auto day = ParseDay(request.until());
  if (!day.ok()) return InvalidField("until", AsStd(day.status().message()));
  // Days of this form compare as text.
  if (request.until() < request.from()) {
    return InvalidField("until", "is before from");
  }
  return absl::OkStatus();
}

// Numbers the records of a page after those of the pages before.
class Renumbered final : public PaperSink {
 public:
  Renumbered(int64_t before, PaperSink* sink) : before_(before), sink_(sink) {}

  void OnRecord(int64_t record, v1::Paper paper,
                std::string_view raw) override {
    last_ = before_ + record;
    sink_->OnRecord(last_, std::move(paper), raw);
  }
  void OnRefusal(Refusal refusal) override {
    last_ = refusal.record += before_;
    sink_->OnRefusal(std::move(refusal));
  }
  int64_t last() const { return std::max(last_, before_); }

 private:
  const int64_t before_;
  int64_t last_ = 0;
  PaperSink* sink_;
};

absl::Status AnswerStatus(const OaiXmlReader& reader) {
  if (reader.answer().error_code == "badResumptionToken") {
    return absl::FailedPreconditionError(
        absl::StrCat("the server does not know its resumption token any more (",
                     reader.answer().error_text, "); start the harvest again"));
  }
  if (reader.damage()) {
    return absl::DataLossError(absl::StrCat("the answer ", *reader.damage()));
  }
  return absl::OkStatus();
}

// Seconds, or the date of RFC 9110.
std::optional<absl::Duration> RetryAfter(const std::string& text,
                                         absl::Time now) {
  int64_t seconds = 0;
  if (absl::SimpleAtoi(text, &seconds) && seconds >= 0) {
    return absl::Seconds(seconds);
  }
  absl::Time time;
  if (absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", text, &time, nullptr)) {
    return std::max(absl::ZeroDuration(), time - now);
  }
  return std::nullopt;
}

absl::Status PageStatus(const HttpPage& page) {
  if (page.status == 200) return absl::OkStatus();
  const std::string message =
      absl::StrCat("the server answers with HTTP status ", page.status);
  if (page.status == 429 || page.status >= 500) {
    return absl::UnavailableError(message);
  }
  return absl::FailedPreconditionError(message);
}

}  // namespace

absl::Status CheckHarvest(const v1::RunHarvestRequest& request) {
  const size_t id_bytes = request.request_id().size();
  if (id_bytes < 1 || id_bytes > 100) {
    return InvalidField(
        "request_id",
        absl::StrCat("is ", id_bytes, " bytes long; 1 to 100 are allowed"));
  }
  if (auto status = CheckUrl(request.url()); !status.ok()) return status;
  if (auto status = CheckSet(request.set()); !status.ok()) return status;
  return CheckDays(request);
}

Harvester::Harvester(HarvestOptions options, HttpFetcher* fetcher,
                     HostPacer* pacer, const Clock* clock, Timing timing)
    : options_(options),
      fetcher_(fetcher),
      pacer_(pacer),
      clock_(clock),
      timing_(std::move(timing)) {}

absl::Status Harvester::Run(const CallContext& call,
                            const v1::RunHarvestRequest& request,
                            PaperSink* sink, const OnTotal& on_total,
                            const IsWanted& is_wanted) const {
  std::string url = FirstPage(request);
  std::string token;
  int64_t records = 0;
  for (int page = 0; page < kMaxPages; ++page) {
    auto body = Fetch(call, url);
    if (!body.ok()) return body.status();
    Renumbered numbered(records, sink);
    OaiXmlReader reader(&numbered);
    reader.Feed(*body);
    reader.Finish();
    if (auto status = AnswerStatus(reader); !status.ok()) return status;
    records = numbered.last();
    const OaiAnswer& answer = reader.answer();
    if (answer.complete_list_size > 0) on_total(answer.complete_list_size);
    if (!is_wanted()) return absl::AbortedError("nobody takes the records");
    if (answer.resumption_token.empty()) return absl::OkStatus();
    if (answer.resumption_token == token) {
      return absl::DataLossError("the server gives the same page again");
    }
    token = answer.resumption_token;
    url = NextPage(request, token);
  }
  return absl::OutOfRangeError("the list has more than 100,000 pages");
}

absl::StatusOr<std::string> Harvester::Fetch(const CallContext& call,
                                             const std::string& url) const {
  const std::string host = Part(ParseUrl(url), CURLUPART_HOST);
  Retrier retrier(&call, clock_, options_.retry, timing_);
  while (true) {
    pacer_->Wait(call, host);
    if (auto alive = call.Alive(); !alive.ok()) return alive;
    auto page = fetcher_->Get(call, url);
    const absl::Status status = page.ok() ? PageStatus(*page) : page.status();
    if (status.ok()) return std::move(page->body);
    if (!absl::IsUnavailable(status)) return status;
    if (page.ok()) WaitAsAsked(call, *page, &retrier);
    auto again = retrier.WaitAfter(status);
    if (!again.ok()) return again;
  }
}

void Harvester::WaitAsAsked(const CallContext& call, const HttpPage& page,
                            Retrier* retrier) const {
  const auto asked = RetryAfter(page.retry_after, clock_->Now());
  if (!asked) return;
  const absl::Duration wait = std::min(*asked, options_.longest_retry_after);
  timing_.sleep(call, wait);
  retrier->Excuse(wait);
}

}  // namespace broadsheet::ingest

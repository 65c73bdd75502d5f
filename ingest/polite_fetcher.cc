#include "ingest/polite_fetcher.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/http_client/asked_wait.h"
#include "common/http_client/url.h"

namespace broadsheet::ingest {
namespace {

constexpr int kMaxRedirects = 5;

// GitHub answers so when its limit is used up
// (docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api).
bool IsOverLimit(const HttpPage& page) {
  return page.status == 403 &&
         (!page.retry_after.empty() || page.rate_limit_remaining == "0");
}

bool IsRedirect(const HttpPage& page) {
  return page.status >= 301 && page.status <= 308 && page.status != 304 &&
         !page.location.empty();
}

absl::Status PageStatus(const HttpPage& page, const HttpQuestion& question) {
  const bool conditional =
      !question.etag.empty() || !question.last_modified.empty();
  if (page.status == 200 || (page.status == 304 && conditional)) {
    return absl::OkStatus();
  }
  const std::string message =
      absl::StrCat("the server answers with HTTP status ", page.status);
  if (page.status == 429 || page.status >= 500 || IsOverLimit(page)) {
    return absl::UnavailableError(message);
  }
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   absl::StrCat("HTTP_", page.status), message);
}

}  // namespace

PoliteFetcher::PoliteFetcher(PoliteOptions options, HttpFetcher* fetcher,
                             HostPacer* pacer, const Clock* clock,
                             Timing timing)
    : options_(options),
      fetcher_(fetcher),
      pacer_(pacer),
      clock_(clock),
      timing_(std::move(timing)) {}

Retrier PoliteFetcher::MakeRetrier(const CallContext& call) const {
  return Retrier(&call, clock_, options_.retry, timing_);
}

absl::StatusOr<HttpPage> PoliteFetcher::Fetch(const CallContext& call,
                                              const HttpQuestion& question,
                                              Retrier* retrier) const {
  while (true) {
    auto page = AskOnce(call, question);
    const absl::Status status =
        page.ok() ? PageStatus(*page, question) : page.status();
    if (status.ok()) return page;
    if (!absl::IsUnavailable(status)) return status;
    if (page.ok()) WaitAsAsked(call, question, *page, retrier);
    auto again = retrier->WaitAfter(status);
    if (!again.ok()) return again;
  }
}

absl::StatusOr<HttpPage> PoliteFetcher::AskOnce(const CallContext& call,
                                                HttpQuestion question) const {
  question.follow = false;
  for (int redirects = 0; redirects <= kMaxRedirects; ++redirects) {
    auto turn = pacer_->Wait(call, HostOf(question.url), options_.hasty);
    if (!turn.ok()) return turn.status();
    auto page = fetcher_->Ask(call, question);
    if (!page.ok() || !IsRedirect(*page)) return page;
    if (!question.json.empty()) return page;
    if (OriginOf(page->location) != OriginOf(question.url)) {
      question.token.clear();
    }
    question.url = page->location;
  }
  return absl::InvalidArgumentError("the URL leads from redirect to redirect");
}

void PoliteFetcher::WaitAsAsked(const CallContext& call,
                                const HttpQuestion& question,
                                const HttpPage& page, Retrier* retrier) const {
  const auto asked = AskedWait(page, clock_->Now());
  if (!asked) return;
  const absl::Duration wait = std::min(*asked, options_.longest_retry_after);
  pacer_->Hold(HostOf(question.url), wait);
  timing_.sleep(call, wait);
  retrier->Excuse(wait);
}

}  // namespace broadsheet::ingest

#include "ingest/harvester.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ingest/renumbered_sink.h"

namespace broadsheet::ingest {
namespace {

// More pages than any list has: 100,000 of arXiv's would be 250 million papers.
constexpr int64_t kMaxPages = 100'000;

}  // namespace

Harvester::Harvester(const PoliteFetcher* fetcher, MakeReader make_reader)
    : fetcher_(fetcher), make_reader_(std::move(make_reader)) {}

absl::StatusOr<HarvestEnd> Harvester::Run(const CallContext& call,
                                          const HarvestJob& job,
                                          HarvestTaker* taker) const {
  HarvestPlace place = job.place;
  while (place.pages() < kMaxPages) {
    auto page = FetchPage(call, job, place);
    if (!page.ok()) return page.status();
    if (page->http.status == 304) {
      return HarvestEnd{place, job.etag, job.last_modified, true};
    }
    auto read = Read(job, place, &*page, taker->sink());
    if (!read.ok()) return read;
    if (page->verdict.total > 0) taker->OnTotal(page->verdict.total);
    place = page->verdict.next;
    if (auto taken = taker->OnPage(place); !taken.ok()) return taken;
    if (page->verdict.done) {
      return HarvestEnd{place, page->http.etag, page->http.last_modified,
                        false};
    }
  }
  return absl::OutOfRangeError("the list has more than 100,000 pages");
}

absl::StatusOr<Harvester::Page> Harvester::FetchPage(
    const CallContext& call, const HarvestJob& job,
    const HarvestPlace& place) const {
  HttpQuestion question = {.url = job.source->Url(job.request, place)};
  if (job.source->IsConditional()) {
    question.etag = job.etag;
    question.last_modified = job.last_modified;
  }
  Retrier retrier = fetcher_->MakeRetrier(call);
  for (int tries = 1;; ++tries) {
    auto http = fetcher_->Fetch(call, question, &retrier);
    if (!http.ok()) return http.status();
    if (http->status == 304) return Page{*std::move(http), {}};
    auto verdict = job.source->Judge(job.request, place, http->body, tries);
    if (verdict.ok()) return Page{*std::move(http), *std::move(verdict)};
    auto again = retrier.WaitAfter(verdict.status());
    if (!again.ok()) return again;
  }
}

absl::Status Harvester::Read(const HarvestJob& job, const HarvestPlace& place,
                             Page* page, PaperSink* sink) const {
  HarvestPlace& next = page->verdict.next;
  next.set_pages(place.pages() + 1);
  next.set_records(place.records());
  if (!page->verdict.has_records) return absl::OkStatus();
  RenumberedSink<v1::Paper> numbered(place.records(), sink);
  const auto reader = make_reader_(job.source->info().format, &numbered);
  if (reader == nullptr) {
    return absl::FailedPreconditionError(
        absl::StrCat("no reader for the format of ", job.source->info().name));
  }
  reader->Feed(page->http.body);
  reader->Finish();
  next.set_records(numbered.last());
  return absl::OkStatus();
}

}  // namespace broadsheet::ingest

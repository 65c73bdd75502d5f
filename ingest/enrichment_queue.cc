#include "ingest/enrichment_queue.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "ingest/timestamps.h"
#include "ingest/upserter.h"

namespace broadsheet::ingest {
namespace {

// Between two looks whether something is due, or the lease is free.
constexpr absl::Duration kIdle = absl::Seconds(30);
// After a failure that only the operator can mend, and after many answers that
// could not be used.
constexpr absl::Duration kPause = absl::Minutes(10);
constexpr int kMaxFailures = 10;
// Pages that nobody was asked about are many and fast: not each is written
// down.
constexpr absl::Duration kKeepInterval = absl::Seconds(10);
// Above every source: storage replaces the links of a source that is believed
// as much or less as a whole, and what a hub tells shall stay when the paper's
// own source is read again. Other fields that are learnt do not depend on it.
// Links are added to those that stand there by then: a source may have been
// read since the paper was.
constexpr int kPrecedence = 100;

bool HasSomething(const v1::Paper& gain) {
  return gain.signals_size() > 0 || gain.links_size() > 0 ||
         !gain.summary().empty();
}

// The server does not know the paper.
bool KnowsNoSuchPaper(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason == "HTTP_404" || reason == "HTTP_410" || reason == "HTTP_451";
}

// No other paper would fare better: no such server, or it wants another token,
// or money.
bool IsForOperator(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return absl::IsPermissionDenied(status) || reason == "HTTP_401" ||
         reason == "HTTP_402" || reason == "HTTP_403" || reason == "HTTP_407";
}

}  // namespace

EnrichmentQueue::EnrichmentQueue(EnrichmentParts parts,
                                 std::unique_ptr<PaperEnricher> enricher)
    : parts_(std::move(parts)),
      enricher_(std::move(enricher)),
      rules_{.every = parts_.every, .repeats = enricher_->repeats()},
      name_(absl::StrCat("enrich/", AsAbsl(enricher_->name()))) {}

EnrichmentQueue::~EnrichmentQueue() { Stop(); }

void EnrichmentQueue::Run() {
  thread_ = std::thread([this] {
    std::unique_lock<std::mutex> lock(mu_);
    while (!stopping_) {
      lock.unlock();
      const absl::Status status = Work();
      lock.lock();
      if (stopping_) return;
      if (!absl::IsAborted(status)) Log("papers are not enriched", status);
      const absl::Duration wait = IsForOperator(status) ? kPause : kIdle;
      wake_.wait_for(lock, absl::ToChronoMilliseconds(wait),
                     [this] { return stopping_; });
    }
  });
}

void EnrichmentQueue::Stop() {
  EndCall(&stopping_);
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

CallContext EnrichmentQueue::BeginCall() {
  std::lock_guard<std::mutex> lock(mu_);
  current_ = std::make_shared<Cancellation>();
  if (stopping_ || lost_) current_->Cancel();
  return CallContext(absl::InfiniteFuture(), name_, {}, current_);
}

void EnrichmentQueue::EndCall(bool* why) {
  std::lock_guard<std::mutex> lock(mu_);
  *why = true;
  if (current_ != nullptr) current_->Cancel();
}

absl::Status EnrichmentQueue::Work() {
  {
    std::lock_guard<std::mutex> lock(mu_);
    lost_ = false;
  }
  const CallContext call = BeginCall();
  const auto lease = parts_.leases->Acquire(call, name_, parts_.process,
                                            [this] { EndCall(&lost_); });
  if (!lease.ok()) return lease.status();
  auto kept = parts_.checkpoints->Get<EnrichmentCheckpoint>(call, name_);
  if (!kept.ok()) return kept.status();
  kept_ = *std::move(kept);
  return WalkAll();
}

absl::Status EnrichmentQueue::WalkAll() {
  while (true) {
    const CallContext call = BeginCall();
    if (auto alive = call.Alive(); !alive.ok()) return alive;
    EnrichmentWalk* walk =
        NextWalk(rules_, parts_.backend.clock->Now(), &kept_.value);
    if (walk == nullptr) return absl::OkStatus();
    if (auto done = DoPage(call, walk); !done.ok()) return done;
  }
}

// What was learnt before a failure is stored, too; the place stays.
absl::Status EnrichmentQueue::DoPage(const CallContext& call,
                                     EnrichmentWalk* walk) {
  auto page = ListPage(call, walk);
  if (!page.ok()) return page.status();
  Papers papers;
  for (v1::Paper& paper : *page->mutable_papers()) {
    if (!Wants(rules_, kept_.value, *walk, paper)) continue;
    papers.push_back(std::move(paper));
  }
  internal::v1::UpsertPapersRequest learnt;
  const int64_t before = questions_;
  const absl::Status asked = AskAbout(call, papers, &learnt);
  auto stored = Store(call, std::move(learnt));
  if (!stored.ok() || !asked.ok()) return asked.ok() ? stored : asked;
  walk->set_papers(walk->papers() + static_cast<int64_t>(papers.size()));
  walk->set_page_token(page->next_page_token());
  if (page->next_page_token().empty()) {
    SetTimestamp(parts_.backend.clock->Now(), walk->mutable_end());
    parts_.log->Info("papers were enriched",
                     {{"by", std::string(enricher_->name())},
                      {"papers", absl::StrCat(walk->papers())}});
  }
  const bool is_due = parts_.backend.clock->Now() >= kept_at_ + kKeepInterval;
  if (questions_ == before && !walk->has_end() && !is_due) {
    return absl::OkStatus();
  }
  return Keep(call);
}

absl::StatusOr<v1::ListPapersResponse> EnrichmentQueue::ListPage(
    const CallContext& call, EnrichmentWalk* walk) {
  Retrier retrier = MakeRetrier(parts_.backend, &call);
  while (true) {
    internal::v1::ListPapersRequest request;
    *request.mutable_query() = PageOf(*walk);
    auto response = parts_.backend.store->ListPapers(call, request);
    if (response.ok()) return std::move(*response->mutable_page());
    // A token of another installation, after a restore for instance.
    if (absl::IsInvalidArgument(response.status()) &&
        !walk->page_token().empty()) {
      walk->clear_page_token();
      continue;
    }
    auto again = retrier.WaitAfter(response.status());
    if (!again.ok()) return again;
  }
}

absl::Status EnrichmentQueue::AskAbout(
    const CallContext& call, const Papers& papers,
    internal::v1::UpsertPapersRequest* learnt) {
  const std::span<const v1::Paper> all(papers);
  absl::Status status;
  for (size_t done = 0; status.ok() && done < all.size();) {
    const auto some =
        all.subspan(done, std::min(enricher_->max_papers(), all.size() - done));
    Papers gains(some.size());
    for (size_t i = 0; i < some.size(); ++i) {
      gains[i].set_id(some[i].id());
      gains[i].set_bare(some[i].bare());
    }
    status = AskTogether(call, some, gains);
    for (v1::Paper& gain : gains) {
      if (HasSomething(gain)) *learnt->add_papers() = std::move(gain);
    }
    done += some.size();
  }
  return status;
}

absl::Status EnrichmentQueue::AskTogether(const CallContext& call,
                                          std::span<const v1::Paper> papers,
                                          std::span<v1::Paper> gains) {
  for (const HttpQuestion& question : enricher_->Ask(papers)) {
    ++questions_;
    Retrier retrier = parts_.fetcher->MakeRetrier(call);
    const auto page = parts_.fetcher->Fetch(call, question, &retrier);
    const absl::Status status =
        page.ok() ? enricher_->Read(page->body, papers, gains) : page.status();
    auto judged = Judge(call, status, papers.front().id());
    if (!judged.ok()) return judged;
  }
  return absl::OkStatus();
}

// One paper that a server cannot do must not stop the others, and a server that
// cannot do any must not be asked about all.
absl::Status EnrichmentQueue::Judge(const CallContext& call,
                                    const absl::Status& status,
                                    const std::string& paper_id) {
  if (auto alive = call.Alive(); !alive.ok()) return alive;
  if (status.ok() || KnowsNoSuchPaper(status)) {
    failures_ = 0;
    return absl::OkStatus();
  }
  if (IsForOperator(status)) return status;
  if (absl::IsUnavailable(status) && stuck_on_ != paper_id) {
    stuck_on_ = paper_id;
    return status;
  }
  if (++failures_ < kMaxFailures) return absl::OkStatus();
  failures_ = 0;
  Log("answers of a server cannot be used", status);
  parts_.backend.timing.sleep(call, kPause);
  return call.Alive();
}

absl::Status EnrichmentQueue::Store(const CallContext& call,
                                    internal::v1::UpsertPapersRequest learnt) {
  if (learnt.papers().empty()) return absl::OkStatus();
  learnt.set_precedence(kPrecedence);
  learnt.set_add_links(true);
  const auto upserter = std::make_shared<Upserter>(
      parts_.backend.store, &call, MakeRetrier(parts_.backend, &call));
  call.cancellation().OnCancel([weak = std::weak_ptr(upserter)] {
    if (const auto alive = weak.lock()) alive->Cancel();
  });
  upserter->Send(std::move(learnt));
  auto response = upserter->Receive();
  if (!response.ok()) return response.status();
  upserter->Finish();
  for (const v1::PaperResult& result : response->results()) {
    if (result.outcome() != v1::PaperResult::OUTCOME_REFUSED) continue;
    Log("storage refuses what was learnt",
        absl::InvalidArgumentError(absl::StrCat(
            result.paper_id(), ": ", result.field(), " ", result.rule())));
  }
  return absl::OkStatus();
}

// ABORTED: another process has moved it.
absl::Status EnrichmentQueue::Keep(const CallContext& call) {
  kept_at_ = parts_.backend.clock->Now();
  Retrier retrier = MakeRetrier(parts_.backend, &call);
  while (true) {
    const absl::Status kept = parts_.checkpoints->Set(call, name_, &kept_);
    if (kept.ok() || absl::IsAborted(kept)) return kept;
    if (auto again = retrier.WaitAfter(kept); !again.ok()) return again;
  }
}

void EnrichmentQueue::Log(const char* what, const absl::Status& status) const {
  if (status.ok()) return;
  parts_.log->Warning(what, {{"by", std::string(enricher_->name())},
                             {"status", status.ToString()}});
}

}  // namespace broadsheet::ingest

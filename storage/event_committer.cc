#include "storage/event_committer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "common/errors.h"
#include "storage/rules.h"

namespace broadsheet::storage {
namespace {

using internal::v1::AppendEventsRequest;
using internal::v1::AppendEventsResponse;

// In a transaction; and in all, which is some 20 MB.
constexpr int kMaxTransaction = 1000;
constexpr int kMaxWaiting = 50000;
constexpr size_t kSizes[] = {1, 4, 16, 64, 1000};

// Something that the transaction of one call would meet as well: to try each
// alone would only multiply the wait.
bool ConcernsAll(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsResourceExhausted(status);
}

}  // namespace

EventCommitter::EventCommitter(EventRepository* events, Metrics* metrics,
                               const EventCommitterOptions& options)
    : events_(events),
      options_(options),
      waited_(metrics->MakeHistogram(
          "storage_event_wait_seconds",
          "From the arrival of a small call to its transaction.")),
      transactions_(
          metrics->MakeCounter("storage_event_transactions_total",
                               "Transactions of small AppendEvents calls.")),
      shared_calls_(metrics->MakeCounter("storage_event_calls_total",
                                         "Small AppendEvents calls.")),
      retried_(metrics->MakeCounter(
          "storage_event_calls_alone_total",
          "Calls run alone, because their shared transaction failed.")) {
  for (size_t size : kSizes) {
    sizes_.push_back(&metrics->MakeCounter(
        "storage_event_transaction_calls_total",
        "Transactions of small calls by how many calls they had, at most.",
        {{"calls", std::to_string(size)}}));
  }
  for (int i = 0; i < options.committers; ++i) {
    threads_.emplace_back([this] { Work(); });
  }
}

EventCommitter::~EventCommitter() {
  {
    std::lock_guard lock(mu_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void EventCommitter::Append(std::shared_ptr<CallContext> call,
                            const AppendEventsRequest* request, Done done) {
  absl::Status status =
      CheckCount("events", request->events_size(), kMaxEvents);
  if (status.ok()) {
    std::lock_guard lock(mu_);
    if (waiting_events_ + request->events_size() <= kMaxWaiting) {
      waiting_.push_back(
          {std::move(call), request, std::move(done), absl::Now()});
      waiting_events_ += request->events_size();
      // A committer that waits for more looks again, too.
      wake_.notify_one();
      return;
    }
    status = MakeError(absl::StatusCode::kResourceExhausted, "OVERLOADED",
                       "too many events wait to be stored; try again later");
  }
  done(status);
}

void EventCommitter::Work() {
  while (true) {
    Calls calls = Take();
    if (calls.empty()) return;
    Commit(std::move(calls));
  }
}

bool EventCommitter::Enough() const {
  return stopping_ || waiting_events_ >= kMaxTransaction ||
         waiting_.size() >= std::max<size_t>(1, last_calls_ / 2);
}

EventCommitter::Calls EventCommitter::Take() {
  std::unique_lock lock(mu_);
  Calls calls;
  while (calls.empty()) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return calls;
    const absl::Duration left =
        waiting_.front().since + options_.wait - absl::Now();
    wake_.wait_for(lock, absl::ToChronoMicroseconds(left),
                   [this] { return Enough(); });
    int events = 0;
    while (!waiting_.empty()) {
      events += waiting_.front().request->events_size();
      if (events > kMaxTransaction) break;
      waiting_events_ -= waiting_.front().request->events_size();
      calls.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
  }
  last_calls_ = calls.size();
  // What this one leaves is for another.
  if (!waiting_.empty()) wake_.notify_one();
  return calls;
}

void EventCommitter::Count(const Calls& calls) {
  const absl::Time now = absl::Now();
  for (const Call& call : calls) waited_.Observe(now - call.since);
  transactions_.Add();
  shared_calls_.Add(static_cast<double>(calls.size()));
  const auto* size = std::ranges::lower_bound(kSizes, calls.size());
  sizes_[size - std::begin(kSizes)]->Add();
}

void EventCommitter::Commit(Calls calls) {
  std::erase_if(calls, [](const Call& call) {
    const absl::Status alive = call.context->Alive();
    if (!alive.ok()) call.done(alive);
    return !alive.ok();
  });
  if (calls.empty()) return;
  Count(calls);
  absl::Time deadline = absl::InfinitePast();
  std::vector<const AppendEventsRequest*> requests;
  for (const Call& call : calls) {
    deadline = std::max(deadline, call.context->deadline());
    requests.push_back(call.request);
  }
  auto responses = events_->AppendAll(CallContext(deadline), requests);
  if (responses.ok()) {
    for (size_t i = 0; i < calls.size(); ++i) {
      calls[i].done(std::move((*responses)[i]));
    }
  } else if (calls.size() == 1 || ConcernsAll(responses.status())) {
    for (const Call& call : calls) call.done(responses.status());
  } else {
    for (const Call& call : calls) CommitAlone(call);
  }
}

void EventCommitter::CommitAlone(const Call& call) {
  retried_.Add();
  call.done(events_->Append(*call.context, *call.request));
}

}  // namespace broadsheet::storage

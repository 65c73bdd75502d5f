#ifndef BROADSHEET_STORAGE_EVENT_COMMITTER_H_
#define BROADSHEET_STORAGE_EVENT_COMMITTER_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/internal/v1/reader_store_service.pb.h"
#include "common/call_context.h"
#include "common/metrics.h"
#include "storage/event_repository.h"

namespace broadsheet::storage {

struct EventCommitterOptions {
  int committers = 2;
  // How long the first of some calls waits for others.
  absl::Duration wait = absl::Milliseconds(2);
};

// Group commit: what costs a small AppendEvents is not its rows but its
// transaction and the flush of PostgreSQL's log. So a few threads take the
// calls that wait, up to 1,000 events, and store them in one transaction. A
// call that is alone does not wait: only after a transaction of several calls,
// whose callers are about to ask again, are half as many waited for.
//
// A transaction that fails for something in it is run again call by call, so
// that no call fails for another. A call that was given up is dropped as long
// as it waits; once in a transaction its events are stored. Thread-safe.
class EventCommitter {
 public:
  using Response = internal::v1::AppendEventsResponse;
  using Done = std::function<void(absl::StatusOr<Response>)>;

  // Calls with more events gain nothing here.
  static constexpr int kMaxEvents = 100;

  // `events` and `metrics` must outlive this.
  EventCommitter(EventRepository* events, Metrics* metrics,
                 const EventCommitterOptions& options);
  // Ends what waits, then its threads.
  ~EventCommitter();
  EventCommitter(const EventCommitter&) = delete;
  EventCommitter& operator=(const EventCommitter&) = delete;

  // Does not block. Calls `done` exactly once, on a thread of this or, for a
  // refusal, on the caller's; until then `request` must live. A valid request
  // has 1 to kMaxEvents events. RESOURCE_EXHAUSTED (OVERLOADED) when too many
  // events wait.
  void Append(std::shared_ptr<CallContext> call,
              const internal::v1::AppendEventsRequest* request, Done done);

 private:
  struct Call {
    std::shared_ptr<CallContext> context;
    const internal::v1::AppendEventsRequest* request;
    Done done;
    absl::Time since;
  };
  using Calls = std::vector<Call>;

  void Work();
  // Waits for calls; none: this ends.
  Calls Take();
  bool Enough() const;  // EXCLUSIVE_LOCKS_REQUIRED(mu_)
  void Commit(Calls calls);
  void CommitAlone(const Call& call);
  void Count(const Calls& calls);

  EventRepository* events_;
  const EventCommitterOptions options_;
  Metrics::Histogram& waited_;
  Metrics::Counter& transactions_;
  Metrics::Counter& shared_calls_;
  Metrics::Counter& retried_;
  // Transactions by their number of calls.
  std::vector<Metrics::Counter*> sizes_;

  std::mutex mu_;
  std::condition_variable wake_;
  std::deque<Call> waiting_;  // GUARDED_BY(mu_)
  int waiting_events_ = 0;    // GUARDED_BY(mu_)
  size_t last_calls_ = 1;     // GUARDED_BY(mu_)
  bool stopping_ = false;     // GUARDED_BY(mu_)
  std::vector<std::thread> threads_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_EVENT_COMMITTER_H_

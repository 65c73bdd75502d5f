#ifndef BROADSHEET_INGEST_HOST_PACER_H_
#define BROADSHEET_INGEST_HOST_PACER_H_

#include <map>
#include <mutex>
#include <string>

#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "ingest/retrier.h"

namespace broadsheet::ingest {

// Keeps requests to one host apart, over all harvests of the process: arXiv
// allows one every three seconds. Thread-safe.
class HostPacer {
 public:
  // `clock` must outlive this.
  HostPacer(absl::Duration interval, const Clock* clock, Timing timing);

  // Waits for this caller's turn, or until `call` is over.
  void Wait(const CallContext& call, const std::string& host);

 private:
  const absl::Duration interval_;
  const Clock* clock_;
  const Timing timing_;

  std::mutex mu_;
  std::map<std::string, absl::Time> next_;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_HOST_PACER_H_

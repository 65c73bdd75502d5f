#include "ingest/host_pacer.h"

#include <algorithm>
#include <utility>

namespace broadsheet::ingest {

HostPacer::HostPacer(absl::Duration interval, const Clock* clock, Timing timing)
    : interval_(interval), clock_(clock), timing_(std::move(timing)) {}

void HostPacer::Wait(const CallContext& call, const std::string& host) {
  absl::Duration wait;
  {
    std::lock_guard<std::mutex> lock(mu_);
    const absl::Time now = clock_->Now();
    // Hosts whose turn has passed need no memory.
    std::erase_if(next_,
                  [now](const auto& entry) { return entry.second <= now; });
    absl::Time& next = next_.try_emplace(host, now).first->second;
    wait = next - now;
    next += interval_;
  }
  if (wait > absl::ZeroDuration()) timing_.sleep(call, wait);
}

}  // namespace broadsheet::ingest

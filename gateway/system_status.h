#ifndef BROADSHEET_GATEWAY_SYSTEM_STATUS_H_
#define BROADSHEET_GATEWAY_SYSTEM_STATUS_H_

#include <mutex>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "broadsheet/v1/system_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "gateway/backend.h"

namespace broadsheet::gateway {

// One look at all houses. Asks them at the same time, with short limits, and
// keeps the answer for a second: the page is public. Thread-safe.
class SystemStatus {
 public:
  // Both must outlive this.
  SystemStatus(Backend* backend, const Clock* clock, std::string version)
      : backend_(backend), clock_(clock), version_(std::move(version)) {}

  // Never fails: what does not answer is marked so.
  v1::GetSystemStatusResponse Get(const CallContext& call);

 private:
  v1::GetSystemStatusResponse Ask(const CallContext& call);

  Backend* const backend_;
  const Clock* const clock_;
  const std::string version_;
  std::mutex mu_;  // Held while asking: others wait for the same answer.
  absl::Time asked_ = absl::InfinitePast();  // GUARDED_BY(mu_)
  v1::GetSystemStatusResponse last_;         // GUARDED_BY(mu_)
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_SYSTEM_STATUS_H_

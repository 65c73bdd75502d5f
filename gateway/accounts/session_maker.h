#ifndef BROADSHEET_GATEWAY_ACCOUNTS_SESSION_MAKER_H_
#define BROADSHEET_GATEWAY_ACCOUNTS_SESSION_MAKER_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "gateway/accounts/stores.h"

namespace broadsheet::gateway {

struct NewSession {
  std::string token;
  absl::Time expires;
};

// Begins sessions of 60 days, for whoever has shown who they are. Thread-safe.
class SessionMaker {
 public:
  static constexpr size_t kMaxLabel = 100;

  // Both must outlive this.
  SessionMaker(Stores* stores, const Clock* clock)
      : stores_(stores), clock_(clock) {}

  // `label`: at most kMaxLabel bytes, INVALID_ARGUMENT otherwise.
  absl::StatusOr<NewSession> Begin(const CallContext& call,
                                   const std::string& reader,
                                   const std::string& label) const;

 private:
  Stores* const stores_;
  const Clock* const clock_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_ACCOUNTS_SESSION_MAKER_H_

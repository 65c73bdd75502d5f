#ifndef BROADSHEET_INGEST_LEASE_TURNS_H_
#define BROADSHEET_INGEST_LEASE_TURNS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "ingest/host_pacer.h"
#include "ingest/leases.h"

namespace broadsheet::ingest {

// Turns as leases of storage, "pace/SERVER": held while the server is asked,
// and kept until the next one may be. Storage's clock counts. Thread-safe.
class LeaseTurns final : public SharedTurns {
 public:
  // `leases` must outlive this. `process`: of this process and no other.
  LeaseTurns(Leases* leases, std::string process);

  absl::Status Begin(const CallContext& call,
                     const std::string& server) override;
  void End(const std::string& server, absl::Duration wait) override;

 private:
  Leases* leases_;
  const std::string process_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_LEASE_TURNS_H_

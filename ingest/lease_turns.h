#ifndef BROADSHEET_INGEST_LEASE_TURNS_H_
#define BROADSHEET_INGEST_LEASE_TURNS_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "ingest/host_pacer.h"
#include "ingest/leases.h"

namespace broadsheet::ingest {

// Turns as leases of storage, "pace/SERVER": renewed while the server is asked,
// however long that takes, and kept until the next one may be. After a kill
// nobody asks until the lease has run out (see Leases). Storage's clock counts.
// Thread-safe.
class LeaseTurns final : public SharedTurns {
 public:
  // `leases` must outlive this. `process`: of this process and no other.
  LeaseTurns(Leases* leases, std::string process);

  absl::Status Begin(const CallContext& call,
                     const std::string& server) override;
  void End(const std::string& server, absl::Duration wait) override;

 private:
  std::unique_ptr<Leases::Held> TakeOut(const std::string& server);

  Leases* leases_;
  const std::string process_;
  std::mutex mu_;
  // By server, while it is asked. GUARDED_BY(mu_)
  std::map<std::string, std::unique_ptr<Leases::Held>> held_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_LEASE_TURNS_H_

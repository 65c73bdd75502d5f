#ifndef BROADSHEET_INGEST_LEASES_H_
#define BROADSHEET_INGEST_LEASES_H_

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/internal/v1/lease_service.grpc.pb.h"
#include "common/call_context.h"
#include "grpcpp/channel.h"

namespace broadsheet::ingest {

// Storage's leases: who may do a job that only one may do. Thread-safe.
class Leases {
 public:
  // A lease that is renewed until this is destroyed, then given back.
  class Held {
   public:
    Held(Leases* leases, std::string name, std::string owner,
         std::function<void()> on_lost);
    ~Held();
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

    // Ends the renewal: nobody else has the lease before `rest` (1 s to 10 min)
    // has passed. Not given back then. See Leases::Keep.
    void KeepFor(absl::Duration rest);

   private:
    void Renew();
    // Waits for a renewal that is under way.
    void EndRenewal();

    Leases* leases_;
    const std::string name_;
    const std::string owner_;
    const std::function<void()> on_lost_;
    std::mutex mu_;
    std::condition_variable wake_;
    bool ending_ = false;  // GUARDED_BY(mu_)
    std::thread thread_;   // Last: uses what is above.
  };

  struct Times {
    // So long nobody takes over from a process that was killed.
    absl::Duration lease = absl::Seconds(10);
    absl::Duration renewal = absl::Seconds(3);
  };

  explicit Leases(const std::shared_ptr<grpc::Channel>& channel)
      : Leases(channel, Times()) {}
  Leases(const std::shared_ptr<grpc::Channel>& channel, Times times);

  // ABORTED while another owner holds it. `name` and `owner`: 1 to 100 bytes.
  // `on_lost` is called at most once, from another thread, when somebody else
  // has the lease after all; a storage that does not answer takes none away.
  absl::StatusOr<std::unique_ptr<Held>> Acquire(const CallContext& call,
                                                const std::string& name,
                                                const std::string& owner,
                                                std::function<void()> on_lost);

  // Takes the lease for that time (1 s to 10 min), also when this owner has it
  // already. ABORTED while another has it.
  absl::Status Take(const CallContext& call, const std::string& name,
                    const std::string& owner, absl::Duration duration);
  // The same for who has it, or had it a moment ago: while storage does not
  // answer it is asked again, for as long as a lease that was renewed lasts.
  void Keep(const std::string& name, const std::string& owner,
            absl::Duration duration);
  // Gives it back. When that fails it runs out by itself.
  void Release(const std::string& name, const std::string& owner);

 private:
  const Times times_;
  std::unique_ptr<internal::v1::LeaseService::Stub> stub_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_LEASES_H_

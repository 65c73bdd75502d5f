#ifndef BROADSHEET_GATEWAY_BALANCER_ADDRESSES_H_
#define BROADSHEET_GATEWAY_BALANCER_ADDRESSES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace broadsheet::gateway {

// Where the replicas of a house are now. One thread at a time.
class AddressSource {
 public:
  virtual ~AddressSource() = default;
  // Addresses "IP:PORT" in a fixed order, none twice. UNAVAILABLE when none is
  // known.
  virtual absl::StatusOr<std::vector<std::string>> Resolve() = 0;
};

// "HOST:PORT", "dns:///HOST:PORT", or several separated by commas. A name
// stands for all its addresses: IPv4 where it has any, else IPv6, so that a
// replica with both is one replica. A name that cannot be resolved now keeps
// the addresses that it had. Asks the system's resolver, which may block for
// seconds.
class TargetAddresses final : public AddressSource {
 public:
  // INVALID_ARGUMENT when `target` is not of that form.
  static absl::StatusOr<TargetAddresses> Parse(const std::string& target);

  absl::StatusOr<std::vector<std::string>> Resolve() override;

 private:
  struct Endpoint {
    std::string host;
    std::string port;
    // Those that were found last.
    std::vector<std::string> addresses = {};
  };

  explicit TargetAddresses(std::vector<Endpoint> endpoints)
      : endpoints_(std::move(endpoints)) {}

  std::vector<Endpoint> endpoints_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_BALANCER_ADDRESSES_H_

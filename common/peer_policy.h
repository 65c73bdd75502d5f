#ifndef BROADSHEET_COMMON_PEER_POLICY_H_
#define BROADSHEET_COMMON_PEER_POLICY_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/security/auth_context.h"

namespace broadsheet {

// Which services may call this one, by the certificates that they connect with.
// A value; asked once a call, by the adapter in rpc.h, before the handler.
// gRPC's own health and reflection answer everybody who can connect.
class PeerPolicy {
 public:
  // Everybody, with or without a certificate.
  PeerPolicy() = default;
  // "storage,gateway", or "any" for everybody. INVALID_ARGUMENT names the flag
  // --tls-peers.
  static absl::StatusOr<PeerPolicy> Parse(const std::string& text);

  bool everybody() const { return services_.empty(); }
  // PERMISSION_DENIED (reason PEER_NOT_ALLOWED) for the others.
  absl::Status Check(const grpc::AuthContext& peer) const;

 private:
  std::vector<std::string> services_;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_PEER_POLICY_H_

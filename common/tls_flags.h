#ifndef BROADSHEET_COMMON_TLS_FLAGS_H_
#define BROADSHEET_COMMON_TLS_FLAGS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "common/flags.h"
#include "common/metrics.h"
#include "common/peer_policy.h"
#include "common/tls_files.h"
#include "common/tls_identity.h"

namespace broadsheet {

// --tls-cert, --tls-key, --tls-ca and --tls-peers of a service, and what they
// mean. Without the first three there is no TLS. Not thread-safe before Load,
// thread-safe after it.
class TlsFlags {
 public:
  // `service` is its own name, `peers` the default of --tls-peers.
  TlsFlags(std::string service, std::string peers)
      : service_(std::move(service)), peers_text_(std::move(peers)) {}

  // This must live until the flags are parsed.
  void AddTo(FlagSet* flags);
  // After the flags are parsed. INVALID_ARGUMENT names the flag and the rule.
  absl::Status Load();

  // Null without TLS.
  std::shared_ptr<const TlsIdentity> identity() const { return identity_; }
  // Everybody without TLS.
  const PeerPolicy& peers() const { return peers_; }
  // With TLS or, without it, plain.
  std::shared_ptr<grpc::ServerCredentials> ServerCredentials() const;
  // Sets the gauge of when the certificate ends by what is in the files now.
  void Measure(Metrics* metrics) const;

 private:
  std::string service_;
  std::string peers_text_;
  TlsFiles files_;
  std::shared_ptr<const TlsIdentity> identity_;
  PeerPolicy peers_;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_TLS_FLAGS_H_

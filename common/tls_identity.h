#ifndef BROADSHEET_COMMON_TLS_IDENTITY_H_
#define BROADSHEET_COMMON_TLS_IDENTITY_H_

#include <memory>

#include "absl/time/time.h"
#include "common/tls_files.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"

namespace broadsheet {

// Who this process is to others, and whom it believes: TLS for all of its
// servers and channels. The files are read again when they change; connections
// made after that use what is new, those that stand stay as they are. A file
// that is missing or cannot be read changes nothing. A key and a certificate
// that do not match stop new connections until they do, so replace both in one
// step (deploy/certs.sh does). Thread-safe.
class TlsIdentity {
 public:
  // Files that CheckTlsFiles accepts; or a CA alone, for a client that has no
  // certificate (CheckTlsAuthority). Looks for changes every `refresh`, in
  // whole seconds.
  explicit TlsIdentity(const TlsFiles& files,
                       absl::Duration refresh = absl::Seconds(5));

  // The same for all channels, so that equal ones share their connections. A
  // channel believes a server whose certificate has the name of
  // ChannelOptions::peer_name.
  std::shared_ptr<grpc::ChannelCredentials> ForChannels() const {
    return channels_;
  }
  // `demand_certificate`: only clients with a certificate of the CA connect.
  std::shared_ptr<grpc::ServerCredentials> ForServer(
      bool demand_certificate) const;

 private:
  std::shared_ptr<grpc::experimental::FileWatcherCertificateProvider> provider_;
  std::shared_ptr<grpc::ChannelCredentials> channels_;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_TLS_IDENTITY_H_

#include "common/tls_identity.h"

#include <algorithm>

#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"

namespace broadsheet {
namespace {

using grpc::experimental::FileWatcherCertificateProvider;

std::shared_ptr<FileWatcherCertificateProvider> Watch(const TlsFiles& files,
                                                      absl::Duration refresh) {
  const auto seconds = static_cast<unsigned int>(
      std::clamp<int64_t>(absl::ToInt64Seconds(refresh), 1, 3600));
  if (files.certificate.empty()) {
    return std::make_shared<FileWatcherCertificateProvider>(files.authority,
                                                            seconds);
  }
  return std::make_shared<FileWatcherCertificateProvider>(
      files.key, files.certificate, files.authority, seconds);
}

}  // namespace

TlsIdentity::TlsIdentity(const TlsFiles& files, absl::Duration refresh)
    : provider_(Watch(files, refresh)) {
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(provider_);
  options.watch_root_certs();
  if (!files.certificate.empty()) options.watch_identity_key_cert_pairs();
  options.set_certificate_verifier(
      std::make_shared<grpc::experimental::HostNameCertificateVerifier>());
  channels_ = grpc::experimental::TlsCredentials(options);
}

std::shared_ptr<grpc::ServerCredentials> TlsIdentity::ForServer(
    bool demand_certificate) const {
  grpc::experimental::TlsServerCredentialsOptions options(provider_);
  options.watch_identity_key_cert_pairs();
  // Also where they are not needed. gRPC 1.51 forgets who watches what when
  // some watch one kind and others both: with the channels that come next it
  // would never again tell this server of a new certificate.
  options.watch_root_certs();
  if (demand_certificate) {
    options.set_cert_request_type(
        GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  // Clients have no host names. Which of them may call is PeerPolicy's to say.
  options.set_certificate_verifier(
      std::make_shared<grpc::experimental::NoOpCertificateVerifier>());
  options.set_check_call_host(false);
  return grpc::experimental::TlsServerCredentials(options);
}

}  // namespace broadsheet

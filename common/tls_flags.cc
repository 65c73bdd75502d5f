#include "common/tls_flags.h"

namespace broadsheet {

void TlsFlags::AddTo(FlagSet* flags) {
  flags->Add("--tls-cert", &files_.certificate,
             "PEM file with this service's certificate; with --tls-key and "
             "--tls-ca, gRPC is spoken over TLS only");
  flags->Add("--tls-key", &files_.key, "PEM file with its key, mode 0600");
  flags->Add("--tls-ca", &files_.authority,
             "PEM file with the CA of all services");
  flags->Add("--tls-peers", &peers_text_,
             "with TLS: the services that may call, separated by commas; any: "
             "everybody, also without a certificate");
}

absl::Status TlsFlags::Load() {
  if (files_.empty()) return absl::OkStatus();
  auto peers = PeerPolicy::Parse(peers_text_);
  if (!peers.ok()) return peers.status();
  if (auto end = CheckTlsFiles(files_, service_); !end.ok()) {
    return end.status();
  }
  peers_ = *std::move(peers);
  identity_ = std::make_shared<const TlsIdentity>(files_);
  return absl::OkStatus();
}

std::shared_ptr<grpc::ServerCredentials> TlsFlags::ServerCredentials() const {
  if (identity_ == nullptr) return grpc::InsecureServerCredentials();
  return identity_->ForServer(!peers_.everybody());
}

void TlsFlags::Measure(Metrics* metrics) const {
  if (identity_ == nullptr) return;
  const auto end = CheckTlsFiles(files_, service_);
  metrics
      ->MakeGauge("tls_certificate_end_seconds",
                  "Unix time at which the certificate of --tls-cert ends; 0: "
                  "the files are of no use")
      .Set(end.ok() ? static_cast<double>(absl::ToUnixSeconds(*end)) : 0);
}

}  // namespace broadsheet

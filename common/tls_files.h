#ifndef BROADSHEET_COMMON_TLS_FILES_H_
#define BROADSHEET_COMMON_TLS_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace broadsheet {

// The files with which a process proves who it is and checks who others are,
// all PEM: the flags --tls-cert, --tls-key and --tls-ca.
struct TlsFiles {
  // The process's own certificate, then those between it and the CA, if any.
  std::string certificate;
  // Of the certificate; without a passphrase.
  std::string key;
  // The CAs that are trusted; one or, while they are being replaced, several.
  std::string authority;

  bool empty() const {
    return certificate.empty() && key.empty() && authority.empty();
  }
};

// Of which service a certificate is, says the URI among its alternative names:
// "spiffe://broadsheet/storage".
std::string ServiceUri(const std::string& service);

// What --tls-ca has to be: INVALID_ARGUMENT names the flag, the file and the
// rule.
absl::Status CheckTlsAuthority(const std::string& file);

// What all three have to be: there, readable, the key nobody else's to read and
// the certificate's, the certificate trusted by the CA, in its time and, unless
// `service` is empty, of that service. Answers when the certificate ends.
// INVALID_ARGUMENT names the flag, the file and the rule.
absl::StatusOr<absl::Time> CheckTlsFiles(const TlsFiles& files,
                                         const std::string& service);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_TLS_FILES_H_

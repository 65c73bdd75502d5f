#ifndef BROADSHEET_DIGEST_DKIM_H_
#define BROADSHEET_DIGEST_DKIM_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

struct dkim_lib;

namespace broadsheet::digest {

// Signs mails by DKIM (RFC 6376: rsa-sha256, relaxed/relaxed), over the headers
// that readers see and those of lists. Thread-safe.
class DkimSigner {
 public:
  struct Options {
    // "example.org" and "news": the public key is in DNS at
    // news._domainkey.example.org.
    std::string domain;
    std::string selector;
    // The private key, PEM.
    std::string key;
  };
  // INVALID_ARGUMENT when the key cannot sign.
  static absl::StatusOr<std::unique_ptr<DkimSigner>> Make(Options options);
  ~DkimSigner();

  // The message, as WriteMessage made it, with its signature before it.
  absl::StatusOr<std::string> Sign(const std::string& message) const;

 private:
  DkimSigner(Options options, dkim_lib* library);

  const Options options_;
  dkim_lib* const library_;
};

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_DKIM_H_

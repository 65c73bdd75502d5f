#ifndef BROADSHEET_DIGEST_LINKS_H_
#define BROADSHEET_DIGEST_LINKS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/internal/v1/mail.pb.h"
#include "broadsheet/v1/digest_service.pb.h"

namespace broadsheet::digest {

// The addresses in mails. A token is what it stands for, encrypted and
// authenticated with a key that all digest processes share: nobody can read,
// alter or make one, and nothing has to be stored for it. Equal contents give
// equal tokens, so that a retry sends the same mail. Immutable, thread-safe.
class Links {
 public:
  // `secret` as in ReadSecret; `site` is where the newspaper is on the web,
  // "https://papers.example.org", without a slash at the end.
  Links(std::string_view secret, std::string site);

  std::string Seal(const internal::v1::SealedLink& link) const;
  // NOT_FOUND (reason TOKEN_UNKNOWN) when it is none of ours or expired.
  absl::StatusOr<internal::v1::SealedLink> Open(std::string_view token,
                                                absl::Time now) const;

  // The reader that an address without an account votes and saves as.
  std::string ReaderOf(const std::string& address) const;

  const std::string& site() const { return site_; }
  // "https://.../mail/TOKEN".
  std::string Url(const internal::v1::SealedLink& link) const;
  std::string PaperUrl(std::string_view paper_id) const;

 private:
  std::string key_;
  std::string nonce_key_;
  std::string site_;
};

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_LINKS_H_

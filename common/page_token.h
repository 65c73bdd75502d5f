#ifndef BROADSHEET_COMMON_PAGE_TOKEN_H_
#define BROADSHEET_COMMON_PAGE_TOKEN_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace broadsheet {

// Signs what a page token carries (HMAC-SHA-512-256 of libsodium) and encodes
// it for URLs. Replicas share the secret, so any of them can go on with
// another's token. Thread-safe; immutable.
class PageTokenCodec {
 public:
  // `secret`: any length above 0; it is hashed.
  explicit PageTokenCodec(std::string_view secret);

  // `scope` names the request that the token belongs to: RPC and filters.
  std::string Seal(std::string_view scope, std::string_view payload) const;
  // The payload. INVALID_ARGUMENT (reason BAD_PAGE_TOKEN) when the token was
  // altered, or made for another scope.
  absl::StatusOr<std::string> Open(std::string_view scope,
                                   std::string_view token) const;

 private:
  std::string key_;  // 32 bytes.
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_PAGE_TOKEN_H_

#ifndef BROADSHEET_GATEWAY_FEEDS_FEED_TOKENS_H_
#define BROADSHEET_GATEWAY_FEEDS_FEED_TOKENS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/page_token.h"

namespace broadsheet::gateway {

// Addresses of personal feeds carry a token, since feed readers know no
// sessions: the reader's id, signed with the secret that the gateways share. It
// reads that one list and does nothing else. A new secret ends all of them.
// Immutable, thread-safe.
class FeedTokens {
 public:
  explicit FeedTokens(std::string_view secret) : codec_(secret) {}

  std::string Make(const std::string& reader_id) const {
    return codec_.Seal(kScope, reader_id);
  }
  // The reader. NOT_FOUND for a token that was not made here: its address is
  // just one that does not exist.
  absl::StatusOr<std::string> Open(std::string_view token) const;

 private:
  static constexpr char kScope[] = "personal feed";
  const PageTokenCodec codec_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_FEEDS_FEED_TOKENS_H_

#include "gateway/feeds/feed_tokens.h"

#include "common/errors.h"

namespace broadsheet::gateway {

absl::StatusOr<std::string> FeedTokens::Open(std::string_view token) const {
  auto reader = codec_.Open(kScope, token);
  if (reader.ok() && !reader->empty()) return reader;
  return MakeError(absl::StatusCode::kNotFound, "FEED_UNKNOWN",
                   "there is no such feed; its address is in your settings");
}

}  // namespace broadsheet::gateway

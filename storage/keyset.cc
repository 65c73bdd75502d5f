#include "storage/keyset.h"

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"

namespace broadsheet::storage {
namespace {

// No key contains it: ids and numbers are free of control characters, and the
// rules refuse NUL.
constexpr char kSeparator = '\0';

}  // namespace

std::string SealKeyset(const PageTokenCodec& codec, std::string_view scope,
                       const std::vector<std::string>& key) {
  return codec.Seal(scope,
                    absl::StrJoin(key, absl::string_view(&kSeparator, 1)));
}

absl::StatusOr<std::vector<std::string>> OpenKeyset(const PageTokenCodec& codec,
                                                    std::string_view scope,
                                                    const std::string& token,
                                                    size_t size) {
  if (token.empty()) return std::vector<std::string>();
  auto payload = codec.Open(scope, token);
  if (!payload.ok()) return payload.status();
  std::vector<std::string> key = absl::StrSplit(*payload, kSeparator);
  if (key.size() == size) return key;
  return MakeError(absl::StatusCode::kInvalidArgument, "BAD_PAGE_TOKEN",
                   "page_token belongs to another version; start again "
                   "without one");
}

}  // namespace broadsheet::storage

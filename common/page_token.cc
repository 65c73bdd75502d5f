#include "common/page_token.h"

#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "sodium.h"

namespace broadsheet {
namespace {

using Tag = std::array<unsigned char, crypto_auth_BYTES>;
static_assert(crypto_auth_KEYBYTES == crypto_generichash_BYTES);

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// The scope's length keeps (scope, payload) pairs apart.
std::string Signed(std::string_view scope, std::string_view payload) {
  return absl::StrCat(scope.size(), ":", AsAbsl(scope), AsAbsl(payload));
}

Tag Sign(const std::string& message, const std::string& key) {
  Tag tag;
  crypto_auth(tag.data(), Bytes(message), message.size(), Bytes(key));
  return tag;
}

absl::Status BadToken() {
  return MakeError(absl::StatusCode::kInvalidArgument, "BAD_PAGE_TOKEN",
                   "page_token was altered or belongs to another request; "
                   "start again without one");
}

}  // namespace

PageTokenCodec::PageTokenCodec(std::string_view secret)
    : key_(crypto_generichash_BYTES, '\0') {
  crypto_generichash(reinterpret_cast<unsigned char*>(key_.data()), key_.size(),
                     Bytes(secret), secret.size(), nullptr, 0);
}

std::string PageTokenCodec::Seal(std::string_view scope,
                                 std::string_view payload) const {
  const Tag tag = Sign(Signed(scope, payload), key_);
  std::string raw(tag.begin(), tag.end());
  raw.append(payload);
  return absl::WebSafeBase64Escape(raw);
}

absl::StatusOr<std::string> PageTokenCodec::Open(std::string_view scope,
                                                 std::string_view token) const {
  std::string raw;
  if (!absl::WebSafeBase64Unescape(AsAbsl(token), &raw) ||
      raw.size() < crypto_auth_BYTES) {
    return BadToken();
  }
  std::string payload = raw.substr(crypto_auth_BYTES);
  const std::string message = Signed(scope, payload);
  if (crypto_auth_verify(Bytes(raw), Bytes(message), message.size(),
                         Bytes(key_)) != 0) {
    return BadToken();
  }
  return payload;
}

}  // namespace broadsheet

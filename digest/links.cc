#include "digest/links.h"

#include <sodium.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/errors.h"

namespace broadsheet::digest {
namespace {

constexpr size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr size_t kKey = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr size_t kMaxToken = 2000;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string Hash(std::string_view text, std::string_view key, size_t size) {
  std::string hash(size, '\0');
  crypto_generichash(Bytes(hash), size, Bytes(text), text.size(), Bytes(key),
                     key.size());
  return hash;
}

// A key of its own for each use of the secret.
std::string DeriveKey(std::string_view secret, std::string_view use) {
  return Hash(use, Hash(secret, "", kKey), kKey);
}

absl::Status Unknown() {
  return MakeError(absl::StatusCode::kNotFound, "TOKEN_UNKNOWN",
                   "this link is incomplete or too old");
}

}  // namespace

Links::Links(std::string_view secret, std::string site)
    : key_(DeriveKey(secret, "links in mails")),
      nonce_key_(DeriveKey(secret, "nonces of links in mails")),
      site_(std::move(site)) {}

std::string Links::Seal(const internal::v1::SealedLink& link) const {
  const std::string plain = link.SerializeAsString();
  const std::string nonce = Hash(plain, nonce_key_, kNonce);
  std::string sealed(plain.size() + kTag, '\0');
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      Bytes(sealed), nullptr, Bytes(plain), plain.size(), nullptr, 0, nullptr,
      Bytes(nonce), Bytes(key_));
  return absl::WebSafeBase64Escape(nonce + sealed);
}

absl::StatusOr<internal::v1::SealedLink> Links::Open(std::string_view token,
                                                     absl::Time now) const {
  std::string bytes;
  if (token.size() > kMaxToken ||
      !absl::WebSafeBase64Unescape(AsAbsl(token), &bytes) ||
      bytes.size() < kNonce + kTag) {
    return Unknown();
  }
  std::string plain(bytes.size() - kNonce - kTag, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          Bytes(plain), nullptr, nullptr, Bytes(bytes) + kNonce,
          bytes.size() - kNonce, nullptr, 0, Bytes(bytes), Bytes(key_)) != 0) {
    return Unknown();
  }
  internal::v1::SealedLink link;
  if (!link.ParseFromString(plain) ||
      absl::FromUnixSeconds(link.expires()) < now) {
    return Unknown();
  }
  return link;
}

std::string Links::Url(const internal::v1::SealedLink& link) const {
  return absl::StrCat(site_, "/mail/", Seal(link));
}

std::string Links::ReaderOf(const std::string& address) const {
  return absl::StrCat("mail:",
                      absl::BytesToHexString(Hash(address, nonce_key_, 16)));
}

std::string Links::PaperUrl(std::string_view paper_id) const {
  std::string path;
  for (char c : paper_id) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' ||
        c == '-' || c == '_' || c == ':') {
      path.push_back(c);
    } else {
      absl::StrAppendFormat(&path, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return absl::StrCat(site_, "/papers/", path);
}

}  // namespace broadsheet::digest

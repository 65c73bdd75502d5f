#include "gateway/identity.h"

#include <sodium.h>

#include <deque>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::gateway {
namespace {

constexpr size_t kMaxTokenBytes = 200;

std::string Hmac(const std::string& key, std::string_view text) {
  std::string mac(crypto_auth_BYTES, '\0');
  crypto_auth(reinterpret_cast<unsigned char*>(mac.data()),
              reinterpret_cast<const unsigned char*>(text.data()), text.size(),
              reinterpret_cast<const unsigned char*>(key.data()));
  return mac;
}

bool SameBytes(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

absl::Status UnknownToken() {
  return MakeError(absl::StatusCode::kUnauthenticated, "TOKEN_UNKNOWN",
                   "the token is unknown or was revoked");
}

}  // namespace

// Readers by the hash of their token; the oldest entry leaves a full cache.
class Authenticator::TokenCache {
 public:
  TokenCache(absl::Duration keep, size_t limit, const Clock* clock)
      : keep_(keep), limit_(limit), clock_(clock) {}

  std::optional<std::string> Find(const std::string& hash) {
    const std::lock_guard<std::mutex> lock(mu_);
    const auto found = entries_.find(hash);
    if (found == entries_.end() || found->second.until <= clock_->Now()) {
      return std::nullopt;
    }
    return found->second.reader_id;
  }

  void Put(const std::string& hash, const std::string& reader_id) {
    const std::lock_guard<std::mutex> lock(mu_);
    if (entries_.count(hash) == 0) order_.push_back(hash);
    entries_[hash] = {reader_id, clock_->Now() + keep_};
    while (entries_.size() > limit_) {
      entries_.erase(order_.front());
      order_.pop_front();
    }
  }

 private:
  struct Entry {
    std::string reader_id;
    absl::Time until;
  };
  const absl::Duration keep_;
  const size_t limit_;
  const Clock* const clock_;
  std::mutex mu_;
  std::unordered_map<std::string, Entry> entries_;  // GUARDED_BY(mu_)
  std::deque<std::string> order_;  // Oldest first. GUARDED_BY(mu_)
};

std::string SessionCookie(std::string_view token, bool secure) {
  return absl::StrCat(kSessionCookie, "=", AsAbsl(token),
                      "; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000",
                      secure ? "; Secure" : "");
}

std::string EndedSessionCookie() {
  return absl::StrCat(kSessionCookie,
                      "=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

Authenticator::Authenticator(Options options, Backend* backend,
                             const Clock* clock)
    : options_(std::move(options)),
      operator_hash_(options_.operator_token.empty()
                         ? ""
                         : HashToken(options_.operator_token)),
      csrf_key_(HashToken("csrf:" + options_.secret)),
      backend_(backend),
      cache_(std::make_unique<TokenCache>(options_.cache_for,
                                          options_.cache_entries, clock)) {}

Authenticator::~Authenticator() = default;

bool Authenticator::IdentifyNow(std::string_view token, Identity* identity) {
  *identity = Identity();
  if (token.empty()) return true;
  if (token.size() > kMaxTokenBytes) return false;
  const std::string hash = HashToken(token);
  // Hashes are compared, so that neither length nor prefix shows in the time.
  if (!operator_hash_.empty() && SameBytes(hash, operator_hash_)) {
    identity->kind = Identity::Kind::kOperator;
    return true;
  }
  std::optional<std::string> reader = cache_->Find(hash);
  if (!reader.has_value()) return false;
  *identity = {Identity::Kind::kReader, *std::move(reader)};
  return true;
}

absl::StatusOr<Identity> Authenticator::Identify(const CallContext& call,
                                                 std::string_view token) {
  Identity identity;
  if (IdentifyNow(token, &identity)) return identity;
  if (token.size() > kMaxTokenBytes) return UnknownToken();
  const std::string hash = HashToken(token);
  auto reader = backend_->FindToken(call, hash);
  if (absl::IsNotFound(reader.status())) return UnknownToken();
  if (!reader.ok()) return reader.status();
  cache_->Put(hash, *reader);
  return Identity{Identity::Kind::kReader, *std::move(reader)};
}

std::string Authenticator::CsrfToken(std::string_view session) const {
  return absl::WebSafeBase64Escape(Hmac(csrf_key_, session));
}

bool Authenticator::CsrfTokenFits(std::string_view session,
                                  std::string_view csrf) const {
  return !session.empty() && SameBytes(CsrfToken(session), csrf);
}

std::string MakeToken() {
  std::string bytes(32, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return "bs_" + absl::WebSafeBase64Escape(bytes);
}

std::string HashToken(std::string_view token) {
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                     reinterpret_cast<const unsigned char*>(token.data()),
                     token.size());
  return hash;
}

}  // namespace broadsheet::gateway

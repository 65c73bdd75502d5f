#include "gateway/identity.h"

#include <sodium.h>

#include <algorithm>
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

  std::optional<Identity> Find(const std::string& hash) {
    const std::lock_guard<std::mutex> lock(mu_);
    const auto found = entries_.find(hash);
    if (found == entries_.end() || found->second.until <= clock_->Now()) {
      return std::nullopt;
    }
    return found->second.identity;
  }

  void Put(const std::string& hash, const Identity& identity,
           absl::Time expires) {
    const std::lock_guard<std::mutex> lock(mu_);
    if (entries_.count(hash) == 0) order_.push_back(hash);
    entries_[hash] = {identity, std::min(clock_->Now() + keep_, expires)};
    while (entries_.size() > limit_) {
      entries_.erase(order_.front());
      order_.pop_front();
    }
  }

  // The entries stay in their order, and are asked for anew.
  void ForgetReader(const std::string& reader_id) {
    const std::lock_guard<std::mutex> lock(mu_);
    for (auto& [hash, entry] : entries_) {
      if (entry.identity.reader_id == reader_id) {
        entry.until = absl::InfinitePast();
      }
    }
  }

 private:
  struct Entry {
    Identity identity;
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
  std::optional<Identity> reader = cache_->Find(hash);
  if (!reader.has_value()) return false;
  *identity = *std::move(reader);
  return true;
}

absl::StatusOr<Identity> Authenticator::Identify(const CallContext& call,
                                                 std::string_view token) {
  Identity identity;
  if (IdentifyNow(token, &identity)) return identity;
  if (token.size() > kMaxTokenBytes) return UnknownToken();
  const std::string hash = HashToken(token);
  auto found = backend_->FindCredential(call, hash);
  if (absl::IsNotFound(found.status())) return UnknownToken();
  if (!found.ok()) return found.status();
  identity.kind = Identity::Kind::kReader;
  identity.reader_id = found->reader_id;
  identity.role = found->role;
  identity.scopes = found->scopes;
  identity.session = found->session;
  identity.banned = found->banned;
  identity.credential = hash;
  cache_->Put(hash, identity, found->expires);
  return identity;
}

void Authenticator::ForgetReader(const std::string& reader_id) {
  cache_->ForgetReader(reader_id);
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

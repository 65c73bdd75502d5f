#ifndef BROADSHEET_GATEWAY_IDENTITY_H_
#define BROADSHEET_GATEWAY_IDENTITY_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/v1/account.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "gateway/backend.h"

namespace broadsheet::gateway {

// Who asks.
struct Identity {
  enum class Kind { kAnonymous, kReader, kOperator };
  Kind kind = Kind::kAnonymous;
  // Only for readers; the operator names readers in requests.
  std::string reader_id;
  // Of readers with an account.
  v1::Role role = v1::ROLE_UNSPECIFIED;
  // A bit for each v1::TokenScope, by its number; 0: everything.
  int scopes = 0;
  // By a session, not a token.
  bool session = false;
  // Their writes are refused.
  bool banned = false;
  // The hash of the reader's token.
  std::string credential = {};

  bool anonymous() const { return kind == Kind::kAnonymous; }
  bool is_reader() const { return kind == Kind::kReader; }
  bool is_operator() const { return kind == Kind::kOperator; }
  // Good for all that the reader may do.
  bool is_full() const { return scopes == 0; }
  bool Has(v1::TokenScope scope) const {
    return scopes == 0 || (scopes & (1 << scope)) != 0;
  }
  // By role and scope; the operator is everything.
  bool is_editor() const { return Holds(v1::ROLE_EDITOR); }
  bool is_admin() const { return Holds(v1::ROLE_ADMIN); }

 private:
  bool Holds(v1::Role least) const {
    return is_operator() ||
           (role >= least && Has(v1::TOKEN_SCOPE_ADMIN) && !banned);
  }

 public:
};

// The session cookie holds a token, as "authorization: Bearer" does.
inline constexpr char kSessionCookie[] = "broadsheet_session";

// Values of Set-Cookie: HttpOnly, SameSite=Lax, for the whole site. `secure`:
// to be sent over TLS only.
std::string SessionCookie(std::string_view token, bool secure);
std::string EndedSessionCookie();

// Tells who a token speaks for, and guards forms. Thread-safe.
class Authenticator {
 public:
  struct Options {
    // Empty: there is no operator.
    std::string operator_token;
    // Keys the CSRF tokens; shared by replicas. Not empty.
    std::string secret;
    // How long a reader's token is believed without asking storage.
    absl::Duration cache_for = absl::Seconds(5);
    size_t cache_entries = 10000;
  };

  // `backend` and `clock` must outlive this.
  Authenticator(Options options, Backend* backend, const Clock* clock);
  ~Authenticator();

  // Anonymous for an empty token; UNAUTHENTICATED (reason TOKEN_UNKNOWN) for
  // one that nobody has; UNAVAILABLE when storage does not say. May block.
  absl::StatusOr<Identity> Identify(const CallContext& call,
                                    std::string_view token);
  // Believes none of the reader's tokens any more without asking: some have
  // changed.
  void ForgetReader(const std::string& reader_id);
  // The same without asking storage: false when only storage can tell.
  bool IdentifyNow(std::string_view token, Identity* identity);

  // What a form of this session carries in its field "csrf" (or a script in
  // the header X-CSRF-Token).
  std::string CsrfToken(std::string_view session) const;
  bool CsrfTokenFits(std::string_view session, std::string_view csrf) const;

 private:
  class TokenCache;
  const Options options_;
  const std::string operator_hash_;  // Empty when there is no operator.
  const std::string csrf_key_;
  Backend* const backend_;
  const std::unique_ptr<TokenCache> cache_;
};

// 32 random bytes as "bs_" and base64url.
std::string MakeToken();
// SHA-256, 32 bytes: what storage keeps of a token.
std::string HashToken(std::string_view token);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_IDENTITY_H_

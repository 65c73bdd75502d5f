#include "gateway/oidc/id_token.h"

#include <cjose/cjose.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/json_tree.h"

namespace broadsheet::gateway {
namespace {

constexpr size_t kMaxTokenBytes = 64 << 10;
constexpr size_t kMaxKeySetBytes = 1 << 20;
constexpr size_t kMaxKeys = 50;
constexpr size_t kMinRsaBits = 2048;
constexpr size_t kMaxSubjectBytes = 255;
constexpr size_t kMaxTextBytes = 200;
constexpr absl::Duration kClockSkew = absl::Minutes(1);

struct JwkDeleter {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
};
using JwkPtr = std::unique_ptr<cjose_jwk_t, JwkDeleter>;

struct JwsDeleter {
  void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
};
using JwsPtr = std::unique_ptr<cjose_jws_t, JwsDeleter>;

absl::Status Refused(std::string_view why) {
  return MakeError(absl::StatusCode::kUnauthenticated, "SIGN_IN_REFUSED",
                   absl::StrCat("the provider's ID token ", AsAbsl(why)));
}

JwsPtr ImportToken(const std::string& token) {
  if (token.size() > kMaxTokenBytes) return nullptr;
  return JwsPtr(cjose_jws_import(token.data(), token.size(), nullptr));
}

std::string HeaderText(const JwsPtr& jws, const char* name) {
  const char* text =
      cjose_header_get(cjose_jws_get_protected(jws.get()), name, nullptr);
  return text == nullptr ? "" : text;
}

bool HasHeader(const JwsPtr& jws, const char* name) {
  char* raw =
      cjose_header_get_raw(cjose_jws_get_protected(jws.get()), name, nullptr);
  const bool has = raw != nullptr;
  std::free(raw);
  return has;
}

// Signatures with public keys: RSA's begin with R or P, EC's with E.
bool IsPublicKeyAlgorithm(std::string_view name) {
  return name.size() == 5 &&
         (absl::StartsWith(AsAbsl(name), "RS") ||
          absl::StartsWith(AsAbsl(name), "PS") ||
          absl::StartsWith(AsAbsl(name), "ES")) &&
         (absl::EndsWith(AsAbsl(name), "256") ||
          absl::EndsWith(AsAbsl(name), "384") ||
          absl::EndsWith(AsAbsl(name), "512"));
}

// Whether `audience`, a text or a list of texts, names the client, and how many
// it names.
bool NamesClient(JsonElement claims, std::string_view client, size_t* names) {
  *names = 1;
  if (FindText(claims, {"aud"}) == client) return true;
  *names = 0;
  bool found = false;
  ForEach(claims, {"aud"}, [&](JsonElement each) {
    std::string_view text;
    ++*names;
    found = found || (!each.get(text) && text == client);
  });
  return found;
}

// A claim about times: seconds since 1970, with a fraction or without.
bool FindTime(JsonElement claims, std::string_view name, absl::Time* time) {
  const auto value = Find(claims, {name});
  double seconds = 0;
  if (!value || value->get(seconds)) return false;
  *time = absl::UnixEpoch() + absl::Seconds(seconds);
  return true;
}

bool HasControls(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
  });
}

// For people to read, or empty.
std::string Readable(std::string_view text) {
  if (text.size() > kMaxTextBytes || HasControls(text)) return "";
  return std::string(text);
}

absl::Status CheckClaims(JsonElement claims, const IdTokenRules& rules) {
  if (FindText(claims, {"iss"}) != rules.issuer) {
    return Refused("is another issuer's");
  }
  size_t audience = 0;
  if (!NamesClient(claims, rules.client_id, &audience)) {
    return Refused("is for somebody else (aud)");
  }
  const auto party = FindText(claims, {"azp"});
  if ((audience > 1 || !party.empty()) && party != rules.client_id) {
    return Refused("is for somebody else (azp)");
  }
  if (FindText(claims, {"nonce"}) != rules.nonce) {
    return Refused("is of another sign-in (nonce)");
  }
  absl::Time expires, issued;
  if (!FindTime(claims, "exp", &expires) || expires + kClockSkew <= rules.now) {
    return Refused("has expired; is a clock wrong?");
  }
  if (!FindTime(claims, "iat", &issued) || issued - kClockSkew > rules.now) {
    return Refused("is from the future; is a clock wrong?");
  }
  const auto subject = FindText(claims, {"sub"});
  if (subject.empty() || subject.size() > kMaxSubjectBytes ||
      HasControls(subject)) {
    return Refused("does not say who it is (sub)");
  }
  return absl::OkStatus();
}

// Some providers write "true".
bool IsVerified(JsonElement from) {
  return FindTrue(from, {"email_verified"}) ||
         FindText(from, {"email_verified"}) == "true";
}

void AddPerson(JsonElement from, OidcClaims* claims) {
  if (claims->email.empty() && IsVerified(from)) {
    claims->email = Readable(FindText(from, {"email"}));
  }
  for (const char* name :
       {"preferred_username", "nickname", "name", "given_name"}) {
    if (claims->name.empty()) claims->name = Readable(FindText(from, {name}));
  }
}

}  // namespace

struct KeySet::Key {
  std::string id;
  std::string algorithm;  // Empty: any of its type.
  JwkPtr jwk;

  // By its type, its own word and the algorithm's.
  bool Fits(std::string_view wanted_id, std::string_view wanted) const {
    if (!wanted_id.empty() && id != wanted_id) return false;
    if (!algorithm.empty() && algorithm != wanted) return false;
    const bool rsa = cjose_jwk_get_kty(jwk.get(), nullptr) == CJOSE_JWK_KTY_RSA;
    return rsa == (wanted[0] != 'E');
  }
};

KeySet::KeySet() = default;
KeySet::KeySet(KeySet&&) noexcept = default;
KeySet& KeySet::operator=(KeySet&&) noexcept = default;
KeySet::~KeySet() = default;

absl::StatusOr<KeySet> KeySet::Parse(std::string_view json) {
  JsonTree tree(kMaxKeySetBytes);
  if (json.size() > kMaxKeySetBytes || tree.Parse(json)) {
    return absl::UnavailableError("the provider's keys are no JSON object");
  }
  KeySet set;
  ForEach(tree.root(), {"keys"}, [&](JsonElement each) {
    const auto use = FindText(each, {"use"});
    if (set.keys_.size() >= kMaxKeys || (!use.empty() && use != "sig")) return;
    const std::string text = simdjson::minify(each);
    JwkPtr jwk(cjose_jwk_import(text.data(), text.size(), nullptr));
    if (jwk == nullptr) return;
    const auto type = cjose_jwk_get_kty(jwk.get(), nullptr);
    if (type != CJOSE_JWK_KTY_RSA && type != CJOSE_JWK_KTY_EC) return;
    if (type == CJOSE_JWK_KTY_RSA &&
        cjose_jwk_get_keysize(jwk.get(), nullptr) < kMinRsaBits) {
      return;
    }
    set.keys_.push_back({std::string(FindText(each, {"kid"})),
                         std::string(FindText(each, {"alg"})), std::move(jwk)});
  });
  if (!set.keys_.empty()) return set;
  return absl::UnavailableError("the provider has no keys that we know to use");
}

bool KeySet::Has(std::string_view id) const {
  for (const Key& key : keys_) {
    if (key.id == id) return true;
  }
  return false;
}

bool KeySet::Signed(const std::string& token, std::string_view id,
                    std::string_view algorithm) const {
  for (const Key& key : keys_) {
    if (!key.Fits(id, algorithm)) continue;
    const JwsPtr jws = ImportToken(token);
    if (jws != nullptr && cjose_jws_verify(jws.get(), key.jwk.get(), nullptr)) {
      return true;
    }
  }
  return false;
}

absl::StatusOr<TokenHeader> ReadTokenHeader(const std::string& token) {
  const JwsPtr jws = ImportToken(token);
  if (jws == nullptr) return Refused("is no signed token");
  TokenHeader header{HeaderText(jws, CJOSE_HDR_KID),
                     HeaderText(jws, CJOSE_HDR_ALG)};
  if (!IsPublicKeyAlgorithm(header.algorithm)) {
    return Refused("is not signed with a public key's algorithm");
  }
  if (HasHeader(jws, "crit")) return Refused("has extensions (crit)");
  return header;
}

absl::StatusOr<OidcClaims> VerifyIdToken(const std::string& token,
                                         const KeySet& keys,
                                         const IdTokenRules& rules) {
  const auto header = ReadTokenHeader(token);
  if (!header.ok()) return header.status();
  if (!keys.Signed(token, header->key_id, header->algorithm)) {
    return Refused("is not signed by the provider");
  }
  const JwsPtr jws = ImportToken(token);
  uint8_t* data = nullptr;
  size_t size = 0;
  if (jws == nullptr ||
      !cjose_jws_get_plaintext(jws.get(), &data, &size, nullptr)) {
    return Refused("has no claims");
  }
  JsonTree tree(kMaxTokenBytes);
  if (tree.Parse({reinterpret_cast<const char*>(data), size})) {
    return Refused("has no claims");
  }
  if (absl::Status valid = CheckClaims(tree.root(), rules); !valid.ok()) {
    return valid;
  }
  OidcClaims claims;
  claims.subject = FindText(tree.root(), {"sub"});
  AddPerson(tree.root(), &claims);
  return claims;
}

absl::Status AddUserInfo(std::string_view json, OidcClaims* claims) {
  JsonTree tree(kMaxKeySetBytes);
  // Some providers sign it, as a text that is no JSON.
  if (json.size() > kMaxKeySetBytes || tree.Parse(json)) {
    return absl::OkStatus();
  }
  if (FindText(tree.root(), {"sub"}) != claims->subject) {
    return Refused("is not of whom the user info tells");
  }
  AddPerson(tree.root(), claims);
  return absl::OkStatus();
}

}  // namespace broadsheet::gateway

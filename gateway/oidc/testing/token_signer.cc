#include "gateway/oidc/testing/token_signer.h"

#include <cjose/cjose.h>

#include <cstdint>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"

namespace broadsheet::gateway {
namespace {

std::string SignBy(const cjose_jwk_t* key, const std::string& id,
                   const std::string& algorithm, const std::string& claims,
                   bool crit) {
  cjose_header_t* header = cjose_header_new(nullptr);
  cjose_header_set(header, CJOSE_HDR_ALG, algorithm.c_str(), nullptr);
  if (!id.empty()) cjose_header_set(header, CJOSE_HDR_KID, id.c_str(), nullptr);
  if (crit) cjose_header_set_raw(header, "crit", R"(["exp"])", nullptr);
  cjose_jws_t* jws = cjose_jws_sign(
      key, header, reinterpret_cast<const uint8_t*>(claims.data()),
      claims.size(), nullptr);
  cjose_header_release(header);
  const char* text = nullptr;
  cjose_jws_export(jws, &text, nullptr);
  std::string token(text);
  cjose_jws_release(jws);
  return token;
}

}  // namespace

struct TokenSigner::Key {
  ~Key() { cjose_jwk_release(jwk); }
  bool rsa = true;
  cjose_jwk_t* jwk = nullptr;
};

TokenSigner::TokenSigner(std::string id, int bits)
    : id_(std::move(id)), key_(std::make_unique<Key>()) {
  static constexpr uint8_t kExponent[] = {1, 0, 1};
  key_->rsa = bits > 0;
  key_->jwk =
      key_->rsa
          ? cjose_jwk_create_RSA_random(static_cast<size_t>(bits), kExponent,
                                        sizeof kExponent, nullptr)
          : cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr);
  cjose_jwk_set_kid(key_->jwk, id_.data(), id_.size(), nullptr);
}

TokenSigner::~TokenSigner() = default;

std::string TokenSigner::PublicJwk() const {
  char* json = cjose_jwk_to_json(key_->jwk, /*priv=*/false, nullptr);
  std::string text(json);
  std::free(json);
  return text;
}

std::string TokenSigner::Keys() const {
  return absl::StrCat(R"({"keys":[)", PublicJwk(), "]}");
}

std::string TokenSigner::Sign(const std::string& claims,
                              const std::string& algorithm, bool crit) const {
  const std::string own = key_->rsa ? "RS256" : "ES256";
  return SignBy(key_->jwk, id_, algorithm.empty() ? own : algorithm, claims,
                crit);
}

std::string SignWithSecret(const std::string& claims,
                           const std::string& secret) {
  cjose_jwk_t* key = cjose_jwk_create_oct_spec(
      reinterpret_cast<const uint8_t*>(secret.data()), secret.size(), nullptr);
  std::string token = SignBy(key, "", "HS256", claims, false);
  cjose_jwk_release(key);
  return token;
}

}  // namespace broadsheet::gateway

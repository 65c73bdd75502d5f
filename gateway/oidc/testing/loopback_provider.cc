#include "gateway/oidc/testing/loopback_provider.h"

#include <openssl/sha.h>

#include <functional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace broadsheet::gateway {
namespace {

constexpr char kDiscovery[] = "/.well-known/openid-configuration";

// As much of percent-encoding as the tests' values need.
std::string Decode(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"+", " "},
                                    {"%20", " "},
                                    {"%3A", ":"},
                                    {"%2F", "/"},
                                    {"%3a", ":"},
                                    {"%2f", "/"}});
}

}  // namespace

LoopbackProvider::LoopbackProvider(absl::Time now)
    : now_(now), signer_(std::make_unique<TokenSigner>("first", 0)) {
  server_ = *HttpServer::Start(
      {.listen = "127.0.0.1:0"},
      [this](HttpRequest request, std::function<void(HttpResponse)> done) {
        done(Handle(request));
      });
}

LoopbackProvider::~LoopbackProvider() { server_.reset(); }

std::string LoopbackProvider::issuer() const {
  return absl::StrCat("http://127.0.0.1:", server_->port());
}

OidcProviderOptions LoopbackProvider::Options() const {
  return {.id = "uni",
          .title = "University",
          .issuer = issuer(),
          .client_id = "broadsheet",
          .client_secret = "hush:hush"};
}

std::string LoopbackProvider::Parameter(const std::string& url,
                                        const std::string& name) {
  const std::string query = url.substr(url.find('?') + 1);
  for (absl::string_view pair : absl::StrSplit(query, '&')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(pair, absl::MaxSplits('=', 1));
    if (parts.first == name) return Decode(parts.second);
  }
  return "";
}

std::string LoopbackProvider::CodeFor(const std::string& authorization_url,
                                      const std::string& subject) {
  std::lock_guard lock(mu_);
  const std::string code = absl::StrCat("code of ", subject);
  nonces_[code] = Parameter(authorization_url, "nonce");
  challenges_[code] = Parameter(authorization_url, "code_challenge");
  return code;
}

void LoopbackProvider::Answer(const std::string& path, int status,
                              const std::string& body) {
  std::lock_guard lock(mu_);
  answers_[path] = {status, body};
}

int LoopbackProvider::Asked(const std::string& path) {
  std::lock_guard lock(mu_);
  return asked_[path];
}

std::string LoopbackProvider::token_form() {
  std::lock_guard lock(mu_);
  return token_form_;
}

std::string LoopbackProvider::token_authorization() {
  std::lock_guard lock(mu_);
  return token_authorization_;
}

void LoopbackProvider::SetClaims(const std::string& more) {
  std::lock_guard lock(mu_);
  claims_ = more;
}

void LoopbackProvider::SetUserInfo(const std::string& more) {
  std::lock_guard lock(mu_);
  user_info_ = more;
}

void LoopbackProvider::Describe(const std::string& more) {
  std::lock_guard lock(mu_);
  description_ = more;
}

void LoopbackProvider::SetNow(absl::Time now) {
  std::lock_guard lock(mu_);
  now_ = now;
}

std::string LoopbackProvider::Challenge(const std::string& verifier) {
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(verifier.data()),
         verifier.size(), hash);
  std::string text = absl::WebSafeBase64Escape(
      absl::string_view(reinterpret_cast<const char*>(hash), sizeof hash));
  text.resize(text.find_last_not_of('=') + 1);
  return text;
}

void LoopbackProvider::ChangeKey(const std::string& id) {
  std::lock_guard lock(mu_);
  signer_ = std::make_unique<TokenSigner>(id, 0);
}

HttpResponse LoopbackProvider::Handle(const HttpRequest& request) {
  std::lock_guard lock(mu_);
  const std::string path(request.target);
  ++asked_[path];
  const auto canned = answers_.find(path);
  if (canned != answers_.end() && !canned->second.body.empty()) {
    return {.status = canned->second.status, .body = canned->second.body};
  }
  if (path == kDiscovery) {
    return {.body = absl::StrReplaceAll(
                R"({"issuer":"@","authorization_endpoint":"@/auth?tenant=1",
                "token_endpoint":"@/token","jwks_uri":"@/keys",
                "userinfo_endpoint":"@/me"~})",
                {{"@", issuer()}, {"~", description_}})};
  }
  if (path == "/keys") return {.body = signer_->Keys()};
  if (path == "/token") {
    const std::string form = "?" + request.body;
    if (Parameter(form, "redirect_uri") != kRedirectUri ||
        Challenge(Parameter(form, "code_verifier")) !=
            challenges_[Parameter(form, "code")]) {
      return {.status = 400, .body = R"({"error":"invalid_grant"})"};
    }
    token_form_ = request.body;
    token_authorization_ = std::string(request.Header("Authorization"));
    return {.body = Tokens(request.body)};
  }
  if (path == "/me") {
    const std::string bearer(request.Header("Authorization"));
    return {.body = absl::StrCat(R"({"sub":")",
                                 bearer.substr(bearer.rfind(' ') + 1), "\"",
                                 user_info_, "}")};
  }
  return {.status = 404};
}

// The access token is the subject: whose user info it opens.
std::string LoopbackProvider::Tokens(const std::string& form) {
  const std::string code = Parameter("?" + form, "code");
  const std::string subject = code.substr(code.rfind(' ') + 1);
  const int64_t now = absl::ToUnixSeconds(now_);
  const std::string claims =
      absl::StrCat(R"({"iss":")", issuer(), R"(","aud":"broadsheet","sub":")",
                   subject, R"(","nonce":")", nonces_[code], R"(","iat":)", now,
                   R"(,"exp":)", now + 600, claims_, "}");
  return absl::StrCat(R"({"access_token":")", subject, R"(","id_token":")",
                      signer_->Sign(claims), R"("})");
}

}  // namespace broadsheet::gateway

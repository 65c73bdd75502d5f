#include "gateway/oidc/oidc_provider.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/http_client/url.h"
#include "common/json_tree.h"
#include "common/text.h"

namespace broadsheet::gateway {
namespace {

constexpr absl::Duration kBelieve = absl::Hours(1);
constexpr absl::Duration kBelieveInNeed = absl::Hours(24);
constexpr absl::Duration kKeyPause = absl::Minutes(1);
constexpr char kDiscoveryPath[] = ".well-known/openid-configuration";

// What an OAuth error answer says (RFC 6749, section 5.2), for people; cut.
std::string ErrorOf(const HttpPage& page) {
  JsonTree tree;
  if (tree.Parse(page.body)) return absl::StrCat("HTTP ", page.status);
  const auto error = FindText(tree.root(), {"error"});
  const auto text = FindText(tree.root(), {"error_description"});
  return absl::StrCat("HTTP ", page.status, " ", AsAbsl(error.substr(0, 100)),
                      " ", AsAbsl(text.substr(0, 300)));
}

// A name and a secret are encoded before they stand in a header (RFC 6749,
// section 2.3.1).
std::string FormValue(const std::string& text) {
  return FormOf({{"v", text}}).substr(2);
}

// One of the few who may ask.
class Turn {
 public:
  explicit Turn(const OidcProvider::Environment& environment)
      : turns_(environment.turns),
        taken_(turns_->try_acquire_for(
            absl::ToChronoMilliseconds(environment.longest_wait))) {}
  ~Turn() {
    if (taken_) turns_->release();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  bool taken() const { return taken_; }

 private:
  OidcProvider::Turns* const turns_;
  const bool taken_;
};

bool HasMember(JsonElement from, std::initializer_list<std::string_view> path,
               std::string_view wanted) {
  bool found = false;
  ForEach(from, path, [&](JsonElement each) {
    std::string_view text;
    found = found || (!each.get(text) && text == wanted);
  });
  return found;
}

}  // namespace

struct OidcProvider::Metadata {
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string jwks_uri;
  // Empty: there is none.
  std::string userinfo_endpoint;
  // How the client proves itself: client_secret_basic is the default, and
  // client_secret_post what is done where only that is known.
  bool secret_in_body = false;
  // Its answers always say whose they are (RFC 9207).
  bool names_itself = false;
};

OidcProvider::OidcProvider(OidcProviderOptions options,
                           std::string redirect_uri, Environment environment)
    : options_(std::move(options)),
      redirect_uri_(std::move(redirect_uri)),
      environment_(environment) {}

OidcProvider::~OidcProvider() = default;

// What is wrong with the operator's network is for the operator to read.
absl::Status OidcProvider::Down(std::string_view why) const {
  environment_.log->Warning(
      "a sign-in provider cannot be asked",
      {{"provider", options_.id}, {"why", std::string(why)}});
  return MakeError(absl::StatusCode::kUnavailable, "PROVIDER_DOWN",
                   absl::StrCat(options_.title,
                                " cannot be asked now; try again in a minute"));
}

absl::Status OidcProvider::Refused(std::string_view why) const {
  return MakeError(
      absl::StatusCode::kUnauthenticated, "SIGN_IN_REFUSED",
      absl::StrCat(options_.title, " did not sign you in: ", AsAbsl(why)));
}

absl::StatusOr<std::string> OidcProvider::AuthorizationUrl(
    const CallContext& call, const std::string& state, const std::string& nonce,
    const std::string& challenge) {
  std::shared_ptr<const Metadata> metadata = Known();
  if (metadata == nullptr) {
    const Turn turn(environment_);
    if (!turn.taken()) return Down("others wait for it");
    auto discovered = Discover(call);
    if (!discovered.ok()) return discovered.status();
    metadata = *std::move(discovered);
  }
  return WithParameters(metadata->authorization_endpoint,
                        {{"response_type", "code"},
                         {"client_id", options_.client_id},
                         {"redirect_uri", redirect_uri_},
                         {"scope", options_.scopes},
                         {"state", state},
                         {"nonce", nonce},
                         {"code_challenge", challenge},
                         {"code_challenge_method", "S256"}});
}

absl::StatusOr<OidcClaims> OidcProvider::Redeem(const CallContext& call,
                                                const Answer& answer) {
  const Turn turn(environment_);
  if (!turn.taken()) return Down("others wait for it");
  return RedeemNow(call, answer);
}

absl::StatusOr<OidcClaims> OidcProvider::RedeemNow(const CallContext& call,
                                                   const Answer& answer) {
  const auto metadata = Discover(call);
  if (!metadata.ok()) return metadata.status();
  const bool unnamed = answer.issuer.empty() && !(*metadata)->names_itself;
  if (!unnamed && answer.issuer != options_.issuer) {
    return Refused("another provider answered");
  }
  const auto tokens = AskTokens(call, **metadata, answer);
  if (!tokens.ok()) return tokens.status();
  const auto header = ReadTokenHeader(tokens->id_token);
  if (!header.ok()) return header.status();
  const auto keys = KeysFor(call, (*metadata)->jwks_uri, header->key_id);
  if (!keys.ok()) return keys.status();
  auto claims = VerifyIdToken(tokens->id_token, **keys,
                              {.issuer = options_.issuer,
                               .client_id = options_.client_id,
                               .nonce = answer.nonce,
                               .now = environment_.clock->Now()});
  if (!claims.ok()) return claims.status();
  if (claims->email.empty() || claims->name.empty()) {
    absl::Status told =
        AskUserInfo(call, **metadata, tokens->access_token, &*claims);
    if (!told.ok()) return told;
  }
  return claims;
}

// Redirects are answers: they could lead where others read along.
absl::StatusOr<HttpPage> OidcProvider::Ask(const CallContext& call,
                                           const HttpQuestion& question) {
  auto page = environment_.fetcher->Ask(call, question);
  if (absl::Status alive = call.Alive(); !alive.ok()) return alive;
  if (!page.ok()) return Down(AsStd(page.status().message()));
  if (page->status >= 500 || page->status == 429) return Down(ErrorOf(*page));
  return page;
}

std::shared_ptr<const OidcProvider::Metadata> OidcProvider::Known() {
  std::lock_guard lock(mu_);
  const bool fresh = environment_.clock->Now() < metadata_asked_ + kBelieve;
  return fresh ? metadata_ : nullptr;
}

absl::StatusOr<std::shared_ptr<const OidcProvider::Metadata>>
OidcProvider::Discover(const CallContext& call) {
  if (auto known = Known()) return known;
  auto metadata = AskMetadata(call);
  const absl::Time now = environment_.clock->Now();
  std::lock_guard lock(mu_);
  if (metadata.ok()) {
    metadata_ = *metadata;
    metadata_asked_ = now;
  } else if (now < metadata_asked_ + kBelieveInNeed) {
    return metadata_;
  }
  return metadata;
}

absl::StatusOr<std::shared_ptr<const OidcProvider::Metadata>>
OidcProvider::AskMetadata(const CallContext& call) {
  const auto page = Ask(call, {.url = WithPath(options_.issuer, kDiscoveryPath),
                               .follow = false});
  if (!page.ok()) return page.status();
  JsonTree tree;
  if (page->status != 200 || tree.Parse(page->body)) {
    return Down(absl::StrCat(kDiscoveryPath, " answers HTTP ", page->status,
                             " and no description"));
  }
  const JsonElement root = tree.root();
  if (FindText(root, {"issuer"}) != options_.issuer) {
    return Down(absl::StrCat("it calls itself ",
                             AsAbsl(CutUtf8(FindText(root, {"issuer"}), 300)),
                             " and not ", options_.issuer));
  }
  auto metadata = std::make_shared<Metadata>();
  const auto url = [&](const char* name, std::string* to) {
    *to = FindText(root, {name});
    return IsSafeProviderUrl(*to) && !HostOf(*to).empty();
  };
  if (!url("authorization_endpoint", &metadata->authorization_endpoint) ||
      !url("token_endpoint", &metadata->token_endpoint) ||
      !url("jwks_uri", &metadata->jwks_uri)) {
    return Down("its description lacks an endpoint of https");
  }
  if (!url("userinfo_endpoint", &metadata->userinfo_endpoint)) {
    metadata->userinfo_endpoint.clear();
  }
  constexpr char kMethods[] = "token_endpoint_auth_methods_supported";
  metadata->secret_in_body =
      HasMember(root, {kMethods}, "client_secret_post") &&
      !HasMember(root, {kMethods}, "client_secret_basic");
  metadata->names_itself =
      FindTrue(root, {"authorization_response_iss_parameter_supported"});
  return std::shared_ptr<const Metadata>(std::move(metadata));
}

absl::StatusOr<std::shared_ptr<const KeySet>> OidcProvider::KeysFor(
    const CallContext& call, const std::string& url,
    const std::string& key_id) {
  bool known = false;
  {
    std::lock_guard lock(mu_);
    const absl::Duration age = environment_.clock->Now() - keys_asked_;
    known = keys_ != nullptr && (key_id.empty() || keys_->Has(key_id));
    if ((known && age < kBelieve) || (keys_ != nullptr && age < kKeyPause)) {
      return keys_;
    }
    known = known && age < kBelieveInNeed;
  }
  auto keys = AskKeys(call, url);
  std::lock_guard lock(mu_);
  if (!keys.ok() && !known) return keys.status();
  if (keys.ok()) {
    keys_ = std::make_shared<const KeySet>(*std::move(keys));
    keys_asked_ = environment_.clock->Now();
  }
  return keys_;
}

absl::StatusOr<KeySet> OidcProvider::AskKeys(const CallContext& call,
                                             const std::string& url) {
  const auto page = Ask(call, {.url = url, .follow = false});
  if (!page.ok()) return page.status();
  auto keys = KeySet::Parse(page->body);
  if (!keys.ok()) return Down(AsStd(keys.status().message()));
  return keys;
}

absl::StatusOr<OidcProvider::Tokens> OidcProvider::AskTokens(
    const CallContext& call, const Metadata& metadata, const Answer& answer) {
  UrlParameters form = {{"grant_type", "authorization_code"},
                        {"code", answer.code},
                        {"redirect_uri", redirect_uri_},
                        {"code_verifier", answer.verifier}};
  HttpQuestion question{.url = metadata.token_endpoint, .follow = false};
  if (options_.client_secret.empty() || metadata.secret_in_body) {
    form.emplace_back("client_id", options_.client_id);
    form.emplace_back("client_secret", options_.client_secret);
  } else {
    question.user = FormValue(options_.client_id);
    question.password = FormValue(options_.client_secret);
  }
  question.form = FormOf(form);
  const auto page = Ask(call, question);
  if (!page.ok()) return page.status();
  if (page->status != 200) return Refused(ErrorOf(*page));
  JsonTree tree;
  if (tree.Parse(page->body)) return Down("its token is no JSON object");
  Tokens tokens{std::string(FindText(tree.root(), {"id_token"})),
                std::string(FindText(tree.root(), {"access_token"}))};
  if (tokens.id_token.empty()) return Down("it gave no ID token");
  return tokens;
}

// Providers may keep addresses and names out of the ID token; where the user
// info cannot be had, there are none: who it is, is known.
absl::Status OidcProvider::AskUserInfo(const CallContext& call,
                                       const Metadata& metadata,
                                       const std::string& access_token,
                                       OidcClaims* claims) {
  if (metadata.userinfo_endpoint.empty() || access_token.empty()) {
    return absl::OkStatus();
  }
  const auto page = Ask(call, {.url = metadata.userinfo_endpoint,
                               .follow = false,
                               .token = access_token});
  if (!page.ok() || page->status != 200) return call.Alive();
  return AddUserInfo(page->body, claims);
}

}  // namespace broadsheet::gateway

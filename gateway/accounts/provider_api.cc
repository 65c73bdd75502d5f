#include "gateway/accounts/provider_api.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors.h"
#include "common/text.h"
#include "gateway/checks.h"
#include "gateway/stamp.h"

namespace broadsheet::gateway {
namespace {

namespace store = internal::v1;

constexpr absl::Duration kFlowLife = absl::Minutes(10);
constexpr absl::Duration kRegistrationLife = absl::Hours(1);
constexpr size_t kMaxFlow = 1000;
constexpr size_t kMaxReturned = 2000;
constexpr size_t kMaxSuggestion = 40;
// What storage keeps.
constexpr size_t kMaxLabel = 200;
constexpr absl::Duration kLetterLife = absl::Hours(72);

absl::Status Refused(std::string_view message) {
  return MakeError(absl::StatusCode::kUnauthenticated, "SIGN_IN_REFUSED",
                   message);
}

// RFC 7636, section 4.2.
std::string ChallengeOf(const std::string& verifier) {
  std::string challenge = absl::WebSafeBase64Escape(HashToken(verifier));
  return challenge.substr(0, challenge.find('='));
}

bool MayRegister(const OidcProviderOptions& provider,
                 const std::string& email) {
  const auto& domains = provider.email_domains;
  if (domains.empty()) return true;
  const std::string domain = email.substr(email.rfind('@') + 1);
  return std::find(domains.begin(), domains.end(), domain) != domains.end();
}

}  // namespace

void ProviderApi::Register(MethodTable* table) {
  RegisterFlows(table);
  RegisterIdentities(table);
}

void ProviderApi::RegisterFlows(MethodTable* table) {
  table->Add<v1::ListSignInProvidersRequest, v1::ListSignInProvidersResponse>(
      "AccountService/ListSignInProviders",
      [this](CallContext&, const Identity&,
             const v1::ListSignInProvidersRequest&) { return List(); });
  table->Add<v1::BeginProviderSignInRequest, v1::BeginProviderSignInResponse>(
      "AccountService/BeginProviderSignIn",
      [this](CallContext& call, const Identity& identity,
             const v1::BeginProviderSignInRequest& request) {
        return Begin(call, identity, request);
      });
  table->Add<v1::FinishProviderSignInRequest, v1::FinishProviderSignInResponse>(
      "AccountService/FinishProviderSignIn",
      [this](CallContext& call, const Identity&,
             const v1::FinishProviderSignInRequest& request) {
        return Finish(call, request);
      });
  table->Add<v1::LinkIdentityRequest, v1::LinkIdentityResponse>(
      "AccountService/LinkIdentity",
      [this](CallContext& call, const Identity& identity,
             const v1::LinkIdentityRequest& request) {
        return Link(call, identity, request);
      });
}

void ProviderApi::RegisterIdentities(MethodTable* table) {
  table->Add<v1::ListIdentitiesRequest, v1::ListIdentitiesResponse>(
      "AccountService/ListIdentities",
      [this](CallContext& call, const Identity&,
             const v1::ListIdentitiesRequest& request) {
        return ListOf(call, request.reader_id());
      });
  table->Add<v1::UnlinkIdentityRequest, v1::UnlinkIdentityResponse>(
      "AccountService/UnlinkIdentity",
      [this](CallContext& call, const Identity&,
             const v1::UnlinkIdentityRequest& request) {
        return Unlink(call, request);
      });
}

v1::ListSignInProvidersResponse ProviderApi::List() const {
  v1::ListSignInProvidersResponse response;
  for (const auto& provider : providers_->all()) {
    v1::SignInProvider& listed = *response.add_providers();
    listed.set_provider_id(provider->options().id);
    listed.set_title(provider->options().title);
  }
  return response;
}

absl::StatusOr<v1::BeginProviderSignInResponse> ProviderApi::Begin(
    const CallContext& call, const Identity& identity,
    const v1::BeginProviderSignInRequest& request) {
  if (request.link() && !(identity.is_reader() && identity.is_full())) {
    return MakeError(absl::StatusCode::kUnauthenticated, "CREDENTIAL_NEEDED",
                     "sign in first; then link the provider");
  }
  OidcProvider* const provider = providers_->Find(request.provider_id());
  if (provider == nullptr) {
    return MakeError(absl::StatusCode::kNotFound, "PROVIDER_UNKNOWN",
                     "nobody signs in by a provider of this name");
  }
  const SignInFlow flow{.provider_id = request.provider_id(),
                        .state = MakeToken(),
                        .nonce = MakeToken(),
                        .verifier = MakeToken(),
                        .reader_id = request.link() ? identity.reader_id : "",
                        .expires = clock_->Now() + kFlowLife};
  auto url = provider->AuthorizationUrl(call, flow.state, flow.nonce,
                                        ChallengeOf(flow.verifier));
  if (!url.ok()) return url.status();
  v1::BeginProviderSignInResponse response;
  response.set_authorization_url(*std::move(url));
  response.set_flow(flows_.Seal(flow));
  return response;
}

absl::StatusOr<ProviderApi::Person> ProviderApi::Redeem(
    const CallContext& call, const Return& back, const std::string& reader) {
  for (const absl::Status& valid :
       {CheckText("flow", back.flow, 1, kMaxFlow),
        CheckText("state", back.state, 1, kMaxReturned),
        CheckText("code", back.code, 1, kMaxReturned),
        CheckText("issuer", back.issuer, 0, kMaxReturned)}) {
    if (!valid.ok()) return valid;
  }
  const auto flow = flows_.Open(back.flow, clock_->Now());
  if (!flow || flow->state != back.state || flow->reader_id != reader) {
    return Refused(
        "this sign-in was begun too long ago, or elsewhere; begin again");
  }
  OidcProvider* const provider = providers_->Find(flow->provider_id);
  if (provider == nullptr) return Refused("the provider was taken away");
  const auto claims = provider->Redeem(call, {.code = back.code,
                                              .issuer = back.issuer,
                                              .verifier = flow->verifier,
                                              .nonce = flow->nonce});
  if (!claims.ok()) return claims.status();
  Person person;
  const auto email = NormalizeEmail("email", claims->email);
  if (email.ok()) person.email = *email;
  const std::string& name = claims->name.empty() ? person.email : claims->name;
  person.identity.set_issuer(provider->options().issuer);
  person.identity.set_subject(claims->subject);
  const std::string& label = person.email.empty() ? name : person.email;
  person.identity.set_label(
      label.empty() ? std::string(CutUtf8(claims->subject, kMaxLabel)) : label);
  person.provider = &provider->options();
  person.suggested_name = SuggestName(name);
  return person;
}

absl::StatusOr<v1::FinishProviderSignInResponse> ProviderApi::Finish(
    const CallContext& call, const v1::FinishProviderSignInRequest& request) {
  // Before the provider's code is spent.
  absl::Status valid =
      CheckText("label", request.label(), 0, SessionMaker::kMaxLabel);
  if (!valid.ok()) return valid;
  const auto person = Redeem(
      call, {request.flow(), request.state(), request.code(), request.issuer()},
      "");
  if (!person.ok()) return person.status();
  store::UseIdentityRequest use;
  *use.mutable_identity() = person->identity;
  *use.mutable_at() = Stamp(clock_->Now());
  const auto used = stores_->UseIdentity(call, use);
  if (used.ok()) {
    return Enter(call, used->account().reader_id(), request.label());
  }
  if (ReasonOf(used.status()) != "IDENTITY_UNKNOWN") return used.status();
  return OfferAccount(call, *person);
}

absl::StatusOr<v1::FinishProviderSignInResponse> ProviderApi::Enter(
    const CallContext& call, const std::string& reader,
    const std::string& label) {
  const auto session = sessions_->Begin(call, reader, label);
  if (!session.ok()) return session.status();
  v1::FinishProviderSignInResponse response;
  response.set_session_token(session->token);
  response.set_reader_id(reader);
  *response.mutable_expires_at() = Stamp(session->expires);
  return response;
}

absl::StatusOr<v1::FinishProviderSignInResponse> ProviderApi::OfferAccount(
    const CallContext& call, const Person& person) {
  if (!MayRegister(*person.provider, person.email)) {
    return MakeError(
        absl::StatusCode::kPermissionDenied, "NOT_OF_DOMAIN",
        absl::StrCat("new accounts by ", person.provider->title,
                     " are for addresses of ",
                     absl::StrJoin(person.provider->email_domains, ", "),
                     "; ask for an invitation"));
  }
  const std::string token = MakeToken();
  const absl::Time now = clock_->Now();
  store::CreateLinkRequest create;
  create.set_sha256(HashToken(token));
  create.mutable_link()->set_kind(store::LINK_KIND_IDENTITY);
  create.mutable_link()->set_email(person.email);
  create.mutable_link()->set_role(v1::ROLE_READER);
  *create.mutable_link()->mutable_identity() = person.identity;
  *create.mutable_link()->mutable_expires_at() = Stamp(now + kRegistrationLife);
  *create.mutable_at() = Stamp(now);
  const auto made = stores_->CreateLink(call, create);
  if (!made.ok()) return made.status();
  if (made->email_taken()) {
    return MakeError(
        absl::StatusCode::kAlreadyExists, "EMAIL_TAKEN",
        absl::StrCat("an account with the address ", person.email,
                     " is here already: sign in to it as before, then link "
                     "this provider in its settings"));
  }
  v1::FinishProviderSignInResponse response;
  response.set_registration(token);
  response.set_suggested_name(person.suggested_name);
  response.set_email(person.email);
  return response;
}

absl::StatusOr<v1::LinkIdentityResponse> ProviderApi::Link(
    const CallContext& call, const Identity& identity,
    const v1::LinkIdentityRequest& request) {
  if (!identity.is_reader()) return Refused("only readers have accounts");
  const auto person = Redeem(
      call, {request.flow(), request.state(), request.code(), request.issuer()},
      identity.reader_id);
  if (!person.ok()) return person.status();
  // First of all: nobody gets a way in that its owner is not told of.
  absl::Status told = TellOwner(call, identity.reader_id, *person);
  if (!told.ok()) return told;
  store::AddIdentityRequest add;
  add.set_reader_id(identity.reader_id);
  *add.mutable_identity() = person->identity;
  *add.mutable_at() = Stamp(clock_->Now());
  auto added = stores_->AddIdentity(call, add);
  if (!added.ok()) return added.status();
  v1::LinkIdentityResponse response;
  *response.mutable_identity() = std::move(*added->mutable_identity());
  response.mutable_identity()->set_provider_id(
      providers_->IdOf(response.identity().issuer()));
  return response;
}

absl::Status ProviderApi::TellOwner(const CallContext& call,
                                    const std::string& reader,
                                    const Person& person) {
  store::FindAccountRequest find;
  find.set_login(reader);
  const auto account = stores_->FindAccount(call, find);
  if (!account.ok()) return account.status();
  const std::string& email = account->account().email();
  if (email.empty()) return absl::OkStatus();
  // One letter for one identity and day.
  const absl::Time now = clock_->Now();
  const std::string who = HashToken(absl::StrCat(
      reader, "\n", person.identity.issuer(), "\n", person.identity.subject()));
  const std::string id =
      absl::StrCat("linked-", absl::BytesToHexString(who.substr(0, 12)), "-",
                   absl::ToUnixSeconds(now) / 86400);
  return mail_->Linked(call, id, email, person.provider->title,
                       now + kLetterLife);
}

absl::StatusOr<v1::ListIdentitiesResponse> ProviderApi::ListOf(
    const CallContext& call, const std::string& reader) {
  store::ListIdentitiesRequest list;
  list.set_reader_id(reader);
  auto listed = stores_->ListIdentities(call, list);
  if (!listed.ok()) return listed.status();
  v1::ListIdentitiesResponse response;
  response.mutable_identities()->Swap(listed->mutable_identities());
  for (v1::LinkedIdentity& each : *response.mutable_identities()) {
    each.set_provider_id(providers_->IdOf(each.issuer()));
  }
  return response;
}

absl::StatusOr<v1::UnlinkIdentityResponse> ProviderApi::Unlink(
    const CallContext& call, const v1::UnlinkIdentityRequest& request) {
  absl::Status id = CheckText("identity_id", request.identity_id(), 1, 100);
  if (id.ok()) id = CheckOtherWay(call, request);
  if (!id.ok()) return id;
  store::DropIdentityRequest drop;
  drop.set_reader_id(request.reader_id());
  drop.set_identity_id(request.identity_id());
  const auto dropped = stores_->DropIdentity(call, drop);
  if (!dropped.ok()) return dropped.status();
  return v1::UnlinkIdentityResponse();
}

absl::Status ProviderApi::CheckOtherWay(
    const CallContext& call, const v1::UnlinkIdentityRequest& request) {
  store::FindAccountRequest find;
  find.set_login(request.reader_id());
  const auto account = stores_->FindAccount(call, find);
  if (!account.ok()) return account.status();
  if (account->account().has_password()) return absl::OkStatus();
  const auto listed = ListOf(call, request.reader_id());
  if (!listed.ok()) return listed.status();
  for (const v1::LinkedIdentity& each : listed->identities()) {
    if (each.identity_id() != request.identity_id() &&
        !each.provider_id().empty()) {
      return absl::OkStatus();
    }
  }
  return MakeError(absl::StatusCode::kFailedPrecondition, "LAST_WAY_IN",
                   "this is the only way into the account; set a password or "
                   "link another provider first");
}

std::string SuggestName(std::string_view name) {
  std::string suggestion;
  for (const char c : name.substr(0, name.find('@'))) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' ||
        c == '.') {
      suggestion += c;
    } else if (!suggestion.empty() && suggestion.back() != '-') {
      suggestion += '-';
    }
    if (suggestion.size() == kMaxSuggestion) break;
  }
  while (!suggestion.empty() && suggestion.back() == '-') suggestion.pop_back();
  return suggestion;
}

}  // namespace broadsheet::gateway

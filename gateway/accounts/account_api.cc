#include "gateway/accounts/account_api.h"

#include <initializer_list>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gateway/checks.h"
#include "gateway/client_address.h"
#include "gateway/stamp.h"

namespace broadsheet::gateway {
namespace {

namespace store = internal::v1;

constexpr absl::Duration kLinkLife = absl::Hours(24);
constexpr absl::Duration kResetLife = absl::Hours(1);

absl::Status BadPassword() {
  return MakeError(absl::StatusCode::kUnauthenticated, "BAD_PASSWORD",
                   "the name or the password is wrong");
}

// The "@" tells addresses from names where people sign in.
absl::Status CheckName(const std::string& name) {
  absl::Status valid = CheckReaderId("reader_id", name);
  if (!valid.ok()) return valid;
  if (!absl::StrContains(name, "@")) return absl::OkStatus();
  return InvalidField("reader_id", "has an @; choose a name without");
}

// How a link's mail is known: not by the token, which only the mail may tell.
std::string MailId(const char* kind, const std::string& token) {
  return absl::StrCat(kind, "-",
                      absl::BytesToHexString(HashToken(token).substr(0, 16)));
}

std::string Lower(const std::string& login) {
  auto email = NormalizeEmail("login", login);
  return email.ok() ? *email : login;
}

template <class Request, class Response>
void Public(MethodTable* table, const char* method, AccountApi* api,
            absl::StatusOr<Response> (AccountApi::*answer)(CallContext&,
                                                           const Request&)) {
  table->Add<Request, Response>(
      absl::StrCat("AccountService/", method),
      [api, answer](CallContext& call, const Identity&,
                    const Request& request) {
        return (api->*answer)(call, request);
      });
}

template <class Request, class Response>
void Own(MethodTable* table, const char* method, AccountApi* api,
         absl::StatusOr<Response> (AccountApi::*answer)(CallContext&,
                                                        const Identity&,
                                                        const Request&)) {
  table->Add<Request, Response>(
      absl::StrCat("AccountService/", method),
      [api, answer](CallContext& call, const Identity& identity,
                    const Request& request) {
        return (api->*answer)(call, identity, request);
      });
}

}  // namespace

void AccountApi::Register(MethodTable* table) {
  Public(table, "SignUp", this, &AccountApi::SignUp);
  Public(table, "ConfirmEmail", this, &AccountApi::ConfirmEmail);
  Public(table, "SignIn", this, &AccountApi::SignIn);
  Public(table, "RequestPasswordReset", this,
         &AccountApi::RequestPasswordReset);
  Public(table, "ResetPassword", this, &AccountApi::ResetPassword);
  Own(table, "ChangePassword", this, &AccountApi::ChangePassword);
  Own(table, "ChangeEmail", this, &AccountApi::ChangeEmail);
}

absl::StatusOr<v1::SignUpResponse> AccountApi::SignUp(
    CallContext& call, const v1::SignUpRequest& request) {
  if (!request.registration().empty()) return Register(call, request);
  const bool invited = !request.invitation().empty();
  for (const absl::Status& valid :
       {CheckName(request.reader_id()),
        CheckPassword("password", request.password()),
        CheckText("label", request.label(), 0, SessionMaker::kMaxLabel)}) {
    if (!valid.ok()) return valid;
  }
  std::string email;
  if (!invited || !request.email().empty()) {
    auto normal = NormalizeEmail("email", request.email());
    if (!normal.ok()) return normal.status();
    email = *std::move(normal);
  }
  auto hash = passwords_->Hash(request.password());
  if (!hash.ok()) return hash.status();
  if (invited) return SignUpInvited(call, request, *hash);
  const std::string token = MakeToken();
  const absl::Time now = clock_->Now();
  store::CreateLinkRequest link;
  link.set_sha256(HashToken(token));
  link.mutable_link()->set_kind(store::LINK_KIND_SIGN_UP);
  link.mutable_link()->set_reader_id(request.reader_id());
  link.mutable_link()->set_email(email);
  link.mutable_link()->set_password_hash(*hash);
  link.mutable_link()->set_role(v1::ROLE_READER);
  *link.mutable_link()->mutable_expires_at() = Stamp(now + kLinkLife);
  *link.mutable_at() = Stamp(now);
  const auto made = stores_->CreateLink(call, link);
  if (!made.ok()) return made.status();
  if (made->name_taken()) {
    return MakeError(absl::StatusCode::kAlreadyExists, "NAME_TAKEN",
                     absl::StrCat("the name ", request.reader_id(),
                                  " is taken; choose another"));
  }
  const absl::Status sent =
      made->too_many() ? absl::OkStatus()
      : made->email_taken()
          ? mail_->Known(call, MailId("known", token), email, now + kLinkLife)
          : mail_->Confirm(call, MailId("confirm", token), email, token,
                           now + kLinkLife);
  if (!sent.ok()) return sent;
  return v1::SignUpResponse();
}

absl::StatusOr<v1::SignUpResponse> AccountApi::SignUpInvited(
    CallContext& call, const v1::SignUpRequest& request,
    const std::string& password_hash) {
  store::UseLinkRequest use;
  use.set_reader_id(request.reader_id());
  use.set_password_hash(password_hash);
  use.set_email(request.email().empty() ? "" : Lower(request.email()));
  auto used = UseLink(call, request.invitation(), {store::LINK_KIND_INVITATION},
                      std::move(use));
  if (!used.ok()) return used.status();
  auto session = sessions_->Begin(call, request.reader_id(), request.label());
  if (!session.ok()) return session.status();
  v1::SignUpResponse response;
  response.set_session_token(session->token);
  return response;
}

absl::StatusOr<v1::SignUpResponse> AccountApi::Register(
    CallContext& call, const v1::SignUpRequest& request) {
  absl::Status valid = CheckName(request.reader_id());
  if (valid.ok())
    valid = CheckText("label", request.label(), 0, SessionMaker::kMaxLabel);
  if (!valid.ok()) return valid;
  for (const auto& [field, text] :
       {std::pair{"email", &request.email()},
        std::pair{"password", &request.password()},
        std::pair{"invitation", &request.invitation()}}) {
    if (!text->empty()) return InvalidField(field, "goes with no registration");
  }
  store::UseLinkRequest use;
  use.set_reader_id(request.reader_id());
  auto used = UseLink(call, request.registration(), {store::LINK_KIND_IDENTITY},
                      std::move(use));
  if (!used.ok()) return used.status();
  auto session = sessions_->Begin(call, request.reader_id(), request.label());
  if (!session.ok()) return session.status();
  v1::SignUpResponse response;
  response.set_session_token(session->token);
  return response;
}

absl::StatusOr<v1::ConfirmEmailResponse> AccountApi::ConfirmEmail(
    CallContext& call, const v1::ConfirmEmailRequest& request) {
  auto used = UseLink(call, request.token(),
                      {store::LINK_KIND_SIGN_UP, store::LINK_KIND_EMAIL}, {});
  if (!used.ok()) return used.status();
  const std::string& reader = used->account().reader_id();
  auto session = sessions_->Begin(call, reader, request.label());
  if (!session.ok()) return session.status();
  v1::ConfirmEmailResponse response;
  response.set_session_token(session->token);
  response.set_reader_id(reader);
  return response;
}

absl::StatusOr<v1::SignInResponse> AccountApi::SignIn(
    CallContext& call, const v1::SignInRequest& request) {
  auto reader = CheckLogin(call, request.login(), request.password());
  if (!reader.ok()) return reader.status();
  auto session = sessions_->Begin(call, *reader, request.label());
  if (!session.ok()) return session.status();
  v1::SignInResponse response;
  response.set_session_token(session->token);
  response.set_reader_id(*reader);
  *response.mutable_expires_at() = Stamp(session->expires);
  return response;
}

absl::StatusOr<v1::ChangePasswordResponse> AccountApi::ChangePassword(
    CallContext& call, const Identity& identity,
    const v1::ChangePasswordRequest& request) {
  absl::Status valid = CheckPassword("new_password", request.new_password());
  if (!valid.ok()) return valid;
  auto reader = CheckLogin(call, identity.reader_id, request.old_password());
  if (!reader.ok()) return reader.status();
  auto hash = passwords_->Hash(request.new_password());
  if (!hash.ok()) return hash.status();
  store::SetPasswordRequest set;
  set.set_reader_id(identity.reader_id);
  set.set_password_hash(*hash);
  set.set_keep_sha256(identity.credential);
  *set.mutable_at() = Stamp(clock_->Now());
  const auto kept = stores_->SetPassword(call, set);
  if (!kept.ok()) return kept.status();
  authenticator_->ForgetReader(identity.reader_id);
  return v1::ChangePasswordResponse();
}

absl::StatusOr<v1::ChangeEmailResponse> AccountApi::ChangeEmail(
    CallContext& call, const Identity& identity,
    const v1::ChangeEmailRequest& request) {
  auto email = NormalizeEmail("email", request.email());
  if (!email.ok()) return email.status();
  store::FindAccountRequest find;
  find.set_login(identity.reader_id);
  const auto account = stores_->FindAccount(call, find);
  if (!account.ok()) return account.status();
  // Who signs in by a provider that confirms no address has no other way to
  // one, and with it to a password.
  if (account->account().has_password() ||
      !account->account().email().empty()) {
    auto reader = CheckLogin(call, identity.reader_id, request.password());
    if (!reader.ok()) return reader.status();
  }
  const std::string token = MakeToken();
  const absl::Time now = clock_->Now();
  const absl::Time until = now + kLinkLife;
  store::CreateLinkRequest link;
  link.set_sha256(HashToken(token));
  link.mutable_link()->set_kind(store::LINK_KIND_EMAIL);
  link.mutable_link()->set_reader_id(identity.reader_id);
  link.mutable_link()->set_email(*email);
  *link.mutable_link()->mutable_expires_at() = Stamp(until);
  *link.mutable_at() = Stamp(now);
  const auto made = stores_->CreateLink(call, link);
  if (!made.ok()) return made.status();
  absl::Status sent;
  if (made->email_taken()) {
    sent = mail_->Known(call, MailId("known", token), *email, until);
  } else if (!made->too_many()) {
    sent = mail_->Confirm(call, MailId("confirm", token), *email, token, until);
  }
  const std::string& old = account->account().email();
  if (sent.ok() && !old.empty()) {
    sent = mail_->EmailChanges(call, MailId("changes", token), old, until);
  }
  if (!sent.ok()) return sent;
  return v1::ChangeEmailResponse();
}

absl::StatusOr<v1::RequestPasswordResetResponse>
AccountApi::RequestPasswordReset(
    CallContext& call, const v1::RequestPasswordResetRequest& request) {
  absl::Status valid = CheckText("login", request.login(), 1, 200);
  if (!valid.ok()) return valid;
  store::FindAccountRequest find;
  find.set_login(Lower(request.login()));
  const auto account = stores_->FindAccount(call, find);
  if (absl::IsNotFound(account.status()) ||
      (account.ok() && account->account().email().empty())) {
    return v1::RequestPasswordResetResponse();
  }
  if (!account.ok()) return account.status();
  const std::string token = MakeToken();
  const absl::Time now = clock_->Now();
  store::CreateLinkRequest link;
  link.set_sha256(HashToken(token));
  link.mutable_link()->set_kind(store::LINK_KIND_PASSWORD);
  link.mutable_link()->set_reader_id(account->account().reader_id());
  link.mutable_link()->set_email(account->account().email());
  *link.mutable_link()->mutable_expires_at() = Stamp(now + kResetLife);
  *link.mutable_at() = Stamp(now);
  const auto made = stores_->CreateLink(call, link);
  if (!made.ok()) return made.status();
  if (!made->too_many()) {
    absl::Status sent =
        mail_->Reset(call, MailId("reset", token), account->account().email(),
                     token, now + kResetLife);
    if (!sent.ok()) return sent;
  }
  return v1::RequestPasswordResetResponse();
}

absl::StatusOr<v1::ResetPasswordResponse> AccountApi::ResetPassword(
    CallContext& call, const v1::ResetPasswordRequest& request) {
  absl::Status valid = CheckPassword("password", request.password());
  if (!valid.ok()) return valid;
  auto hash = passwords_->Hash(request.password());
  if (!hash.ok()) return hash.status();
  store::UseLinkRequest use;
  use.set_password_hash(*hash);
  auto used = UseLink(call, request.token(), {store::LINK_KIND_PASSWORD},
                      std::move(use));
  if (!used.ok()) return used.status();
  const std::string& reader = used->account().reader_id();
  authenticator_->ForgetReader(reader);
  auto session = sessions_->Begin(call, reader, request.label());
  if (!session.ok()) return session.status();
  v1::ResetPasswordResponse response;
  response.set_session_token(session->token);
  response.set_reader_id(reader);
  return response;
}

absl::StatusOr<std::string> AccountApi::CheckLogin(
    CallContext& call, const std::string& login, const std::string& password) {
  for (const absl::Status& valid : {CheckText("login", login, 1, 200),
                                    CheckText("password", password, 1, 200)}) {
    if (!valid.ok()) return valid;
  }
  store::BeginSignInRequest begin;
  begin.set_login(Lower(login));
  begin.set_address(ClientAddress(call));
  *begin.mutable_at() = Stamp(clock_->Now());
  const auto begun = stores_->BeginSignIn(call, begin);
  if (!begun.ok()) return begun.status();
  const auto fits = passwords_->Fits(password, begun->password_hash());
  if (!fits.ok()) return fits.status();
  if (!*fits) return BadPassword();
  store::EndSignInRequest end;
  end.set_reader_id(begun->reader_id());
  end.set_address(begin.address());
  const auto ended = stores_->EndSignIn(call, end);
  if (!ended.ok()) return ended.status();
  return begun->reader_id();
}

absl::StatusOr<store::UseLinkResponse> AccountApi::UseLink(
    CallContext& call, const std::string& token,
    std::initializer_list<store::LinkKind> kinds,
    store::UseLinkRequest request) {
  absl::Status valid = CheckText("token", token, 1, 200);
  if (!valid.ok()) return valid;
  request.set_sha256(HashToken(token));
  for (const store::LinkKind kind : kinds) request.add_kinds(kind);
  *request.mutable_at() = Stamp(clock_->Now());
  return stores_->UseLink(call, request);
}

}  // namespace broadsheet::gateway

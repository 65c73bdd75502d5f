#include "gateway/accounts/credential_api.h"

#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gateway/accounts/account_mail.h"
#include "gateway/checks.h"
#include "gateway/stamp.h"

namespace broadsheet::gateway {
namespace {

namespace store = internal::v1;

constexpr int kMaxInvitationHours = 2160;

// As storage names credentials: by a part of their hash.
std::string CredentialId(const Identity& identity) {
  return absl::BytesToHexString(identity.credential.substr(0, 12));
}

v1::GetIdentityResponse Describe(const Identity& identity) {
  v1::GetIdentityResponse response;
  response.set_reader_id(identity.reader_id);
  response.set_is_operator(identity.is_operator());
  response.set_role(identity.role);
  for (int scope = 1; scope <= v1::TokenScope_MAX; ++scope) {
    if ((identity.scopes & (1 << scope)) == 0) continue;
    response.add_scopes(static_cast<v1::TokenScope>(scope));
  }
  response.set_is_session(identity.session);
  response.set_banned(identity.banned);
  return response;
}

}  // namespace

void CredentialApi::Register(MethodTable* table) {
  RegisterSessions(table);
  RegisterTokens(table);
  RegisterAccounts(table);
}

void CredentialApi::RegisterSessions(MethodTable* table) {
  table->Add<v1::SignOutRequest, v1::SignOutResponse>(
      "AccountService/SignOut",
      [this](CallContext& call, const Identity& identity,
             const v1::SignOutRequest&) { return SignOut(call, identity); });
  table->Add<v1::SignOutEverywhereRequest, v1::SignOutEverywhereResponse>(
      "AccountService/SignOutEverywhere",
      [this](CallContext& call, const Identity&,
             const v1::SignOutEverywhereRequest& request)
          -> absl::StatusOr<v1::SignOutEverywhereResponse> {
        const auto ended = End(call, request.reader_id(), true, "");
        if (!ended.ok()) return ended.status();
        v1::SignOutEverywhereResponse response;
        response.set_sessions(*ended);
        return response;
      });
  table->Add<v1::EndSessionRequest, v1::EndSessionResponse>(
      "AccountService/EndSession",
      [this](CallContext& call, const Identity&,
             const v1::EndSessionRequest& request)
          -> absl::StatusOr<v1::EndSessionResponse> {
        absl::Status id = CheckText("session_id", request.session_id(), 1, 100);
        if (!id.ok()) return id;
        const auto ended =
            End(call, request.reader_id(), true, request.session_id());
        if (!ended.ok()) return ended.status();
        if (*ended > 0) return v1::EndSessionResponse();
        return MakeError(absl::StatusCode::kNotFound, "SESSION_UNKNOWN",
                         "there is no such session");
      });
  table->Add<v1::ListSessionsRequest, v1::ListSessionsResponse>(
      "AccountService/ListSessions",
      [this](CallContext& call, const Identity& identity,
             const v1::ListSessionsRequest& request)
          -> absl::StatusOr<v1::ListSessionsResponse> {
        const auto listed = List(call, request.reader_id(), true);
        if (!listed.ok()) return listed.status();
        v1::ListSessionsResponse response;
        for (const auto& credential : listed->credentials()) {
          v1::Session& session = *response.add_sessions();
          session.set_session_id(credential.token_id());
          session.set_label(credential.label());
          *session.mutable_created_at() = credential.created_at();
          *session.mutable_expires_at() = credential.expires_at();
          session.set_current(!identity.credential.empty() &&
                              credential.token_id() == CredentialId(identity));
        }
        return response;
      });
}

void CredentialApi::RegisterTokens(MethodTable* table) {
  table->Add<v1::RevokeTokenRequest, v1::RevokeTokenResponse>(
      "AccountService/RevokeToken",
      [this](CallContext& call, const Identity&,
             const v1::RevokeTokenRequest& request)
          -> absl::StatusOr<v1::RevokeTokenResponse> {
        absl::Status id = CheckText("token_id", request.token_id(), 1, 100);
        if (!id.ok()) return id;
        const auto ended =
            End(call, request.reader_id(), false, request.token_id());
        if (!ended.ok()) return ended.status();
        if (*ended > 0) return v1::RevokeTokenResponse();
        return MakeError(absl::StatusCode::kNotFound, "TOKEN_UNKNOWN",
                         "there is no such token, or it was revoked");
      });
  table->Add<v1::ListTokensRequest, v1::ListTokensResponse>(
      "AccountService/ListTokens",
      [this](CallContext& call, const Identity&,
             const v1::ListTokensRequest& request)
          -> absl::StatusOr<v1::ListTokensResponse> {
        auto listed = List(call, request.reader_id(), false);
        if (!listed.ok()) return listed.status();
        v1::ListTokensResponse response;
        response.mutable_tokens()->Swap(listed->mutable_credentials());
        return response;
      });
  table->Add<v1::CreateTokenRequest, v1::CreateTokenResponse>(
      "AccountService/CreateToken",
      [this](CallContext& call, const Identity&,
             const v1::CreateTokenRequest& request) {
        return CreateToken(call, request);
      });
  table->Add<v1::GetIdentityRequest, v1::GetIdentityResponse>(
      "AccountService/GetIdentity",
      [](CallContext&, const Identity& identity, const v1::GetIdentityRequest&)
          -> absl::StatusOr<v1::GetIdentityResponse> {
        return Describe(identity);
      });
}

void CredentialApi::RegisterAccounts(MethodTable* table) {
  table->Add<v1::GetAccountRequest, v1::GetAccountResponse>(
      "AccountService/GetAccount",
      [this](CallContext& call, const Identity&,
             const v1::GetAccountRequest& request)
          -> absl::StatusOr<v1::GetAccountResponse> {
        store::FindAccountRequest find;
        find.set_login(request.reader_id());
        auto found = stores_->FindAccount(call, find);
        if (!found.ok()) return found.status();
        v1::GetAccountResponse response;
        response.mutable_account()->Swap(found->mutable_account());
        return response;
      });
  table->Add<v1::ListAccountsRequest, v1::ListAccountsResponse>(
      "AccountService/ListAccounts",
      [this](CallContext& call, const Identity&,
             const v1::ListAccountsRequest& request)
          -> absl::StatusOr<v1::ListAccountsResponse> {
        store::ListAccountsRequest list;
        list.set_page_size(request.page_size());
        list.set_page_token(request.page_token());
        auto listed = stores_->ListAccounts(call, list);
        if (!listed.ok()) return listed.status();
        v1::ListAccountsResponse response;
        response.mutable_accounts()->Swap(listed->mutable_accounts());
        response.set_next_page_token(listed->next_page_token());
        return response;
      });
  table->Add<v1::SetRoleRequest, v1::SetRoleResponse>(
      "AccountService/SetRole",
      [this](CallContext& call, const Identity&,
             const v1::SetRoleRequest& request)
          -> absl::StatusOr<v1::SetRoleResponse> {
        store::SetRoleRequest set;
        set.set_reader_id(request.reader_id());
        set.set_role(request.role());
        auto done = stores_->SetRole(call, set);
        if (!done.ok()) return done.status();
        authenticator_->ForgetReader(request.reader_id());
        v1::SetRoleResponse response;
        response.mutable_account()->Swap(done->mutable_account());
        return response;
      });
  table->Add<v1::SetBanRequest, v1::SetBanResponse>(
      "AccountService/SetBan",
      [this](CallContext& call, const Identity& identity,
             const v1::SetBanRequest& request) {
        return SetBan(call, identity, request);
      });
  table->Add<v1::CreateInvitationRequest, v1::CreateInvitationResponse>(
      "AccountService/CreateInvitation",
      [this](CallContext& call, const Identity&,
             const v1::CreateInvitationRequest& request) {
        return CreateInvitation(call, request);
      });
}

absl::StatusOr<v1::SignOutResponse> CredentialApi::SignOut(
    CallContext& call, const Identity& identity) {
  if (!identity.is_reader()) {
    return MakeError(absl::StatusCode::kPermissionDenied, "READERS_ONLY",
                     "the operator's token does not end");
  }
  const auto ended =
      End(call, identity.reader_id, identity.session, CredentialId(identity));
  if (!ended.ok()) return ended.status();
  return v1::SignOutResponse();
}

absl::StatusOr<v1::CreateTokenResponse> CredentialApi::CreateToken(
    CallContext& call, const v1::CreateTokenRequest& request) {
  for (const absl::Status& valid :
       {CheckReaderId("reader_id", request.reader_id()),
        CheckText("label", request.label(), 0, 100)}) {
    if (!valid.ok()) return valid;
  }
  const absl::Time now = clock_->Now();
  store::CreateTokenRequest create;
  for (const int scope : request.scopes()) {
    if (!v1::TokenScope_IsValid(scope) || scope == 0) {
      return InvalidField("scopes", "has one that is unknown");
    }
    create.add_scopes(static_cast<v1::TokenScope>(scope));
  }
  if (request.has_expires_at()) {
    if (request.expires_at().seconds() <= absl::ToUnixSeconds(now)) {
      return InvalidField("expires_at", "is past");
    }
    *create.mutable_expires_at() = request.expires_at();
  }
  const std::string token = MakeToken();
  create.set_sha256(HashToken(token));
  create.set_reader_id(request.reader_id());
  create.set_label(request.label());
  *create.mutable_at() = Stamp(now);
  const auto made = stores_->CreateToken(call, create);
  if (!made.ok()) return made.status();
  v1::CreateTokenResponse response;
  response.set_token(token);
  return response;
}

absl::StatusOr<v1::CreateInvitationResponse> CredentialApi::CreateInvitation(
    CallContext& call, const v1::CreateInvitationRequest& request) {
  if (request.hours() < 0 || request.hours() > kMaxInvitationHours) {
    return InvalidField("hours", "is not 0 to 2,160");
  }
  if (!request.reader_id().empty()) {
    absl::Status name = CheckReaderId("reader_id", request.reader_id());
    if (!name.ok()) return name;
  }
  std::string email;
  if (!request.email().empty()) {
    auto normal = NormalizeEmail("email", request.email());
    if (!normal.ok()) return normal.status();
    email = *std::move(normal);
  }
  const std::string token = MakeToken();
  const absl::Time now = clock_->Now();
  const int hours = request.hours() == 0 ? 168 : request.hours();
  store::CreateLinkRequest create;
  create.set_sha256(HashToken(token));
  store::Link& link = *create.mutable_link();
  link.set_kind(store::LINK_KIND_INVITATION);
  link.set_reader_id(request.reader_id());
  link.set_email(email);
  link.set_role(request.role() == v1::ROLE_UNSPECIFIED ? v1::ROLE_READER
                                                       : request.role());
  *link.mutable_expires_at() = Stamp(now + absl::Hours(hours));
  *create.mutable_at() = Stamp(now);
  const auto made = stores_->CreateLink(call, create);
  if (!made.ok()) return made.status();
  if (made->too_many()) {
    return MakeError(absl::StatusCode::kResourceExhausted, "TOO_MANY_LINKS",
                     "this address had five links within the hour");
  }
  v1::CreateInvitationResponse response;
  response.set_invitation(token);
  *response.mutable_expires_at() = link.expires_at();
  return response;
}

absl::StatusOr<v1::SetBanResponse> CredentialApi::SetBan(
    CallContext& call, const Identity& identity,
    const v1::SetBanRequest& request) {
  if (!identity.is_admin()) {
    store::FindAccountRequest find;
    find.set_login(request.reader_id());
    const auto found = stores_->FindAccount(call, find);
    if (!found.ok() && !absl::IsNotFound(found.status())) {
      return found.status();
    }
    if (found.ok() && found->account().role() > v1::ROLE_READER) {
      return MakeError(absl::StatusCode::kPermissionDenied, "ADMINS_ONLY",
                       "only admins ban editors and admins");
    }
  }
  store::SetBanRequest set;
  set.set_reader_id(request.reader_id());
  set.set_banned(request.banned());
  set.set_reason(request.reason());
  *set.mutable_at() = Stamp(clock_->Now());
  const auto done = stores_->SetBan(call, set);
  if (!done.ok()) return done.status();
  authenticator_->ForgetReader(request.reader_id());
  return v1::SetBanResponse();
}

absl::StatusOr<int> CredentialApi::End(CallContext& call,
                                       const std::string& reader, bool sessions,
                                       const std::string& id) {
  store::EndCredentialsRequest end;
  end.set_reader_id(reader);
  end.set_sessions(sessions);
  end.set_credential_id(id);
  *end.mutable_at() = Stamp(clock_->Now());
  const auto ended = stores_->EndCredentials(call, end);
  if (!ended.ok()) return ended.status();
  authenticator_->ForgetReader(reader);
  return ended->ended();
}

absl::StatusOr<store::ListCredentialsResponse> CredentialApi::List(
    CallContext& call, const std::string& reader, bool sessions) {
  store::ListCredentialsRequest list;
  list.set_reader_id(reader);
  list.set_sessions(sessions);
  *list.mutable_at() = Stamp(clock_->Now());
  return stores_->ListCredentials(call, list);
}

}  // namespace broadsheet::gateway

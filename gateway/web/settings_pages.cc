#include "gateway/web/settings_pages.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "broadsheet/v1/account_service.pb.h"
#include "gateway/http/http_errors.h"
#include "gateway/web/form_page.h"
#include "gateway/web/links.h"
#include "gateway/web/method_call.h"
#include "gateway/web/settings_view.h"

namespace broadsheet::gateway {
namespace {

template <class Repeated>
auto ToVector(Repeated* items) {
  using Item = typename Repeated::value_type;
  return std::vector<Item>(items->begin(), items->end());
}

// Owned by the routes together.
class SettingsPages {
 public:
  explicit SettingsPages(std::shared_ptr<const PageKit> kit)
      : kit_(std::move(kit)) {}

  HttpResponse Settings(HttpCall& call) const { return Show(call, 200, {}); }

  HttpResponse EndSession(HttpCall& call) const {
    v1::EndSessionRequest request;
    request.set_session_id(call.form.Get("session_id"));
    const auto done = CallMethod<v1::EndSessionResponse>(
        *kit_, "AccountService/EndSession", call, std::move(request));
    return After(call, done.status(), "The session has ended.");
  }

  HttpResponse SignOutEverywhere(HttpCall& call) const {
    const auto done = CallMethod<v1::SignOutEverywhereResponse>(
        *kit_, "AccountService/SignOutEverywhere", call,
        v1::SignOutEverywhereRequest());
    if (!done.ok()) return kit_->Error(call, done.status());
    HttpResponse response = SeeOther("/");
    response.headers.emplace_back("Set-Cookie", EndedSessionCookie());
    return response;
  }

  HttpResponse MakeToken(HttpCall& call) const {
    v1::CreateTokenRequest request;
    request.set_label(Trimmed(call, "label"));
    const std::string scope = call.form.Get("scope");
    if (scope == "read" || scope == "write") {
      request.add_scopes(v1::TOKEN_SCOPE_READ);
    }
    if (scope == "write") request.add_scopes(v1::TOKEN_SCOPE_WRITE);
    if (scope == "feed") request.add_scopes(v1::TOKEN_SCOPE_FEED);
    const auto made = CallMethod<v1::CreateTokenResponse>(
        *kit_, "AccountService/CreateToken", call, std::move(request));
    if (!made.ok()) return After(call, made.status(), "");
    SettingsPage page;
    page.new_token = made->token();
    page.new_token_is_feed = scope == "feed";
    return Show(call, 200, std::move(page));
  }

  HttpResponse RevokeToken(HttpCall& call) const {
    v1::RevokeTokenRequest request;
    request.set_token_id(call.form.Get("token_id"));
    const auto done = CallMethod<v1::RevokeTokenResponse>(
        *kit_, "AccountService/RevokeToken", call, std::move(request));
    return After(call, done.status(), "The token is revoked.");
  }

  HttpResponse Unlink(HttpCall& call) const {
    v1::UnlinkIdentityRequest request;
    request.set_identity_id(call.form.Get("identity_id"));
    const auto done = CallMethod<v1::UnlinkIdentityResponse>(
        *kit_, "AccountService/UnlinkIdentity", call, std::move(request));
    return After(call, done.status(), "It opens your account no more.");
  }

  HttpResponse PasswordForm(HttpCall& call) const {
    return ShowForm(call, 200, PasswordPage(""));
  }

  HttpResponse Password(HttpCall& call) const {
    v1::ChangePasswordRequest request;
    request.set_old_password(call.form.Get("old"));
    request.set_new_password(call.form.Get("new"));
    const auto done = CallMethod<v1::ChangePasswordResponse>(
        *kit_, "AccountService/ChangePassword", call, std::move(request));
    if (!done.ok()) {
      return Again(call, done.status(), PasswordPage(ErrorText(done.status())));
    }
    return After(call, absl::OkStatus(),
                 "The password is changed; other sessions have ended.");
  }

  HttpResponse EmailForm(HttpCall& call) const {
    return ShowForm(call, 200, EmailPage(""));
  }

  HttpResponse Email(HttpCall& call) const {
    v1::ChangeEmailRequest request;
    request.set_password(call.form.Get("password"));
    request.set_email(Trimmed(call, "email"));
    const auto done = CallMethod<v1::ChangeEmailResponse>(
        *kit_, "AccountService/ChangeEmail", call, std::move(request));
    if (!done.ok()) {
      return Again(call, done.status(), EmailPage(ErrorText(done.status())));
    }
    return After(call, absl::OkStatus(),
                 "A letter is on its way to the new address.");
  }

  HttpResponse Erase(HttpCall& call) const {
    if (!call.identity.is_reader()) return Settings(call);
    if (Trimmed(call, "name") != call.identity.reader_id) {
      SettingsPage page;
      page.error = "Write your name to erase everything of yours.";
      return Show(call, 400, std::move(page));
    }
    v1::EraseReaderRequest request;
    request.set_reader_id(call.identity.reader_id);
    const auto done = CallMethod<v1::EraseReaderResponse>(
        *kit_, "ReaderService/EraseReader", call, std::move(request));
    if (!done.ok()) return kit_->Error(call, done.status());
    HttpResponse response = SeeOther("/");
    response.headers.emplace_back("Set-Cookie", EndedSessionCookie());
    return response;
  }

 private:
  HttpResponse Show(HttpCall& call, int status, SettingsPage page) const {
    const PageFrame frame = kit_->Frame(call, "Settings", "settings");
    if (!call.identity.is_reader()) {
      if (call.identity.anonymous()) return SeeOther(SignInUrl(frame));
      return kit_->Error(call, 403, "the operator has no settings");
    }
    Fill(call, &page);
    HttpResponse response =
        kit_->Html(status, WriteSettingsPage(kit_->writer(), frame, page));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
  }

  // Parts that cannot be had are left out: the rest is still of use.
  void Fill(HttpCall& call, SettingsPage* page) const {
    page->feed = kit_->PersonalFeed(call.identity.reader_id);
    auto account = CallMethod<v1::GetAccountResponse>(
        *kit_, "AccountService/GetAccount", call, v1::GetAccountRequest());
    if (account.ok()) page->account = std::move(*account->mutable_account());
    auto sessions = CallMethod<v1::ListSessionsResponse>(
        *kit_, "AccountService/ListSessions", call, v1::ListSessionsRequest());
    if (sessions.ok()) {
      page->sessions = ToVector(sessions->mutable_sessions());
    }
    auto tokens = CallMethod<v1::ListTokensResponse>(
        *kit_, "AccountService/ListTokens", call, v1::ListTokensRequest());
    if (tokens.ok()) page->tokens = ToVector(tokens->mutable_tokens());
    FillIdentities(call, page);
    auto follows = CallMethod<v1::ListFollowsResponse>(
        *kit_, "ReaderService/ListFollows", call, v1::ListFollowsRequest());
    if (follows.ok()) page->follows = ToVector(follows->mutable_follows());
  }

  void FillIdentities(HttpCall& call, SettingsPage* page) const {
    auto identities = CallMethod<v1::ListIdentitiesResponse>(
        *kit_, "AccountService/ListIdentities", call,
        v1::ListIdentitiesRequest());
    if (!identities.ok()) return;
    page->identities = ToVector(identities->mutable_identities());
    auto providers = CallMethod<v1::ListSignInProvidersResponse>(
        *kit_, "AccountService/ListSignInProviders", call,
        v1::ListSignInProvidersRequest());
    if (providers.ok()) {
      page->providers = ToVector(providers->mutable_providers());
    }
  }

  HttpResponse After(HttpCall& call, const absl::Status& status,
                     const std::string& done) const {
    SettingsPage page;
    if (status.ok()) {
      page.notice = done;
      return Show(call, 200, std::move(page));
    }
    const int code = HttpStatusOf(status);
    if (code >= 500) return kit_->Error(call, status);
    page.error = ErrorText(status);
    return Show(call, code, std::move(page));
  }

  HttpResponse ShowForm(HttpCall& call, int status,
                        const FormPage& page) const {
    const PageFrame frame = kit_->Frame(call, page.heading, "settings");
    if (!call.identity.is_reader()) return SeeOther(SignInUrl(frame));
    return kit_->Html(status, WriteFormPage(kit_->writer(), frame, page));
  }

  HttpResponse Again(HttpCall& call, const absl::Status& why,
                     const FormPage& page) const {
    const int status = HttpStatusOf(why);
    if (status >= 500) return kit_->Error(call, why);
    return ShowForm(call, status == 401 ? 403 : status, page);
  }

  static FormPage PasswordPage(const std::string& error) {
    FormPage page;
    page.heading = "Change the password";
    page.intro = "All your other sessions end.";
    page.error = error;
    page.action = "/settings/password";
    page.button = "Change it";
    page.fields = {
        {"old", "Present password", "password", "", "", "current-password"},
        {"new", "New password", "password", "", "At least 8 characters.",
         "new-password"}};
    page.links = {{"/settings", "Settings"}};
    return page;
  }

  static FormPage EmailPage(const std::string& error) {
    FormPage page;
    page.heading = "Change the address";
    page.intro = "A letter goes to the new one; its link makes the change.";
    page.error = error;
    page.action = "/settings/email";
    page.button = "Send the letter";
    page.fields = {
        {"password", "Password", "password", "",
         "Empty for an account that has neither password nor address.",
         "current-password", false},
        {"email", "New e-mail", "email", "", "", "email"}};
    page.links = {{"/settings", "Settings"}};
    return page;
  }

  const std::shared_ptr<const PageKit> kit_;
};

}  // namespace

void AddSettingsPages(Router& router, std::shared_ptr<const PageKit> kit) {
  const auto pages = std::make_shared<const SettingsPages>(kit);
  const auto add = [&](const char* verb, const char* path,
                       HttpResponse (SettingsPages::*answer)(HttpCall&) const) {
    router.Add(verb, path, [pages, answer](HttpCall& call) {
      return ((*pages).*answer)(call);
    });
  };
  add("GET", "/settings", &SettingsPages::Settings);
  add("POST", "/settings/erase", &SettingsPages::Erase);
  if (!HasMethod(*kit, "AccountService/ListTokens")) return;
  add("POST", "/settings/sessions/end", &SettingsPages::EndSession);
  add("POST", "/settings/sign-out-everywhere",
      &SettingsPages::SignOutEverywhere);
  add("POST", "/settings/tokens", &SettingsPages::MakeToken);
  add("POST", "/settings/tokens/revoke", &SettingsPages::RevokeToken);
  add("POST", "/settings/identities/unlink", &SettingsPages::Unlink);
  add("GET", "/settings/password", &SettingsPages::PasswordForm);
  add("POST", "/settings/password", &SettingsPages::Password);
  add("GET", "/settings/email", &SettingsPages::EmailForm);
  add("POST", "/settings/email", &SettingsPages::Email);
}

}  // namespace broadsheet::gateway

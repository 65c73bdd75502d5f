#include "gateway/web/account_pages.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "broadsheet/v1/account_service.pb.h"
#include "common/errors.h"
#include "gateway/http/http_errors.h"
#include "gateway/web/form_page.h"
#include "gateway/web/links.h"
#include "gateway/web/method_call.h"
#include "gateway/web/provider_pages.h"
#include "gateway/web/sign_in_kit.h"

namespace broadsheet::gateway {
namespace {

constexpr char kPasswordHelp[] =
    "At least 8 characters; a few words in a row are a good one.";

// Owned by the routes together.
class AccountPages {
 public:
  explicit AccountPages(std::shared_ptr<const PageKit> kit)
      : kit_(kit), door_(std::move(kit)) {}

  HttpResponse SignInForm(HttpCall& call) const {
    return door_.Show(call, 200,
                      SignInPage(call, call.query.Get("next"), "", ""));
  }

  HttpResponse SignIn(HttpCall& call) const {
    const std::string next = call.form.Get("next");
    const std::string login = Trimmed(call, "login");
    const std::string password = call.form.Get("password");
    // A token in the place of the password, or of both.
    std::string token = Trimmed(call, "token");
    if (token.empty() && absl::StartsWith(password, "bs_") && login.empty()) {
      token = password;
    }
    if (!token.empty() || !Offered()) return SignInByToken(call, token, next);
    v1::SignInRequest request;
    request.set_login(login);
    request.set_password(password);
    request.set_label(BrowserOf(call));
    const auto session = CallMethod<v1::SignInResponse>(
        *kit_, "AccountService/SignIn", call, std::move(request));
    if (!session.ok()) {
      return door_.Again(
          call, session.status(),
          SignInPage(call, next, login, ErrorText(session.status())));
    }
    return door_.Enter(call, session->session_token(), next);
  }

  HttpResponse SignUpForm(HttpCall& call) const {
    return door_.Show(call, 200,
                      SignUpPage(call.query.Get("invitation"), "", "", ""));
  }

  HttpResponse SignUp(HttpCall& call) const {
    v1::SignUpRequest request;
    request.set_reader_id(Trimmed(call, "name"));
    request.set_email(Trimmed(call, "email"));
    request.set_password(call.form.Get("password"));
    request.set_invitation(Trimmed(call, "invitation"));
    request.set_label(BrowserOf(call));
    FormPage again = SignUpPage(request.invitation(), request.reader_id(),
                                request.email(), "");
    const auto done = CallMethod<v1::SignUpResponse>(
        *kit_, "AccountService/SignUp", call, std::move(request));
    if (!done.ok()) {
      again.error = ErrorText(done.status());
      return door_.Again(call, done.status(), again);
    }
    if (!done->session_token().empty()) {
      return door_.Enter(call, done->session_token(), "/");
    }
    FormPage sent;
    sent.heading = "Look at your mail";
    sent.notice =
        "If the address is right, a letter is on its way to it. Its link makes "
        "your account.";
    return door_.Show(call, 200, sent);
  }

  HttpResponse ConfirmForm(HttpCall& call) const {
    FormPage page;
    page.heading = "Confirm your address";
    page.intro = "One click, and the address is yours here.";
    page.action = "/confirm-email";
    page.button = "Confirm";
    page.hidden = {{"token", call.query.Get("token")}};
    return door_.Show(call, 200, page);
  }

  HttpResponse Confirm(HttpCall& call) const {
    v1::ConfirmEmailRequest request;
    request.set_token(Trimmed(call, "token"));
    request.set_label(BrowserOf(call));
    const auto done = CallMethod<v1::ConfirmEmailResponse>(
        *kit_, "AccountService/ConfirmEmail", call, std::move(request));
    if (!done.ok()) return kit_->Error(call, done.status());
    return door_.Enter(call, done->session_token(), "/settings");
  }

  HttpResponse ResetForm(HttpCall& call) const {
    const std::string token = call.query.Get("token");
    return door_.Show(call, 200,
                      token.empty() ? AskResetPage("") : ResetPage(token));
  }

  HttpResponse Reset(HttpCall& call) const {
    const std::string token = Trimmed(call, "token");
    if (token.empty()) return AskReset(call);
    v1::ResetPasswordRequest request;
    request.set_token(token);
    request.set_password(call.form.Get("password"));
    request.set_label(BrowserOf(call));
    const auto done = CallMethod<v1::ResetPasswordResponse>(
        *kit_, "AccountService/ResetPassword", call, std::move(request));
    if (!done.ok()) {
      FormPage again = ResetPage(token);
      again.error = ErrorText(done.status());
      return door_.Again(call, done.status(), again);
    }
    return door_.Enter(call, done->session_token(), "/");
  }

  HttpResponse SignOut(HttpCall& call) const {
    // The cookie ends whatever storage says.
    if (!call.identity.anonymous() && Offered()) {
      (void)CallMethod<v1::SignOutResponse>(*kit_, "AccountService/SignOut",
                                            call, v1::SignOutRequest());
    }
    HttpResponse response = SeeOther("/");
    response.headers.emplace_back("Set-Cookie", EndedSessionCookie());
    return response;
  }

 private:
  bool Offered() const { return HasMethod(*kit_, "AccountService/SignIn"); }

  HttpResponse SignInByToken(HttpCall& call, const std::string& token,
                             const std::string& next) const {
    const auto identity = kit_->authenticator().Identify(call.context, token);
    if (token.empty() || absl::IsUnauthenticated(identity.status())) {
      return door_.Show(call, 403,
                        SignInPage(call, next, "", "Nobody has this token."));
    }
    if (!identity.ok()) return kit_->Error(call, identity.status());
    return door_.Enter(call, token, next);
  }

  HttpResponse AskReset(HttpCall& call) const {
    v1::RequestPasswordResetRequest request;
    request.set_login(Trimmed(call, "login"));
    const auto done = CallMethod<v1::RequestPasswordResetResponse>(
        *kit_, "AccountService/RequestPasswordReset", call, std::move(request));
    if (!done.ok()) {
      return door_.Again(call, done.status(),
                         AskResetPage(ErrorText(done.status())));
    }
    FormPage sent;
    sent.heading = "Look at your mail";
    sent.notice =
        "If there is such an account, a letter with a link is on its way.";
    return door_.Show(call, 200, sent);
  }

  FormPage SignInPage(HttpCall& call, const std::string& next,
                      const std::string& login,
                      const std::string& error) const {
    FormPage page;
    page.heading = "Sign in";
    page.intro =
        kit_->HasVisitors()
            ? "Reading needs no account, nor does a feed of your own in this "
              "browser. Voting, commenting and submitting do; and an account "
              "has what you save everywhere."
            : "Reading needs no account; voting, saving and your own feed do.";
    page.error = error;
    page.action = "/sign-in";
    page.button = "Sign in";
    page.hidden = {{"next", LocalPath(next)}};
    const FormField token = {
        "token",
        "Token",
        "password",
        "",
        "From your newspaper's operator or your settings. It is kept in a "
        "cookie of this browser until you sign out.",
        "off",
        !Offered()};
    if (!Offered()) {
      page.fields = {token};
      return page;
    }
    page.fields = {
        {"login", "Name or e-mail", "text", login, "", "username", false},
        {"password", "Password", "password", "", "", "current-password", false},
        token};
    page.fields[2].label = "Or a token";
    page.doors = ProviderDoors(*kit_, call, LocalPath(next));
    page.links = {{"/sign-up", "Make an account"},
                  {"/reset-password", "Forgot the password?"}};
    return page;
  }

  FormPage SignUpPage(const std::string& invitation, const std::string& name,
                      const std::string& email,
                      const std::string& error) const {
    FormPage page;
    page.heading = "Make an account";
    page.intro =
        "For voting, commenting and submitting papers; and what you save and "
        "your own feed are wherever you sign in.";
    page.error = error;
    page.action = "/sign-up";
    page.button = "Make the account";
    page.fields = {
        {"name", "Name", "text", name,
         "Letters, digits and . _ - ; others see it beside your comments.",
         "username"},
        {"email", "E-mail", "email", email,
         invitation.empty() ? "A letter goes there; nobody else sees it."
                            : "May be left out with an invitation.",
         "email", invitation.empty()},
        {"password", "Password", "password", "", kPasswordHelp,
         "new-password"}};
    page.hidden = {{"invitation", invitation}};
    page.links = {{"/sign-in", "Sign in instead"}};
    return page;
  }

  static FormPage AskResetPage(const std::string& error) {
    FormPage page;
    page.heading = "Forgot the password?";
    page.intro = "A letter with a link for a new one goes to your address.";
    page.error = error;
    page.action = "/reset-password";
    page.button = "Send the letter";
    page.fields = {{"login", "Name or e-mail", "text", "", "", "username"}};
    page.links = {{"/sign-in", "Sign in"}};
    return page;
  }

  static FormPage ResetPage(const std::string& token) {
    FormPage page;
    page.heading = "A new password";
    page.intro =
        "All other sessions of your account end, and providers are unlinked.";
    page.action = "/reset-password";
    page.button = "Set the password";
    page.fields = {{"password", "New password", "password", "", kPasswordHelp,
                    "new-password"}};
    page.hidden = {{"token", token}};
    return page;
  }

  const std::shared_ptr<const PageKit> kit_;
  const SignInKit door_;
};

}  // namespace

void AddAccountPages(Router& router, std::shared_ptr<const PageKit> kit) {
  const auto pages = std::make_shared<const AccountPages>(kit);
  const auto add = [&](const char* verb, const char* path,
                       HttpResponse (AccountPages::*answer)(HttpCall&) const) {
    router.Add(verb, path, [pages, answer](HttpCall& call) {
      return ((*pages).*answer)(call);
    });
  };
  add("GET", "/sign-in", &AccountPages::SignInForm);
  add("POST", "/sign-in", &AccountPages::SignIn);
  add("POST", "/sign-out", &AccountPages::SignOut);
  if (!HasMethod(*kit, "AccountService/SignUp")) return;
  add("GET", "/sign-up", &AccountPages::SignUpForm);
  add("POST", "/sign-up", &AccountPages::SignUp);
  add("GET", "/confirm-email", &AccountPages::ConfirmForm);
  add("POST", "/confirm-email", &AccountPages::Confirm);
  add("GET", "/reset-password", &AccountPages::ResetForm);
  add("POST", "/reset-password", &AccountPages::Reset);
}

}  // namespace broadsheet::gateway

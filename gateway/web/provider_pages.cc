#include "gateway/web/provider_pages.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "broadsheet/v1/account_service.pb.h"
#include "common/errors.h"
#include "gateway/http/http_errors.h"
#include "gateway/http/query.h"
#include "gateway/web/links.h"
#include "gateway/web/method_call.h"
#include "gateway/web/sign_in_kit.h"

namespace broadsheet::gateway {
namespace {

// What the browser keeps while it is at a provider:
// "PURPOSE~PROVIDER~FLOW~NEXT", with the page to come back to encoded. It goes
// to the pages below /sign-in alone.
constexpr char kFlowCookie[] = "broadsheet_sign_in";
constexpr char kEnter[] = "enter";
constexpr char kLink[] = "link";

std::string FlowCookie(const std::string& value, int seconds, bool secure) {
  return absl::StrCat(kFlowCookie, "=", value,
                      "; Path=/sign-in; HttpOnly; SameSite=Lax; Max-Age=",
                      seconds, secure ? "; Secure" : "");
}

// A browser drops cookies of more than 4,096 bytes; a flow has up to 1,000.
constexpr size_t kMaxNext = 2000;

struct KeptFlow {
  std::string purpose;
  std::string provider;
  std::string flow;
  std::string next;
};

KeptFlow ReadFlow(const HttpCall& call) {
  const std::vector<std::string> parts =
      absl::StrSplit(call.Cookie(kFlowCookie), absl::MaxSplits('~', 3));
  if (parts.size() != 4) return {};
  const auto next = PercentDecode(parts[3], /*plus_is_space=*/false);
  return {parts[0], parts[1], parts[2], next.ok() ? *next : "/"};
}

// Owned by the routes together.
class ProviderPages {
 public:
  explicit ProviderPages(std::shared_ptr<const PageKit> kit)
      : kit_(kit), door_(std::move(kit)) {}

  // The provider leads back to the site's own host, where the cookie of another
  // (localhost for 127.0.0.1) is not sent: so the journey begins there.
  HttpResponse Leave(HttpCall& call) const {
    const std::string provider = call.Variable("provider");
    const std::string next = LocalPath(call.query.Get("next"));
    if (kit_->IsSite(call) || !call.query.Get("here").empty()) {
      return LeadThere(call, provider, false, next);
    }
    HttpResponse response;
    response.status = 303;
    response.headers.emplace_back(
        "Location",
        absl::StrCat(
            kit_->site(),
            WithQuery(absl::StrCat("/sign-in/", PercentEncode(provider)),
                      {{"next", next}, {"here", "1"}})));
    return response;
  }

  HttpResponse Link(HttpCall& call) const {
    return LeadThere(call, Trimmed(call, "provider"), true, "/settings");
  }

  HttpResponse Return(HttpCall& call) const {
    if (!call.query.Get("error").empty()) return Declined(call);
    const KeptFlow kept = ReadFlow(call);
    // An answer that one provider passes on for another's stays unused.
    if (kept.flow.empty() || kept.provider != call.Variable("provider")) {
      return Lost(call);
    }
    HttpResponse response =
        kept.purpose == kLink ? Linked(call, kept) : Signed(call, kept);
    // What was not answered may be tried again.
    if (response.status < 500) {
      response.headers.emplace_back("Set-Cookie",
                                    FlowCookie("", 0, call.OverTls()));
    }
    return response;
  }

  HttpResponse Register(HttpCall& call) const {
    v1::SignUpRequest request;
    request.set_registration(Trimmed(call, "registration"));
    request.set_reader_id(Trimmed(call, "name"));
    request.set_label(BrowserOf(call));
    const std::string next = call.form.Get("next");
    FormPage again = NamePage(request.registration(), request.reader_id(),
                              Trimmed(call, "email"), next);
    const auto done = CallMethod<v1::SignUpResponse>(
        *kit_, "AccountService/SignUp", call, std::move(request));
    if (done.ok()) return door_.Enter(call, done->session_token(), next);
    again.error = ErrorText(done.status());
    return door_.Again(call, done.status(), again);
  }

 private:
  // A form may lead to no other site (form-action), and a link to a provider
  // must come from a form of ours: so the page that answers leads there.
  HttpResponse LeadThere(HttpCall& call, const std::string& provider, bool link,
                         const std::string& next) const {
    v1::BeginProviderSignInRequest request;
    request.set_provider_id(provider);
    request.set_link(link);
    const auto begun = CallMethod<v1::BeginProviderSignInResponse>(
        *kit_, "AccountService/BeginProviderSignIn", call, std::move(request));
    if (!begun.ok()) return kit_->Error(call, begun.status());
    const std::string& url = begun->authorization_url();
    const std::string back = PercentEncode(next);
    HttpResponse response;
    if (link) {
      FormPage page;
      page.heading = "On to your provider";
      page.intro = "Sign in there, and it opens your account here, too.";
      page.doors = {{url, "Go on"}};
      response = door_.Show(call, 200, page);
      response.headers.emplace_back("Refresh", absl::StrCat("0; url=", url));
    } else {
      response.status = 303;
      response.headers.emplace_back("Location", url);
      response.headers.emplace_back("Cache-Control", "no-store");
    }
    response.headers.emplace_back(
        "Set-Cookie",
        FlowCookie(absl::StrCat(link ? kLink : kEnter, "~", provider, "~",
                                begun->flow(), "~",
                                back.size() > kMaxNext ? "" : back),
                   600, call.OverTls()));
    return response;
  }

  // RFC 6749, section 4.1.2.1. Anybody can write such an address: its words are
  // not shown.
  HttpResponse Declined(HttpCall& call) const {
    return Failed(call, call.query.Get("error") == "access_denied"
                            ? "it was declined there"
                            : "it answered with an error");
  }

  HttpResponse Lost(HttpCall& call) const {
    return Failed(call,
                  "this browser has begun no sign-in, or too long ago; cookies "
                  "are needed for it");
  }

  HttpResponse Failed(HttpCall& call, const std::string& why) const {
    FormPage page;
    page.heading = "You are not signed in";
    page.error = absl::StrCat("The provider did not sign you in: ", why, ".");
    page.links = {{"/sign-in", "Try again"}, {"/", "Read without"}};
    return door_.Show(call, 403, page);
  }

  template <class Request>
  static Request Returned(HttpCall& call, const KeptFlow& kept) {
    Request request;
    request.set_flow(kept.flow);
    request.set_state(call.query.Get("state"));
    request.set_code(call.query.Get("code"));
    request.set_issuer(call.query.Get("iss"));
    return request;
  }

  HttpResponse Refused(HttpCall& call, const absl::Status& why) const {
    FormPage page;
    page.heading = "You are not signed in";
    page.error = ErrorText(why);
    page.links = {{"/sign-in", "Sign in"}, {"/settings", "Settings"}};
    return door_.Again(call, why, page);
  }

  HttpResponse Linked(HttpCall& call, const KeptFlow& kept) const {
    const auto linked = CallMethod<v1::LinkIdentityResponse>(
        *kit_, "AccountService/LinkIdentity", call,
        Returned<v1::LinkIdentityRequest>(call, kept));
    if (!linked.ok()) return Refused(call, linked.status());
    return SeeOther(LocalPath(kept.next));
  }

  HttpResponse Signed(HttpCall& call, const KeptFlow& kept) const {
    auto request = Returned<v1::FinishProviderSignInRequest>(call, kept);
    request.set_label(BrowserOf(call));
    const auto done = CallMethod<v1::FinishProviderSignInResponse>(
        *kit_, "AccountService/FinishProviderSignIn", call, std::move(request));
    if (!done.ok()) return Refused(call, done.status());
    if (!done->session_token().empty()) {
      return door_.Enter(call, done->session_token(), kept.next);
    }
    return door_.Show(call, 200,
                      NamePage(done->registration(), done->suggested_name(),
                               done->email(), kept.next));
  }

  static FormPage NamePage(const std::string& registration,
                           const std::string& name, const std::string& email,
                           const std::string& next) {
    FormPage page;
    page.heading = "Choose a name";
    page.intro = email.empty()
                     ? "You are new here: choose how others see you."
                     : absl::StrCat(
                           "You are new here: choose how others see you. Your "
                           "address will be ",
                           email, ".");
    page.action = "/sign-up/registration";
    page.button = "Make the account";
    page.fields = {{"name", "Name", "text", name,
                    "Letters, digits and . _ - ; others see it beside your "
                    "comments.",
                    "username"}};
    page.hidden = {{"registration", registration},
                   {"email", email},
                   {"next", LocalPath(next)}};
    page.links = {{"/sign-in", "I have an account already"}};
    return page;
  }

  const std::shared_ptr<const PageKit> kit_;
  const SignInKit door_;
};

}  // namespace

std::vector<Link> ProviderDoors(const PageKit& kit, HttpCall& call,
                                const std::string& next) {
  const auto listed = CallMethod<v1::ListSignInProvidersResponse>(
      kit, "AccountService/ListSignInProviders", call,
      v1::ListSignInProvidersRequest());
  std::vector<Link> doors;
  if (!listed.ok()) return doors;
  for (const v1::SignInProvider& provider : listed->providers()) {
    doors.push_back(
        {WithQuery(absl::StrCat("/sign-in/", provider.provider_id()),
                   {{"next", next == "/" ? "" : next}}),
         absl::StrCat("Sign in with ", provider.title())});
  }
  return doors;
}

void AddProviderPages(Router& router, std::shared_ptr<const PageKit> kit) {
  if (!HasMethod(*kit, "AccountService/BeginProviderSignIn")) return;
  const auto pages = std::make_shared<const ProviderPages>(kit);
  const auto add = [&](const char* verb, const char* path,
                       HttpResponse (ProviderPages::*answer)(HttpCall&) const) {
    router.Add(verb, path, [pages, answer](HttpCall& call) {
      return ((*pages).*answer)(call);
    });
  };
  add("GET", "/sign-in/{provider}", &ProviderPages::Leave);
  add("GET", "/sign-in/{provider}/done", &ProviderPages::Return);
  add("POST", "/sign-up/registration", &ProviderPages::Register);
  add("POST", "/settings/identities/link", &ProviderPages::Link);
}

}  // namespace broadsheet::gateway

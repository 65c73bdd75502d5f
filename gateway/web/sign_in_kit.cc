#include "gateway/web/sign_in_kit.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "common/errors.h"
#include "gateway/http/http_errors.h"
#include "gateway/web/links.h"
#include "gateway/web/method_call.h"

namespace broadsheet::gateway {

HttpResponse SignInKit::Show(HttpCall& call, int status,
                             const FormPage& page) const {
  PageFrame frame = kit_->Frame(call, page.heading, "");
  // Nobody comes back to such a page: it may be the answer to a form, or to a
  // provider.
  frame.path.assign(1, '/');
  HttpResponse response =
      kit_->Html(status, WriteFormPage(kit_->writer(), frame, page));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

HttpResponse SignInKit::Again(HttpCall& call, const absl::Status& why,
                              const FormPage& page) const {
  const int status = HttpStatusOf(why);
  if (status >= 500) return kit_->Error(call, why);
  return Show(call, status == 401 ? 403 : status, page);
}

HttpResponse SignInKit::Enter(HttpCall& call, const std::string& token,
                              const std::string& next) const {
  HttpResponse response = SeeOther(LocalPath(next));
  response.headers.emplace_back("Set-Cookie",
                                SessionCookie(token, call.OverTls()));
  TakeOver(call, token, &response);
  return response;
}

// What the browser kept for the visitor becomes the reader's own; the browser
// forgets it. When that fails it stays for the next time; nothing counts
// twice.
void SignInKit::TakeOver(HttpCall& call, const std::string& token,
                         HttpResponse* response) const {
  call.identity = Identity();
  const Visitor visitor = kit_->VisitorOf(call);
  if (visitor.empty()) return;
  const auto reader = kit_->authenticator().Identify(call.context, token);
  if (!reader.ok() || !reader->is_reader()) return;
  v1::RecordEventsRequest request;
  for (v1::Event& event : visitor.EventsOf(reader->reader_id)) {
    *request.add_events() = std::move(event);
  }
  call.identity = *reader;
  const auto done = CallMethod<v1::RecordEventsResponse>(
      *kit_, "ReaderService/RecordEvents", call, std::move(request));
  if (done.ok()) kit_->KeepVisitor(call, Visitor(), response);
}

std::string BrowserOf(const HttpCall& call) {
  return BrowserName(call.request.Header("user-agent"));
}

std::string BrowserName(std::string_view user_agent) {
  const auto has = [&](const char* word) {
    return absl::StrContains(AsAbsl(user_agent), word);
  };
  const char* browser = has("Firefox/")      ? "Firefox"
                        : has("Edg/")        ? "Edge"
                        : has("Chrome/")     ? "Chrome"
                        : has("Safari/")     ? "Safari"
                        : user_agent.empty() ? "A program"
                                             : "A browser";
  const char* system = has("Android")     ? " on Android"
                       : has("iPhone")    ? " on an iPhone"
                       : has("iPad")      ? " on an iPad"
                       : has("Windows")   ? " on Windows"
                       : has("Macintosh") ? " on a Mac"
                       : has("Linux")     ? " on Linux"
                                          : "";
  return absl::StrCat(browser, system);
}

}  // namespace broadsheet::gateway

#ifndef BROADSHEET_GATEWAY_WEB_SIGN_IN_KIT_H_
#define BROADSHEET_GATEWAY_WEB_SIGN_IN_KIT_H_

#include <memory>
#include <string>
#include <string_view>

#include "gateway/web/form_page.h"
#include "gateway/web/page_kit.h"

namespace broadsheet::gateway {

// What all ways into an account share: forms that are never kept by a browser,
// and the moment of entering. Thread-safe.
class SignInKit {
 public:
  explicit SignInKit(std::shared_ptr<const PageKit> kit)
      : kit_(std::move(kit)) {}

  const PageKit& kit() const { return *kit_; }

  HttpResponse Show(HttpCall& call, int status, const FormPage& page) const;
  // The form again with what was wrong, or the error page when it was ours.
  HttpResponse Again(HttpCall& call, const absl::Status& why,
                     const FormPage& page) const;
  // Gives the browser the session and leads to `next`, or to the front page
  // when that is none of ours. What the browser kept for a visitor becomes the
  // reader's own.
  HttpResponse Enter(HttpCall& call, const std::string& token,
                     const std::string& next) const;

 private:
  void TakeOver(HttpCall& call, const std::string& token,
                HttpResponse* response) const;

  const std::shared_ptr<const PageKit> kit_;
};

// What a list of sessions should call the caller's browser: "Firefox on Linux".
std::string BrowserOf(const HttpCall& call);
std::string BrowserName(std::string_view user_agent);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_SIGN_IN_KIT_H_

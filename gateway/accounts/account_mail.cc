#include "gateway/accounts/account_mail.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::gateway {

absl::StatusOr<std::string> NormalizeEmail(const char* field,
                                           const std::string& email) {
  const bool plain = std::all_of(email.begin(), email.end(), [](char c) {
    return c > ' ' && c <= '~' &&
           std::string("\"(),:;<>[\\]").find(c) == std::string::npos;
  });
  const size_t at = email.find('@');
  const std::string domain =
      at == std::string::npos ? "" : email.substr(at + 1);
  if (!plain || email.size() > 200 || at == 0 || domain.empty() ||
      absl::StrContains(domain, "@") || absl::StrContains(domain, "..") ||
      domain.front() == '.' || domain.back() == '.' || domain.front() == '-') {
    return InvalidField(field, "is not an e-mail address of at most 200 bytes");
  }
  return absl::AsciiStrToLower(email);
}

absl::Status AccountMail::Confirm(const CallContext& call,
                                  const std::string& id,
                                  const std::string& email,
                                  const std::string& token, absl::Time until) {
  return Queue(
      call, id, email, until,
      {"Confirm your address",
       "Please confirm that this address is yours. If you did not ask "
       "for it, do nothing: nothing will happen.",
       "Confirm the address", absl::StrCat("/confirm-email?token=", token)});
}

absl::Status AccountMail::Reset(const CallContext& call, const std::string& id,
                                const std::string& email,
                                const std::string& token, absl::Time until) {
  return Queue(
      call, id, email, until,
      {"A new password",
       "Somebody, you we hope, asked for a new password. If it was "
       "not you, do nothing: the old one stays.",
       "Choose a new password", absl::StrCat("/reset-password?token=", token)});
}

absl::Status AccountMail::Known(const CallContext& call, const std::string& id,
                                const std::string& email, absl::Time until) {
  return Queue(call, id, email, until,
               {"You have an account already",
                "Somebody asked for an account with this address, which has "
                "one. If you forgot the password, ask for a new one.",
                "Sign in", "/sign-in"});
}

absl::Status AccountMail::Linked(const CallContext& call, const std::string& id,
                                 const std::string& email,
                                 const std::string& provider,
                                 absl::Time until) {
  return Queue(
      call, id, email, until,
      {"Another way into your account",
       absl::StrCat(
           "Somebody who is signed in to your account asked to link it with ",
           provider,
           ", so that signing in there opens it, too. If it was not you, "
           "choose a new password by mail: that "
           "unlinks every provider and ends all sessions."),
       "Choose a new password", "/reset-password"});
}

absl::Status AccountMail::EmailChanges(const CallContext& call,
                                       const std::string& id,
                                       const std::string& email,
                                       absl::Time until) {
  return Queue(call, id, email, until,
               {"Your address is about to change",
                "Somebody who knows your password asked to use another address "
                "for your account. If it was not you, choose a new password.",
                "Settings", "/settings"});
}

absl::Status AccountMail::Queue(const CallContext& call, const std::string& id,
                                const std::string& email, absl::Time until,
                                const Text& text) {
  internal::v1::QueueMailRequest request;
  request.set_id(id);
  request.set_address(email);
  internal::v1::Notice& notice = *request.mutable_notice();
  notice.set_template_name("message");
  notice.set_subject(text.subject);
  notice.add_paragraphs(text.words);
  notice.set_link(absl::StrCat(site_, text.path));
  notice.set_link_label(text.label);
  request.mutable_expires_at()->set_seconds(absl::ToUnixSeconds(until));
  return backend_->QueueMail(call, request);
}

}  // namespace broadsheet::gateway

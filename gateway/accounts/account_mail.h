#ifndef BROADSHEET_GATEWAY_ACCOUNTS_ACCOUNT_MAIL_H_
#define BROADSHEET_GATEWAY_ACCOUNTS_ACCOUNT_MAIL_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/call_context.h"
#include "gateway/backend.h"

namespace broadsheet::gateway {

// "ann@example.org" in lower case; INVALID_ARGUMENT that names `field` when it
// cannot be an address: 3 to 200 bytes of printable ASCII with one @ and a
// domain.
absl::StatusOr<std::string> NormalizeEmail(const char* field,
                                           const std::string& email);

// Mails about accounts, queued in storage. Thread-safe.
class AccountMail {
 public:
  // `backend` must outlive this. `site`: where people reach the pages,
  // "https://papers.example.org".
  AccountMail(Backend* backend, std::string site)
      : backend_(backend), site_(std::move(site)) {}

  // Each is queued once for an `id`, and dropped when it is not sent by
  // `until`.
  absl::Status Confirm(const CallContext& call, const std::string& id,
                       const std::string& email, const std::string& token,
                       absl::Time until);
  absl::Status Reset(const CallContext& call, const std::string& id,
                     const std::string& email, const std::string& token,
                     absl::Time until);
  // Somebody signed up with the address of an account.
  absl::Status Known(const CallContext& call, const std::string& id,
                     const std::string& email, absl::Time until);
  // Somebody at `provider` is about to get a way into the account.
  absl::Status Linked(const CallContext& call, const std::string& id,
                      const std::string& email, const std::string& provider,
                      absl::Time until);
  // To the old address.
  absl::Status EmailChanges(const CallContext& call, const std::string& id,
                            const std::string& email, absl::Time until);

 private:
  struct Text {
    const char* subject;
    std::string words;
    const char* label;
    std::string path;
  };
  absl::Status Queue(const CallContext& call, const std::string& id,
                     const std::string& email, absl::Time until,
                     const Text& text);

  Backend* const backend_;
  const std::string site_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_ACCOUNTS_ACCOUNT_MAIL_H_

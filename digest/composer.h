#ifndef BROADSHEET_DIGEST_COMPOSER_H_
#define BROADSHEET_DIGEST_COMPOSER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/mail.pb.h"
#include "digest/links.h"
#include "digest/outgoing.h"
#include "digest/templates.h"

namespace broadsheet::digest {

struct Sender {
  std::string name = "Broadsheet";
  // "news@example.org": From, and the domain of Message-IDs and List-Id.
  std::string address = "broadsheet@localhost";
  // A mailbox that ends subscriptions; may be empty.
  std::string unsubscribe_mailbox;
};

// Turns a mail of the ledger into words. The result depends on nothing but the
// mail, the sender and the site, so that every try sends the same. Thread-safe.
class Composer {
 public:
  // Both must outlive this.
  Composer(Sender sender, const Links* links, const Templates* templates)
      : sender_(std::move(sender)), links_(links), templates_(templates) {}

  // INVALID_ARGUMENT when the content is none.
  absl::StatusOr<Outgoing> Compose(const internal::v1::Mail& mail) const;

  // The Message-ID of a mail, without brackets: stable over all tries.
  std::string MessageId(const std::string& subscription_id,
                        const std::string& issue) const;
  // From a Message-ID, which mail it was; false when it is none of ours, or a
  // mail about an account.
  static bool ParseMessageId(const std::string& message_id,
                             std::string* subscription_id, std::string* issue);

 private:
  absl::Status ComposeIssue(const internal::v1::Mail& mail,
                            const internal::v1::IssueContent& issue,
                            Outgoing* out) const;
  absl::Status ComposeNotice(const internal::v1::Notice& notice,
                             Outgoing* out) const;

  const Sender sender_;
  const Links* const links_;
  const Templates* const templates_;
};

// "Ada Lovelace, Alan Turing, ... (7 authors)": the first three and the last.
std::string AuthorLine(const internal::v1::IssuePaper& paper);

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_COMPOSER_H_
